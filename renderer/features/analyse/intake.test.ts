import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AnalysisSummary } from '../../../shared/analysis.ts';
import type { Answer } from '../../../shared/client.ts';
import type { Batch, CallInput } from '../../../shared/contract.ts';
import { AppError, toWireError } from '../../../shared/errors.ts';

/** The core as far as these tests need it: calls are noted and answered by name, events are sent by hand. */
const calls: { name: string; input: unknown }[] = [];
let answers: Record<string, (input: never) => unknown> = {};
const hearers = new Set<(name: string, payload: unknown) => void>();

async function answer(name: string, input: unknown): Promise<Answer> {
  calls.push({ name, input });
  try {
    return { ok: true, value: await answers[name]?.(input as never) };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, error: toWireError(error) };
    throw error;
  }
}

vi.stubGlobal('window', {
  h200: {
    call: answer,
    listen(hear: (name: string, payload: unknown) => void) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  },
});
function emit(name: string, payload: unknown): void {
  for (const hear of hearers) hear(name, payload);
}

const { useCore } = await import('../../core.ts');
const { addEntries, addFiles, cancel, pause, resume, retry } = await import('./intake.ts');
const { deletePhotos } = await import('./known-photos.ts');
const { dismissProgress, isRunning, useProgress } = await import('./progress.ts');
const { useRoll } = await import('./roll.ts');

const photoOf = (id: string) => ({ id, name: `${id}.jpg`, format: 'jpeg' as const, bytes: 1 });
const summaryOf = (id: string): AnalysisSummary => ({
  id: `analysis of ${id}`,
  createdAt: '2026-01-01T00:00:00.000Z',
  photo: photoOf(id),
  width: 1,
  height: 1,
  mugCount: 1,
  reviewCount: 0,
  topScore: null,
  mugScores: null,
  judgement: null,
});
const batchOf = (id: string, total: number, state: Batch['state'] = 'running'): Batch => ({
  id,
  state,
  total,
  done: 0,
  failed: 0,
  photosPerSecond: null,
  secondsLeft: null,
});
const completed = (id: string, batchId: string) =>
  emit('analysis.completed', { summary: summaryOf(id), batchId });
const file = (name: string) => ({ name, file: new File(['x'], name) });
const roll = () => useRoll.getState().photos;
const states = () => roll().map(({ name, state }) => `${name} ${state.kind}`);
const callsOf = (name: string) => calls.filter((call) => call.name === name);

/** As after a reload: the page learns of the core, and of the batch that runs there. */
async function arrive(batches: Batch[] = []): Promise<void> {
  answers['batches.list'] = () => ({ batches });
  useCore.setState({ info: null });
  useCore.setState({ info: {} as never });
  await vi.waitFor(() => expect(callsOf('batches.list')).toHaveLength(1));
  if (batches.length > 0) await vi.waitFor(() => expect(isRunning(useProgress.getState())).toBe(true));
}

let batchNumber = 0;
beforeEach(() => {
  answers = {
    'photos.add': ({ name }: { name: string }) => ({ photo: photoOf(name.replace('.jpg', '')) }),
    'photos.analyzeBatch': ({ batchId }: CallInput<'photos.analyzeBatch'>) =>
      batchOf(batchId ?? `own ${++batchNumber}`, 1),
  };
});
afterEach(() => {
  cancel();
  for (let number = 0; number <= batchNumber; number++)
    emit('batch.progressed', batchOf(`own ${number}`, 1, 'cancelled'));
  useRoll.setState({ photos: [], currentKey: null });
  useCore.setState({ connected: true, info: null });
  dismissProgress();
  calls.length = 0;
});

/** Adds a photo and waits until it is being analysed in a batch of this page. */
async function analysing(name: string): Promise<string> {
  addFiles([file(`${name}.jpg`)]);
  await vi.waitFor(() => expect(callsOf('photos.analyzeBatch')).toHaveLength(1));
  await Promise.resolve();
  return `own ${batchNumber}`;
}

test('a photo deleted while it is analysed does not come back, and its analysis is deleted', async () => {
  const batchId = await analysing('a');
  await deletePhotos(roll());
  completed('a', batchId);
  expect(states()).toEqual([]);
  expect(callsOf('analyses.delete').map(({ input }) => input)).toEqual([{ ids: ['analysis of a'] }]);
  completed('a', batchId);
  expect(states()).toEqual([]);
  expect(callsOf('analyses.delete')).toHaveLength(1);
});

test('an answer for a photo that is in the roll again is kept', async () => {
  const batchId = await analysing('a');
  await deletePhotos(roll());
  addFiles([file('a.jpg')]);
  await vi.waitFor(() => expect(roll()[0]?.photoId).toBe('a'));
  completed('a', batchId);
  expect(states()).toEqual(['a.jpg analysed']);
  expect(callsOf('analyses.delete')).toEqual([]);
});

