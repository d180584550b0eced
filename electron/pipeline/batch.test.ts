import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Batch } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { createEventBus, type EventBus } from '../events.ts';
import { type Batches, createBatches } from './batch.ts';
import { analysisOf } from './export-test-analyses.ts';
import type { AnalyzeOptions, Pipeline } from './run.ts';

const analysis = analysisOf('a.jpg', []);

/** A pipeline whose photos end when the test says so. */
function handDriven() {
  const calls: { photoId: string; options: AnalyzeOptions; end(error?: Error): void }[] = [];
  const waiting: (() => void)[] = [];
  const pipeline: Pipeline = {
    analyze: (photoId, options = {}) =>
      new Promise((resolve, reject) => {
        const cancel = () => reject(new AppError('cancelled', 'Cancelled.'));
        if (options.signal?.aborted) return cancel();
        options.signal?.addEventListener('abort', cancel);
        calls.push({
          photoId,
          options,
          end: (error) => (error === undefined ? resolve(analysis) : reject(error)),
        });
        for (const look of waiting.splice(0)) look();
      }),
  };
  /** The nth call, once it was made. */
  async function call(index: number) {
    for (;;) {
      const made = calls[index];
      if (made !== undefined) return made;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }
  return { pipeline, calls, call };
}

let events: EventBus;
let progress: Batch[];
let driven: ReturnType<typeof handDriven>;
let batches: Batches;
let nowMs: number;

beforeEach(() => {
  events = createEventBus({ error: () => undefined });
  progress = [];
  events.listen('batch.progressed', (batch) => progress.push(batch));
  driven = handDriven();
  nowMs = 0;
  batches = createBatches(driven.pipeline, events, () => nowMs);
});

afterEach(() => vi.useRealTimers());

const ids = (count: number, name = 'p') => Array.from({ length: count }, (_, index) => `${name}${index}`);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The batch once it is in this state. */
function inState(id: string, state: Batch['state']): Promise<Batch> {
  return new Promise((resolve) => {
    const look = (batch: Batch) => batch.id === id && batch.state === state && resolve(batch);
    for (const batch of progress) look(batch);
    events.listen('batch.progressed', look);
  });
}

async function endAll(count: number): Promise<void> {
  for (let index = 0; index < count; index++) (await driven.call(index)).end();
}

test('a batch analyses every photo once, in order, and says when it is finished', async () => {
  const { id, total } = batches.start(['a', 'b', 'a', 'c'], { fresh: true });
  expect(total).toBe(3);
  await endAll(3);
  expect(await inState(id, 'finished')).toMatchObject({ total: 3, done: 3, failed: 0, secondsLeft: null });
  expect(driven.calls.map(({ photoId }) => photoId)).toEqual(['a', 'b', 'c']);
  expect(driven.calls[0]?.options).toMatchObject({ fresh: true, batchId: id });
});

test('two photos are in hand at a time, never more', async () => {
  batches.start(ids(5), { fresh: false });
  await driven.call(1);
  await turn();
  expect(driven.calls).toHaveLength(2);
  (await driven.call(0)).end();
  await driven.call(2);
  await turn();
  expect(driven.calls).toHaveLength(3);
});

test('photos that fail are counted and the others go on', async () => {
  const { id } = batches.start(ids(3), { fresh: false });
  (await driven.call(0)).end(new AppError('photo.damaged', 'No.'));
  (await driven.call(1)).end();
  (await driven.call(2)).end(new Error('unexpected'));
  expect(await inState(id, 'finished')).toMatchObject({ done: 1, failed: 2 });
});

test('a pause lets the photos in hand end and takes no other until it is over', async () => {
  const { id } = batches.start(ids(4), { fresh: false });
  await driven.call(1);
  expect(batches.pause(id).state).toBe('paused');
  await endAll(2);
  await turn();
  await turn();
  expect(driven.calls).toHaveLength(2);
  expect(batches.list()[0]).toMatchObject({ state: 'paused', done: 2 });
  expect(batches.resume(id).state).toBe('running');
  await endAll(4);
  await inState(id, 'finished');
});

test('a batch whose last photos end while it is paused is finished', async () => {
  const { id } = batches.start(ids(2), { fresh: false });
  await driven.call(1);
  batches.pause(id);
  await endAll(2);
  expect(await inState(id, 'finished')).toMatchObject({ done: 2 });
});

test('cancelling drops the photos in hand and announces every photo left as cancelled', async () => {
  const { id } = batches.start(ids(5), { fresh: false });
  (await driven.call(0)).end();
  await driven.call(2);
  const dropped: string[] = [];
  const analyze = driven.pipeline.analyze;
  driven.pipeline.analyze = (photoId, options) => {
    dropped.push(photoId);
    return analyze(photoId, options);
  };
  expect(batches.cancel(id)).toMatchObject({ state: 'cancelled', done: 1, failed: 0 });
  expect(driven.calls[1]?.options.signal?.aborted).toBe(true);
  while (dropped.length < 2) await turn();
  expect(dropped).toEqual(['p3', 'p4']);
  expect(driven.calls).toHaveLength(3);
  expect(batches.list()[0]).toMatchObject({ state: 'cancelled', done: 1, failed: 0 });
});

test('what does not run cannot be paused, resumed or cancelled', async () => {
  const { id } = batches.start(ids(1), { fresh: false });
  const notRunning = expect.objectContaining({ code: 'batch.notRunning' });
  expect(() => batches.resume(id)).toThrow(notRunning);
  batches.pause(id);
  expect(() => batches.pause(id)).toThrow(notRunning);
  batches.cancel(id);
  for (const act of [batches.pause, batches.resume, batches.cancel]) {
    expect(() => act(id)).toThrow(notRunning);
    expect(() => act('unknown')).toThrow(expect.objectContaining({ code: 'notFound' }));
  }
});

test('several batches take turns', async () => {
  batches.start(ids(50, 'long'), { fresh: false });
  await driven.call(1);
  batches.start(ids(2, 'short'), { fresh: false });
  await endAll(6);
  expect(driven.calls.slice(2, 6).map(({ photoId }) => photoId)).toEqual([
    'short0',
    'long2',
    'short1',
    'long3',
  ]);
});

test('progress is told at most every 200 ms, and at the end', async () => {
  const { id } = batches.start(ids(41), { fresh: false });
  for (let index = 0; index < 41; index++) {
    nowMs += 20;
    (await driven.call(index)).end();
    await turn();
  }
  const end = await inState(id, 'finished');
  expect(end.done).toBe(41);
  // Started, 820 ms of photos, finished.
  expect(progress.length).toBeGreaterThan(3);
  expect(progress.length).toBeLessThanOrEqual(1 + 4 + 1);
});

test('the pace and the time left are told while it runs', async () => {
  batches.start(ids(10), { fresh: false });
  for (let index = 0; index < 4; index++) {
    nowMs += 500;
    (await driven.call(index)).end();
    await turn();
  }
  expect(batches.list()[0]).toMatchObject({ photosPerSecond: 2, secondsLeft: 3 });
});

test('the list is newest first and forgets batches that ended long ago', async () => {
  const first = batches.start(['a'], { fresh: false }).id;
  for (let index = 0; index < 21; index++) batches.cancel(batches.start(['b'], { fresh: false }).id);
  const list = batches.list();
  expect(list).toHaveLength(21);
  expect(list.at(-1)?.id).toBe(first);
});

test('stopping cancels all and waits for the photos in hand', async () => {
  const { id } = batches.start(ids(1_000), { fresh: false });
  await driven.call(1);
  await batches.stop();
  expect(batches.list().find((batch) => batch.id === id)?.state).toBe('cancelled');
  expect(driven.calls).toHaveLength(2);
});

test('photos that are answered at once leave the thread to others in between', async () => {
  const quick: Pipeline = { analyze: async () => analysis };
  const { id } = createBatches(quick, events).start(ids(200), { fresh: false });
  let turns = 0;
  let over = false;
  inState(id, 'finished').then(() => {
    over = true;
  });
  while (!over) {
    turns++;
    await turn();
  }
  expect(turns).toBeGreaterThan(50);
});

const more = { more: true, unreadable: 0 };
const last = { more: false, unreadable: 0 };

test('photos appended join the batch, which ends once, after the last of them', async () => {
  const { id } = batches.start(['a'], { fresh: false, more: true });
  await endAll(1);
  await turn();
  expect(batches.list()[0]).toMatchObject({ state: 'running', total: 1, done: 1, secondsLeft: null });
  expect(batches.append(id, ['b', 'c', 'b'], { more: true, unreadable: 1 })).toMatchObject({ total: 4 });
  expect(batches.append(id, ['d'], last)).toMatchObject({ total: 5, failed: 1 });
  await endAll(4);
  expect(await inState(id, 'finished')).toMatchObject({ total: 5, done: 4, failed: 1 });
  expect(driven.calls.map(({ photoId, options }) => [photoId, options.batchId])).toEqual(
    ['a', 'b', 'c', 'd'].map((photoId) => [photoId, id]),
  );
  expect(progress.filter(({ state }) => state === 'finished')).toHaveLength(1);
  expect(() => batches.append(id, ['e'], last)).toThrow(
    expect.objectContaining({ code: 'batch.notRunning' }),
  );
});

test('the last share may bring nothing, and a batch of nothing but unreadable photos ends at once', async () => {
  const { id } = batches.start(['a'], { fresh: false, ...more });
  await endAll(1);
  await turn();
  expect(batches.append(id, [], last)).toMatchObject({ state: 'finished', total: 1 });
  const unreadable = batches.start([], { fresh: false, unreadable: 2 });
  expect(unreadable).toMatchObject({ state: 'finished', total: 2, done: 0, failed: 2 });
});

test('a batch whose promised photos do not come ends after ten seconds with nothing to do', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { id } = batches.start(['a'], { fresh: false, ...more });
  vi.advanceTimersByTime(60_000);
  await endAll(1);
  await turn();
  vi.advanceTimersByTime(9_999);
  batches.append(id, ['b'], more);
  vi.advanceTimersByTime(60_000);
  await endAll(2);
  await turn();
  vi.advanceTimersByTime(9_999);
  expect(batches.list()[0]?.state).toBe('running');
  vi.advanceTimersByTime(1);
  expect(batches.list()[0]).toMatchObject({ state: 'finished', total: 2, done: 2 });
});

test('a pause is no time to wait for more photos; those that come wait for its end', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { id } = batches.start(['a'], { fresh: false, ...more });
  await driven.call(0);
  batches.pause(id);
  await endAll(1);
  await turn();
  vi.advanceTimersByTime(60_000);
  expect(batches.append(id, ['b'], more)).toMatchObject({ state: 'paused', total: 2 });
  await turn();
  await turn();
  expect(driven.calls).toHaveLength(1);
  batches.resume(id);
  await endAll(2);
  await turn();
  batches.pause(id);
  batches.resume(id);
  vi.advanceTimersByTime(10_000);
  expect(batches.list()[0]).toMatchObject({ state: 'finished', total: 2 });
});

test('a batch that waits for more can be cancelled, and stays so', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { id } = batches.start(['a'], { fresh: false, ...more });
  await endAll(1);
  await turn();
  batches.cancel(id);
  vi.advanceTimersByTime(60_000);
  expect(batches.list()[0]?.state).toBe('cancelled');
  expect(() => batches.append(id, ['b'], last)).toThrow(
    expect.objectContaining({ code: 'batch.notRunning' }),
  );
  expect(() => batches.append('unknown', ['b'], last)).toThrow(expect.objectContaining({ code: 'notFound' }));
});
