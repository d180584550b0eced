import { create } from 'zustand';
import { toAppError } from '../../../shared/errors.ts';
import type { Render, RenderSelection } from '../../../shared/render.ts';
import { core, useCore } from '../../core.ts';
import { downloadExport, renderFileUrl, renderUrl, saveFrom } from '../../pictures.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { bytesText, count } from '../../ui/words.ts';
import { loadBatches } from './batches.ts';
import { chosen, selectNone } from './render-selection.ts';
import { canRetry, hasEnded } from './render-words.ts';
import { reload, takeOut, useRenders } from './renders.ts';

/** Pictures that are to be deleted, while the operator is asked; empty when nothing is asked. */
export const useAsking = create<{ toDelete: readonly Render[] }>(() => ({ toDelete: [] }));

export const askToDelete = (renders: readonly Render[] = chosen()) =>
  useAsking.setState({ toDelete: renders });
export const stopAsking = () => useAsking.setState({ toDelete: [] });

const idsOf = (renders: readonly Render[]) => renders.map(({ id }) => id);
const isReady = ({ state }: Render) => state === 'completed';

/** Has those that failed or were cancelled drawn again. */
export async function retry(selection: RenderSelection): Promise<void> {
  try {
    const { retried } = await core.call('renders.retry', selection);
    if (retried === 0) tell({ message: 'Nothing is drawn again: none of these failed or was cancelled.' });
    else tell({ tone: 'good', message: `${count(retried, 'picture')} will be drawn again.` });
    await Promise.all([reload(), loadBatches()]);
  } catch (error) {
    tellFailure(error);
  }
}

/** Cancels what has not ended; that can be taken back by having them drawn after all. */
export async function cancel(selection: RenderSelection): Promise<void> {
  try {
    const { cancelled } = await core.call('renders.cancel', selection);
    const undo = { label: 'Draw them after all', run: () => void retry(selection) };
    if (cancelled === 0) tell({ message: 'Nothing was cancelled: all of these are through already.' });
    else tell({ message: `${count(cancelled, 'picture')} cancelled.`, action: undo });
    await Promise.all([reload(), loadBatches()]);
  } catch (error) {
    tellFailure(error);
  }
}

/** Has what is chosen drawn again, as far as it failed or was cancelled. */
export function retryChosen(): void {
  const renders = chosen().filter(canRetry);
  if (renders.length > 0) void retry({ ids: idsOf(renders) });
}

/** Cancels what is chosen, as far as it is still to come. */
export function cancelChosen(): void {
  const renders = chosen().filter((render) => !hasEnded(render));
  if (renders.length > 0) void cancel({ ids: idsOf(renders) });
}

/** Deletes what was asked about, with the files. */
export async function deleteAsked(): Promise<void> {
  const ids = idsOf(useAsking.getState().toDelete);
  stopAsking();
  if (ids.length === 0) return;
  try {
    const { deleted } = await core.call('renders.delete', { ids });
    takeOut(new Set(ids));
    tell({ message: `${count(deleted, 'picture')} deleted.` });
    await loadBatches();
  } catch (error) {
    tellFailure(error);
  }
}

/** Saves what is chosen: one as it is, several in a zip. */
export function downloadChosen(): void {
  const ready = chosen().filter(isReady);
  const [only] = ready;
  if (ready.length === 1 && only !== undefined) saveFrom(renderFileUrl(only.id));
  else void exportChosen('files');
}

/** Writes what is chosen into a zip, or into one PDF, and has the browser save it. */
export async function exportChosen(as: 'files' | 'pdf'): Promise<void> {
  const ids = idsOf(chosen().filter(isReady));
  if (ids.length > 0) await exportPictures({ ids }, as);
  else tell({ message: 'None of these is ready, so there is nothing to save.' });
}

/** Does the same with everything that is shown; of a whole batch also with what is not loaded. */
export async function exportShown(as: 'files' | 'pdf'): Promise<void> {
  const { filter, items } = useRenders.getState();
  const { batchId, states } = filter;
  const whole = batchId !== undefined && states === undefined;
  await exportPictures(whole ? { batchId } : { ids: idsOf(items.filter(isReady)) }, as);
}

async function exportPictures(selection: RenderSelection, as: 'files' | 'pdf'): Promise<void> {
  try {
    const { id, name, bytes } = await core.call('renders.export', { selection, as });
    downloadExport(id);
    tell({ tone: 'good', message: `${name} (${bytesText(bytes)}) is ready and being saved.` });
    selectNone();
  } catch (error) {
    tellFailure(error);
  }
}

/** Whether files can be shown in their folder: the program runs on this machine, with a desktop. */
export const useHasFolders = () => useCore(({ info }) => info?.host === 'desktop');

/** Shows the file in the folder it lies in. */
export async function openFolder({ id }: Render): Promise<void> {
  try {
    const { opened } = await core.call('renders.openFolder', { id });
    if (!opened) tell({ message: 'The folder can only be shown by the program with a window.' });
  } catch (error) {
    tellFailure(error);
  }
}

/** Puts the picture on the clipboard, which takes PNG only. */
export async function copyPicture(render: Render): Promise<void> {
  try {
    // The promise goes in as it is: Safari forgets the press that allows it once something was waited for.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(render) })]);
    tell({ tone: 'good', message: 'The picture is on the clipboard.' });
  } catch (error) {
    const { code } = toAppError(error);
    const message = 'The picture could not be put on the clipboard: download it instead.';
    if (code !== 'cancelled') tell({ tone: 'bad', message });
  }
}

async function asPng({ id, result }: Render): Promise<Blob> {
  const response = await fetch(renderUrl(id));
  if (!response.ok) throw new Error(`The picture was answered with ${response.status}.`);
  const blob = await response.blob();
  if (result?.format === 'png') return blob;
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