test('photos of a batch from before a reload join the roll', async () => {
  await arrive([batchOf('before', 2)]);
  completed('a', 'before');
  expect(states()).toEqual(['a.jpg analysed']);
  expect(isRunning(useProgress.getState())).toBe(true);
  emit('batch.progressed', batchOf('before', 2, 'finished'));
  expect(useProgress.getState()).toMatchObject({ total: 1, done: 1 });
});

test('cancelling after a reload ends the run, pressed once or twice', async () => {
  await arrive([batchOf('before 2', 3, 'paused')]);
  expect(useProgress.getState()).toMatchObject({ total: 3, paused: true });
  cancel();
  cancel();
  expect(useProgress.getState()).toMatchObject({ total: 0, paused: false });
  expect(callsOf('batches.cancel')[0]?.input).toEqual({ id: 'before 2' });
  emit('batch.progressed', batchOf('before 2', 3, 'cancelled'));
  expect(useProgress.getState().total).toBe(0);
});

test('a photo whose upload got no answer waits for the connection and is sent again', async () => {
  answers['photos.add'] = () => {
    throw new TypeError('Failed to fetch');
  };
  addFiles([file('a.jpg')]);
  await vi.waitFor(() => expect(callsOf('photos.add')).toHaveLength(1));
  useCore.setState({ connected: false });
  await vi.waitFor(() => expect(states()).toEqual(['a.jpg waiting']));
  answers['photos.add'] = () => ({ photo: photoOf('a') });
  useCore.setState({ connected: true });
  await vi.waitFor(() => expect(callsOf('photos.analyzeBatch')).toHaveLength(1));
  expect(useProgress.getState().failed).toBe(0);
});

test('a photo whose batch got no answer is asked for again with the connection', async () => {
  answers['photos.analyzeBatch'] = () => {
    throw new TypeError('Failed to fetch');
  };
  await analysing('a');
  useCore.setState({ connected: false });
  answers['photos.analyzeBatch'] = () => batchOf(`own ${++batchNumber}`, 1);
  await new Promise(setImmediate);
  expect(states()).toEqual(['a.jpg analysing']);
  useCore.setState({ connected: true });
  await vi.waitFor(() => expect(callsOf('photos.analyzeBatch')).toHaveLength(2));
});

test('a file that cannot be read joins the roll as failed, the others go on', async () => {
  const entry = (name: string, read: (done: (file: File) => void, fail: (cause: Error) => void) => void) => ({
    name,
    fullPath: `/${name}`,
    isFile: true,
    isDirectory: false,
    file: read,
  });
  const entries = [
    entry('gone.jpg', (_, fail) => fail(new Error('NotFoundError'))),
    entry('a.jpg', (done) => done(new File(['x'], 'a.jpg'))),
  ];
  await addEntries(entries as never);
  expect(states()).toEqual(['gone.jpg failed', 'a.jpg analysing']);
  expect(useProgress.getState()).toMatchObject({ total: 2, failed: 1 });
});

/** What was asked of the core as batches: their photos, what could not be read, and whether they have an end. */
function batchesAsked() {
  const asked: { photoIds: string[]; unreadable: number; more: boolean }[] = [];
  const byId = new Map<string, (typeof asked)[number]>();
  let number = firstBatch;
  for (const { input } of callsOf('photos.analyzeBatch')) {
    const { photoIds, unreadable = 0, more = false, batchId } = input as CallInput<'photos.analyzeBatch'>;
    const batch = byId.get(batchId ?? '') ?? { photoIds: [], unreadable: 0, more: true };
    expect(batch.more).toBe(true);
    batch.photoIds.push(...photoIds);
    batch.unreadable += unreadable;
    batch.more = more;
    if (batchId !== undefined) continue;
    byId.set(`own ${++number}`, batch);
    asked.push(batch);
  }
  return asked;
}
let firstBatch = 0;
beforeEach(() => {
  firstBatch = batchNumber;
});
const files = (names: string) => [...names].map((name) => file(`${name}.jpg`));
const ended = (amount = 1) =>
  vi.waitFor(() => {
    const asked = batchesAsked();
    expect(asked.map(({ more }) => more)).toEqual(Array.from({ length: amount }, () => false));
    return asked;
  });

/** Photos of these names are only taken in when the test says so. */
function holdBack(held: string) {
  const release = new Map<string, () => void>();
  const add = answers['photos.add'];
  answers['photos.add'] = async ({ name }: { name: string }) => {
    if (held.includes(name[0] ?? '')) await new Promise<void>((resolve) => release.set(name, resolve));
    return add?.({ name } as never);
  };
  return async (name: string) => {
    await vi.waitFor(() => expect(release.has(`${name}.jpg`)).toBe(true));
    release.get(`${name}.jpg`)?.();
  };
}

