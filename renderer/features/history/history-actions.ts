import type { ExportFormat } from '../../../shared/contract.ts';
import { core } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { downloadExport } from '../../pictures.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { bytesText, count } from '../../ui/words.ts';
import { openAnalyses, reanalyse } from '../analyse/known-photos.ts';
import { makePictures } from '../renders/make.ts';
import { chosen, reload, useHistory } from './history.ts';

/** Opens what is chosen on the analyse screen. */
export function openChosen(): void {
  const summaries = chosen();
  if (summaries.length === 0) return;
  openAnalyses(summaries);
  goTo('analyse');
}

/** Has what is chosen analysed again with the model of today, and shows it happen. */
export function reanalyseChosen(): void {
  const summaries = chosen();
  if (summaries.length === 0) return;
  reanalyse(summaries);
  goTo('analyse');
}

/** Asks what pictures to make of what is chosen. */
export function makeOfChosen(): void {
  const summaries = chosen();
  if (summaries.length > 0) makePictures(summaries);
}

/** Deletes what is chosen; one press takes it back. */
export async function deleteChosen(): Promise<void> {
  const ids = chosen().map(({ id }) => id);
  if (ids.length === 0) return;
  try {
    await core.call('analyses.delete', { ids });
    useHistory.setState({ selected: new Set() });
    await reload();
    tell({
      message: `${count(ids.length, 'analysis', 'analyses')} deleted.`,
      action: { label: 'Undo', run: () => restore(ids) },
    });
  } catch (error) {
    tellFailure(error);
  }
}

function restore(ids: string[]): void {
  core.call('analyses.restore', { ids }).then(reload).catch(tellFailure);
}

/** Writes what is chosen in a format and has the browser save it. */
export async function exportChosen(format: ExportFormat): Promise<void> {
  const ids = chosen().map(({ id }) => id);
  if (ids.length === 0) return;
  try {
    const { id, name, bytes } = await core.call('analyses.export', { ids, format });
    downloadExport(id);
    tell({ tone: 'good', message: `${name} (${bytesText(bytes)}) is ready and being saved.` });
  } catch (error) {
    tellFailure(error);
  }
}
