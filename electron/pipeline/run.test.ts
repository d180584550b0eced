import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Analysis, analysisSchema, type Photo } from '../../shared/analysis.ts';
import type { EventPayload } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { boxAt, mug, thing } from '../../shared/positioning/test-scenes.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { createEventBus } from '../events.ts';
import { type AnalysisStore, createAnalysisStore } from '../store/analysis-store.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createPhotoStore, type PhotoStore } from '../store/photo-store.ts';
import type { Inference } from './inference.ts';
import { createPipeline, type Pipeline } from './run.ts';

type Job = Parameters<Inference['analyze']>[0];

let database: Database;
let photos: PhotoStore;
let analyses: AnalysisStore;
let settings: Settings;
let model: { id: string; name: string; sha256: string };
let poseModel: { id: string; name: string; sha256: string };
let jobs: Job[];
/** What looks at the photos: each test may say how. */
let look: (job: Job) => Promise<void>;
let completed: EventPayload<'analysis.completed'>[];
let failed: EventPayload<'analysis.failed'>[];
/** What is written down with an analysis, and what is called after: each test may say. */
let tell: ((analysis: Analysis) => () => void) | undefined;
let pipeline: Pipeline;
let photo: Photo;

beforeEach(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'h200-run-'));
  database = openDatabase(join(dir, 'h200.sqlite'), { lockTimeoutMs: 50 });
  photos = createPhotoStore(join(dir, 'photos'), database);
  analyses = createAnalysisStore(database);
  settings = defaultSettings;
  model = { id: 'mug-detector', name: 'Mug detector', sha256: 'd1' };
  poseModel = { id: 'cup-pose', name: 'Cup pose', sha256: 'p1' };
  jobs = [];
  look = async () => undefined;
  completed = [];
  failed = [];
  tell = undefined;
  const events = createEventBus({ error: () => undefined });
  events.listen('analysis.completed', (payload) => completed.push(payload));
  events.listen('analysis.failed', (payload) => failed.push(payload));
  pipeline = createPipeline({
    photos,
    analyses,
    inference: {
      async analyze(job) {
        jobs.push(job);
        await look(job);
        const detections = [mug(boxAt(90, 60)), thing('laptop', boxAt(500, 100), 0.7)];
        return { width: 900, height: 600, detections, timingsMs: { decode: 1, detect: 2, pose: 3 } };
      },
      provider: () => ({ requested: 'auto', used: 'cpu', reason: null }),
    },
    model: () => model,
    poseModel,
    settings: () => settings,
    tell: (analysis) => tell?.(analysis) ?? (() => undefined),
    events,
  });
  photo = (
    await photos.add({ name: 'a.jpg', content: [Buffer.from('a')], maxBytes: 9, recognise: () => 'jpeg' })
  ).photo;
});
afterEach(() => database.close());

test('a photo becomes a whole analysis, in the history and announced', async () => {
  const analysis = await pipeline.analyze(photo.id, { batchId: 'b1' });
  expect(analysisSchema.parse(analysis)).toEqual(analysis);
  expect(analysis).toMatchObject({ photo, width: 900, height: 600, model, poseModel, detectionFloor: 0.05 });
  expect(analysis.placements).toHaveLength(1);
  expect(analysis.timingsMs).toMatchObject({ decode: 1, detect: 2, pose: 3 });
  expect(analyses.get(analysis.id)).toEqual(analysis);
  expect(completed).toEqual([
    { summary: expect.objectContaining({ id: analysis.id, mugCount: 1 }), batchId: 'b1' },
  ]);
});

test('detections are asked for far below the threshold, poses only where they can say something', async () => {
  await pipeline.analyze(photo.id);
  settings = { ...settings, detection: { ignoreBelow: 0.01, reviewBelow: 0.45 } };
  await pipeline.analyze(photo.id);
  const { path, maxMegapixels } = { path: photos.pathOf(photo.id), maxMegapixels: 100 };
  expect(jobs).toEqual([
    { path, floor: 0.05, poseFloor: 0.15, maxMegapixels },
    { path, floor: 0.01, poseFloor: 0.15, maxMegapixels },
  ]);
});

test('the same photo in the same way is answered from the history, and announced again', async () => {
  const first = await pipeline.analyze(photo.id);
  expect(await pipeline.analyze(photo.id)).toEqual(first);
  expect(jobs).toHaveLength(1);
  expect(completed.map(({ summary }) => summary.id)).toEqual([first.id, first.id]);
});

test('a fresh analysis is made when asked for', async () => {
  const first = await pipeline.analyze(photo.id);
  const fresh = await pipeline.analyze(photo.id, { fresh: true });
  expect(fresh.id).not.toBe(first.id);
  expect(jobs).toHaveLength(2);
});