test('photos added together are one batch, begun with the first of them', async () => {
  const release = holdBack('e');
  addFiles(files('abcde'));
  await vi.waitFor(() => expect(batchesAsked()[0]?.photoIds).toEqual(['a', 'b', 'c', 'd']));
  expect(callsOf('photos.analyzeBatch')[0]?.input).toMatchObject({ more: true });
  expect(batchesAsked()[0]?.more).toBe(true);
  await release('e');
  expect(await ended()).toEqual([{ photoIds: ['a', 'b', 'c', 'd', 'e'], unreadable: 0, more: false }]);
});

test('what cannot be taken in counts in the batch of those it was added with, last or alone', async () => {
  const add = answers['photos.add'];
  answers['photos.add'] = (input: never) => {
    if (/[xy]/.test((input as { name: string }).name)) throw new AppError('photo.notAnImage', 'No photo.');
    return add?.(input);
  };
  addFiles(files('abx'));
  expect(await ended()).toEqual([{ photoIds: ['a', 'b'], unreadable: 1, more: false }]);
  addFiles(files('y'));
  expect((await ended(2))[1]).toEqual({ photoIds: [], unreadable: 1, more: false });
});

test('two selections are two batches, and trying again is one of its own', async () => {
  addFiles(files('ab'));
  addFiles(files('cd'));
  const asked = await ended(2);
  expect(asked.map(({ photoIds }) => photoIds.join(''))).toEqual(['ab', 'cd']);
  cancel();
  retry(() => true);
  expect((await ended(3))[2]?.photoIds.sort()).toEqual(['a', 'b', 'c', 'd']);
});

test('photos that are deleted, or are here already, do not keep a batch waiting', async () => {
  const release = holdBack('cd');
  addFiles([...files('abcd'), file('a.jpg')]);
  await vi.waitFor(() => expect(batchesAsked()[0]?.photoIds).toEqual(['a', 'b']));
  await deletePhotos(roll().filter(({ name }) => name === 'd.jpg'));
  await release('c');
  expect(await ended()).toEqual([{ photoIds: ['a', 'b', 'c'], unreadable: 0, more: false }]);
  await release('d');
});

test('a pause in the middle keeps one batch', async () => {
  const release = holdBack('b');
  addFiles(files('abcdef'));
  await vi.waitFor(() => expect(batchesAsked()[0]?.photoIds).toContain('a'));
  await new Promise(setImmediate);
  pause();
  expect(callsOf('batches.pause')).toHaveLength(1);
  const before = callsOf('photos.analyzeBatch').length;
  await release('b');
  await new Promise(setImmediate);
  expect(callsOf('photos.analyzeBatch')).toHaveLength(before);
  resume();
  const [batch] = await ended();
  expect(batch?.photoIds.sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a batch that a pause overtakes is paused when it begins', async () => {
  let begin = () => {};
  answers['photos.analyzeBatch'] = async () => {
    await new Promise<void>((resolve) => {
      begin = resolve;
    });
    return batchOf(`own ${++batchNumber}`, 1);
  };
  addFiles(files('a'));
  await vi.waitFor(() => expect(callsOf('photos.analyzeBatch')).toHaveLength(1));
  pause();
  expect(callsOf('batches.pause')).toEqual([]);
  begin();
  await vi.waitFor(() => expect(callsOf('batches.pause')).toHaveLength(1));
});

test('photos of a batch that ended too early go into another one', async () => {
  const release = holdBack('b');
  addFiles(files('ab'));
  await vi.waitFor(() => expect(batchesAsked()[0]?.photoIds).toEqual(['a']));
  const begin = answers['photos.analyzeBatch'];
  answers['photos.analyzeBatch'] = (input: never) => {
    if ('batchId' in (input as object)) throw new AppError('batch.notRunning', 'This batch is finished.');
    return begin?.(input);
  };
  await release('b');
  await vi.waitFor(() => expect(callsOf('photos.analyzeBatch')).toHaveLength(3));
  expect(callsOf('photos.analyzeBatch')[2]?.input).toMatchObject({ photoIds: ['b'], more: false });
  expect(states()).toEqual(['a.jpg analysing', 'b.jpg analysing']);
});

test('a folder is one batch, however many portions it is read in', async () => {
  const entries = Array.from({ length: 201 }, (_, index) => ({
    name: `${index}.jpg`,
    fullPath: `/${index}.jpg`,
    isFile: true,
    isDirectory: false,
    file: (done: (file: File) => void, fail: (cause: Error) => void) =>
      index === 200 ? fail(new Error('NotFoundError')) : done(new File(['x'], `${index}.jpg`)),
  }));
  await addEntries(entries as never);
  const [batch] = await ended();
  expect(batch).toMatchObject({ unreadable: 1 });
  expect(batch?.photoIds).toHaveLength(200);
});
