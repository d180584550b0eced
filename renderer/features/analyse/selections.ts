import { NoAnswer } from '../../../shared/client.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core, isConnectionLost } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { follow } from './batches.ts';
import { answered, useProgress } from './progress.ts';
import { failedBy, updatePhotos } from './roll.ts';

/** Photos added together: one batch of the core, which gets each photo as soon as it has its bytes. */
export interface Selection {
  fresh: boolean;
  /** What the folder they came in is called; null for loose photos. */
  name: string | null;
  /** More photos may join: a folder is still walked. */
  open: boolean;
  /** Photos, by their key in the roll, whose bytes are not handed over yet. */
  coming: Set<string>;
  /** Photos that the core has and that it was not told to analyse yet. */
  ready: string[];
  unreadable: number;
  batchId: string | null;
  /** The core was told that more comes, so it waits for that. */
  promised: boolean;
  asking: boolean;
  /** Changes when all is dropped: an answer to an older request says nothing any more. */
  round: number;
}

const selections = new Set<Selection>();

/** Begins a selection; it takes photos until it is closed. */
export function openSelection(fresh = false, name: string | null = null): Selection {
  const selection: Selection = {
    fresh,
    name,
    open: true,
    coming: new Set(),
    ready: [],
    unreadable: 0,
    batchId: null,
    promised: false,
    asking: false,
    round: 0,
  };
  selections.add(selection);
  return selection;
}

/** A photo whose bytes are on their way here. */
export const join = (selection: Selection, key: string) => selection.coming.add(key);

/** A photo of the selection that cannot be handed over: its batch counts it as failed. */
export function countUnreadable(selection: Selection): void {
  selection.unreadable++;
  askSoon(selection);
}

/** No more photos join. */
export function closeSelection(selection: Selection): void {
  selection.open = false;
  askSoon(selection);
}

/** The core has this photo: it is analysed with its selection. */
export function handOver(key: string, photoId: string): void {
  leave(key, (selection) => selection.ready.push(photoId));
}

/** A photo that could not be handed over. */
export function giveUpReading(key: string): void {
  leave(key, (selection) => selection.unreadable++);
}

/** Photos that nobody waits for any more. */
export function leaveSelection(keys: Iterable<string>): void {
  for (const key of keys) leave(key, () => undefined);
}

function leave(key: string, count: (selection: Selection) => void): void {
  for (const selection of selections) {
    if (!selection.coming.delete(key)) continue;
    count(selection);
    askSoon(selection);
  }
}

/** Has known photos analysed again, whatever the core remembers of them. */
export function analyseAgain(photoIds: readonly string[]): void {
  const selection = openSelection(true);
  selection.ready.push(...photoIds);
  closeSelection(selection);
}

/** Drops everything that was not asked for yet; a folder that is still walked goes on in another batch. */
export function dropSelections(): void {
  for (const selection of selections) {
    selection.coming.clear();
    selection.ready = [];
    selection.unreadable = 0;
    startAnew(selection);
    selection.asking = false;
    selection.round++;
    if (!selection.open) selections.delete(selection);
  }
}

/** What comes next goes into another batch. */
function startAnew(selection: Selection): void {
  selection.batchId = null;
  selection.promised = false;
}

/** Goes on after a pause. */
export function resumeSelections(): void {
  for (const selection of selections) ask(selection);
}

/** Takes photos back that were not asked for yet; returns the others. */
export function takeBack(photoIds: readonly string[]): string[] {
  const asked = new Set(photoIds);
  for (const selection of selections) {
    for (const id of selection.ready) asked.delete(id);
    selection.ready = selection.ready.filter((id) => !photoIds.includes(id));
    askSoon(selection);
  }
  return [...asked];
}

/** A microtask later: what comes in the same moment goes into one request. */
const askSoon = (selection: Selection) => queueMicrotask(() => ask(selection));

/** Tells the core what there is to tell; one request at a time, so that they arrive in order. */
async function ask(selection: Selection): Promise<void> {
  if (selection.asking || useProgress.getState().paused) return;
  const { fresh, name, ready: photoIds, unreadable, batchId, promised, round } = selection;
  const more = selection.open || selection.coming.size > 0;
  const isNews = photoIds.length > 0 || (!more && (unreadable > 0 || promised));
  if (!isNews) {
    if (!more) selections.delete(selection);
    return;
  }
  selection.ready = [];
  selection.unreadable = 0;
  selection.promised = more;
  selection.asking = true;
  const isCurrent = () => selection.round === round;
  try {
    const appended = batchId !== null ? { batchId } : name !== null ? { name } : {};
    const batch = await core.call('photos.analyzeBatch', { photoIds, fresh, more, unreadable, ...appended });
    follow(batch);
    if (isCurrent()) selection.batchId = batch.id;
    if (useProgress.getState().paused && batch.state === 'running') pauseBatch(batch.id);
  } catch (error) {
    if (!isCurrent()) return;
    const { code } = toAppError(error);
    if (batchId !== null && (code === 'batch.notRunning' || code === 'notFound')) {
      // It ended without these, as nothing came for long or the program started anew: another one takes them.
      startAnew(selection);
      selection.ready.unshift(...photoIds);
      selection.unreadable += unreadable;
    } else {
      if (batchId === null) startAnew(selection);
      await fail(photoIds, error);
    }
  } finally {
    if (isCurrent()) {
      selection.asking = false;
      ask(selection);
    }
  }
}

async function fail(photoIds: readonly string[], error: unknown): Promise<void> {
  // Once the connection is back they are asked for again.
  if (error instanceof NoAnswer && (await isConnectionLost())) return;
  const asked = new Set(photoIds);
  for (const _ of photoIds) answered(false);
  updatePhotos(
    ({ photoId }) => photoId !== null && asked.has(photoId),
    () => ({ state: failedBy(toAppError(error)) }),
  );
}

/** It was asked for before the pause and began after it. */
function pauseBatch(id: string): void {
  core.call('batches.pause', { id }).catch((error: unknown) => {
    if (toAppError(error).code !== 'batch.notRunning') tellFailure(error);
  });
}
