import type { Photo } from '../../../shared/analysis.ts';
import { NoAnswer } from '../../../shared/client.ts';
import type { Batch } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core, isConnectionLost, useCore } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { answered, expect, expectOnly, useProgress } from './progress.ts';
import { appendPhotos, failedBy, isOpen, type PhotoState, updatePhotos, useRoll } from './roll.ts';

/** Batches under way at one time: one being analysed, one ready to follow without a gap. */
const maxBatches = 2;

/** Photos that the core has and that wait for a batch. */
let ready: string[] = [];
const underWay = new Set<string>();
/** Those of them that the page before a reload started: the roll does not know their photos yet. */
const takenOver = new Set<string>();
/** Photos deleted before their analysis came, which is deleted when it comes. */
const unwanted = new Set<string>();
let asking = 0;

/** Has a photo analysed with the next batch; several become one batch while another one runs. */
export function requestAnalysis(photoId: string): void {
  ready.push(photoId);
  // A microtask later: what was added in the same moment goes into one batch.
  queueMicrotask(ask);
}

function ask(): void {
  const { paused } = useProgress.getState();
  if (paused || ready.length === 0 || underWay.size + asking >= maxBatches) return;
  const photoIds = ready;
  ready = [];
  startBatch(photoIds, false);
}

/** Has known photos analysed again, whatever the core remembers of them. */
export const analyseAgain = (photoIds: string[]) => startBatch(photoIds, true);

async function startBatch(photoIds: string[], fresh: boolean): Promise<void> {
  asking++;
  try {
    follow(await core.call('photos.analyzeBatch', { photoIds, fresh }));
  } catch (error) {
    // Once the connection is back they are asked for again.
    if (error instanceof NoAnswer && (await isConnectionLost())) return;
    const asked = new Set(photoIds);
    for (const _ of photoIds) answered(false);
    updatePhotos(
      ({ photoId }) => photoId !== null && asked.has(photoId),
      () => ({ state: failedBy(toAppError(error)) }),
    );
  } finally {
    asking--;
    ask();
  }
}

/** Batches seen to end: their end may be heard before the call that started them returns. */
const ended = new Set<string>();

function follow(batch: Batch): void {
  if (batch.state === 'finished' || batch.state === 'cancelled') {
    ended.add(batch.id);
    forget(batch.id);
    ask();
  } else if (!ended.has(batch.id)) {
    underWay.add(batch.id);
  }
}

/** After the last batch taken over, only photos of the roll are waited for, whatever was missed of it. */
function forget(id: string): void {
  underWay.delete(id);
  if (takenOver.delete(id) && takenOver.size === 0)
    expectOnly(useRoll.getState().photos.filter(isOpen).length);
}

const toEach = (name: 'batches.pause' | 'batches.resume' | 'batches.cancel') => () => {
  for (const id of underWay) {
    core.call(name, { id }).catch((error: unknown) => {
      // It ended in the meantime: nothing left to do.
      if (toAppError(error).code !== 'batch.notRunning') tellFailure(error);
    });
  }
};

export const pauseBatches = toEach('batches.pause');
export function resumeBatches(): void {
  toEach('batches.resume')();
  ask();
}
export function cancelBatches(): void {
  ready = [];
  takenOver.clear();
  toEach('batches.cancel')();
}

/** Has the analyses that are still to come for these photos deleted. */
export function giveUp(photoIds: readonly string[]): void {
  for (const id of photoIds) if (!ready.includes(id)) unwanted.add(id);
  ready = ready.filter((id) => !photoIds.includes(id));
}

/** Takes `giveUp` back. */
export function wantAgain(photoIds: readonly string[]): void {
  for (const id of photoIds) unwanted.delete(id);
}

const isUnderWay = ({ state }: Batch) => state === 'running' || state === 'paused';

/** Forgets batches whose end was missed; at the start also takes over those of the page before a reload. */
async function catchUp(atStart: boolean): Promise<void> {
  const running = (await core.call('batches.list', {})).batches.filter(isUnderWay);
  for (const id of underWay) if (!running.some((batch) => batch.id === id)) forget(id);
  for (const batch of atStart ? running : []) {
    if (underWay.has(batch.id) || ended.has(batch.id)) continue;
    follow(batch);
    takenOver.add(batch.id);
    expect(batch.total - batch.done - batch.failed);
    if (batch.state === 'paused') useProgress.setState({ paused: true });
  }
  ask();
}

useCore.subscribe((now, before) => {
  const atStart = now.info !== null && before.info === null;
  const again = now.connected && !before.connected && before.info !== null;
  if (atStart || again) catchUp(atStart).catch(tellFailure);
});

/** Notes the answer for a photo of the roll; one from a batch that was taken over joins the roll. */
function answer(photo: Photo, batchId: string | null, state: PhotoState): void {
  const known = useRoll.getState().photos.find(({ photoId }) => photoId === photo.id);
  const well = state.kind === 'analysed';
  const isUnwanted = unwanted.delete(photo.id);
  if (known === undefined) {
    const isNews = batchId !== null && takenOver.has(batchId);
    if (isNews) answered(well);
    if (isUnwanted) discard(state);
    else if (isNews)
      appendPhotos([{ key: crypto.randomUUID(), name: photo.name, file: null, photoId: photo.id, state }]);
    return;
  }
  const wasOpen = isOpen(known);
  if (wasOpen) answered(well);
  // An answer that was not asked for here is news only when it is a result.
  if (wasOpen || well)
    updatePhotos(
      (other) => other.key === known.key,
      () => ({ state }),
    );
}

function discard(state: PhotoState): void {
  if (state.kind === 'analysed') core.call('analyses.delete', { ids: [state.summary.id] }).catch(tellFailure);
}

// Only ends are news: a batch that runs is followed by who started it, or took it over.
core.listen('batch.progressed', (batch) => {
  if (!isUnderWay(batch)) follow(batch);
});

core.listen('analysis.completed', ({ summary, batchId }) =>
  answer(summary.photo, batchId, { kind: 'analysed', summary }),
);

core.listen('analysis.failed', ({ photo, error, batchId }) => {
  if (photo === null) return;
  const cancelled = error.code === 'cancelled';
  answer(photo, batchId, cancelled ? { kind: 'cancelled' } : failedBy(error));
});
