import type { Photo } from '../../../shared/analysis.ts';
import type { Batch } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core, useCore } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { answered, expect, useProgress } from './progress.ts';
import { appendPhotos, type PhotoState, updatePhotos, useRoll } from './roll.ts';

/** Batches under way at one time: one being analysed, one ready to follow without a gap. */
const maxBatches = 2;

/** Photos that the core has and that wait for a batch. */
let ready: string[] = [];
const underWay = new Set<string>();
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
    const asked = new Set(photoIds);
    const reason = toAppError(error).message;
    for (const _ of photoIds) answered(false);
    updatePhotos(
      ({ photoId }) => photoId !== null && asked.has(photoId),
      () => ({ state: { kind: 'failed', reason } }),
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
    underWay.delete(batch.id);
    ask();
  } else if (!ended.has(batch.id)) {
    underWay.add(batch.id);
  }
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
  toEach('batches.cancel')();
}

const isUnderWay = ({ state }: Batch) => state === 'running' || state === 'paused';

/** Forgets batches whose end was missed; at the start also takes over those of the page before a reload. */
async function catchUp(atStart: boolean): Promise<void> {
  const running = (await core.call('batches.list', {})).batches.filter(isUnderWay);
  for (const id of underWay) if (!running.some((batch) => batch.id === id)) underWay.delete(id);
  for (const batch of atStart ? running : []) {
    if (underWay.has(batch.id)) continue;
    follow(batch);
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
  if (known === undefined) {
    if (batchId === null || !underWay.has(batchId)) return;
    answered(well);
    appendPhotos([{ key: crypto.randomUUID(), name: photo.name, file: null, photoId: photo.id, state }]);
    return;
  }
  const wasOpen = known.state.kind === 'waiting' || known.state.kind === 'analysing';
  if (wasOpen) answered(well);
  // An answer that was not asked for here is news only when it is a result.
  if (wasOpen || well)
    updatePhotos(
      (other) => other.key === known.key,
      () => ({ state }),
    );
}

core.listen('batch.progressed', follow);

core.listen('analysis.completed', ({ summary, batchId }) =>
  answer(summary.photo, batchId, { kind: 'analysed', summary }),
);

core.listen('analysis.failed', ({ photo, error, batchId }) => {
  if (photo === null) return;
  const cancelled = error.code === 'cancelled';
  answer(photo, batchId, cancelled ? { kind: 'cancelled' } : { kind: 'failed', reason: error.message });
});