test.each([
  [
    'another detector',
    () => {
      model = { ...model, sha256: 'd2' };
    },
  ],
  [
    'another pose model',
    () => {
      poseModel.sha256 = 'p2';
    },
  ],
  [
    'other thresholds',
    () => {
      settings = { ...settings, detection: { ignoreBelow: 0.2, reviewBelow: 0.45 } };
    },
  ],
  [
    'other zones',
    () => {
      settings = { ...settings, positioning: { ...settings.positioning, alignmentTolerance: 0.3 } };
    },
  ],
])('%s asks for a new analysis', async (_what, change) => {
  await pipeline.analyze(photo.id);
  change();
  await pipeline.analyze(photo.id);
  expect(jobs).toHaveLength(2);
});

test('settings that do not touch the result keep the old analysis', async () => {
  await pipeline.analyze(photo.id);
  settings = {
    ...settings,
    appearance: { theme: 'dark', units: 'mm' },
    inference: { ...settings.inference, timeoutMs: 5_000 },
  };
  await pipeline.analyze(photo.id);
  expect(jobs).toHaveLength(1);
});

test('a detector that is changed while the photo is looked at makes it look again', async () => {
  look = async () => {
    model = { ...model, sha256: 'd2' };
  };
  const analysis = await pipeline.analyze(photo.id);
  expect(analysis.model.sha256).toBe('d2');
  expect(jobs).toHaveLength(2);
});

test('what goes wrong is thrown and announced, and leaves nothing in the history', async () => {
  const error = new AppError('photo.damaged', 'The photo is damaged.');
  look = async () => {
    throw error;
  };
  await expect(pipeline.analyze(photo.id, { batchId: 'b1' })).rejects.toBe(error);
  const wire = { code: 'photo.damaged', message: 'The photo is damaged.' };
  expect(failed).toEqual([{ photo, name: 'a.jpg', error: wire, batchId: 'b1' }]);
  expect(analyses.list({}, { limit: 1 }).total).toBe(0);
  expect(completed).toEqual([]);
});

test('a photo that is not stored is announced without one', async () => {
  const id = 'f'.repeat(64);
  await expect(pipeline.analyze(id)).rejects.toMatchObject({ code: 'photo.notFound' });
  expect(failed).toEqual([expect.objectContaining({ photo: null, name: id })]);
});

test('a cancelled analysis says so, whether it had begun or not', async () => {
  const abort = new AbortController();
  look = async ({ signal }) => {
    abort.abort();
    signal?.throwIfAborted();
  };
  await expect(pipeline.analyze(photo.id, { signal: abort.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
  await expect(pipeline.analyze(photo.id, { signal: abort.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(jobs).toHaveLength(1);
  expect(failed.map(({ photo: of, error }) => [of?.id, error.code])).toEqual([
    [photo.id, 'cancelled'],
    [photo.id, 'cancelled'],
  ]);
});

test('a database that stays locked fails the photo, and the next try works', async () => {
  const other = openDatabase(database.statement('PRAGMA database_list').get()?.file as string);
  other.statement('BEGIN IMMEDIATE').run();
  await expect(pipeline.analyze(photo.id)).rejects.toMatchObject({ code: 'storage.locked' });
  other.statement('ROLLBACK').run();
  other.close();
  expect((await pipeline.analyze(photo.id)).placements).toHaveLength(1);
});

test('what others are to hear is written with the analysis, and they hear once that is committed', async () => {
  const order: string[] = [];
  tell = (analysis) => {
    database.statement('CREATE TABLE told (id TEXT)').run();
    database.statement('INSERT INTO told VALUES (?)').run(analysis.id);
    order.push('written');
    return () => {
      const isCommitted = database.read(() => database.statement('SELECT 1 FROM told').get()) !== undefined;
      order.push(isCommitted ? 'told' : 'told too early', `${completed.length} announced`);
    };
  };
  const analysis = await pipeline.analyze(photo.id);
  expect(order).toEqual(['written', 'told', '0 announced']);
  expect(database.statement('SELECT id FROM told').get()?.id).toBe(analysis.id);
  expect(completed).toHaveLength(1);
});

test('when they cannot be told, the analysis is not kept either', async () => {
  tell = () => {
    throw new AppError('storage.full', 'The disk is full.');
  };
  await expect(pipeline.analyze(photo.id)).rejects.toMatchObject({ code: 'storage.full' });
  expect(analyses.list({}, { limit: 1 }).total).toBe(0);
  expect(failed).toMatchObject([{ error: { code: 'storage.full' } }]);
});

test('an analysis that is reused is told no second time', async () => {
  let times = 0;
  tell = () => {
    times++;
    return () => undefined;
  };
  await pipeline.analyze(photo.id);
  await pipeline.analyze(photo.id);
  expect(times).toBe(1);
});
