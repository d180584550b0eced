import type { Photo } from '../../../shared/analysis.ts';
import type { Batch } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core, useCore } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { answered, expect, expectOnly, useProgress } from './progress.ts';
import { appendPhotos, failedBy, isOpen, type PhotoState, updatePhotos, useRoll } from './roll.ts';

const underWay = new Set<string>();
/** Those of them that the page before a reload started: the roll does not know their photos yet. */
const takenOver = new Set<string>();
/** Photos deleted before their analysis came, which is deleted when it comes. */
const unwanted = new Set<string>();

/** Batches seen to end: their end may be heard before the call that started them returns. */
const ended = new Set<string>();

/** Notes a batch that this page started or took over, or that ended. */
export function follow(batch: Batch): void {
  if (batch.state === 'finished' || batch.state === 'cancelled') {
    ended.add(batch.id);
    forget(batch.id);
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
export const resumeBatches = toEach('batches.resume');
export function cancelBatches(): void {
  takenOver.clear();
  toEach('batches.cancel')();
}

/** Has the analyses that are still to come for these photos deleted. */
export function giveUp(photoIds: readonly string[]): void {
  for (const id of photoIds) unwanted.add(id);
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
