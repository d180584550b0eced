import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryTransport } from '../e2e/contract/memory-transport.ts';
import { type Client, createClient } from '../shared/client.ts';
import { calls } from '../shared/contract.ts';
import { type App, type AppOptions, createApp } from './app.ts';
import { createLog } from './log.ts';
import { findResources } from './paths.ts';
import { forkNode } from './pipeline/fork-node.ts';

const resources = findResources();
let dataDir: string;
let apps: App[];

beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'h200-app-')), 'data');
  apps = [];
});
afterEach(async () => {
  for (const app of apps) await app.stop();
});

function create(more: Partial<AppOptions> = {}): App {
  const app = createApp({
    dataDir,
    host: 'memory',
    version: '1.2.3',
    forkInference: forkNode(join(import.meta.dirname, 'pipeline', 'inference-child.ts')),
    resources,
    log: createLog({ level: 'silent' }),
    ...more,
  });
  apps.push(app);
  return app;
}

async function start(more: Partial<AppOptions> = {}): Promise<{ app: App; client: Client }> {
  const app = create(more);
  await app.start();
  return { app, client: createClient(createMemoryTransport(app)) };
}

const sample = (name: string) => join(resources.samplesDir, name);

test('a photo of two mugs is placed, remembered over a restart and reused', async () => {
  const first = await start();
  const { photo } = await first.app.takeFile(sample('pair.jpg'));
  const analysis = await first.client.call('photos.analyze', { photoId: photo.id });
  expect(calls['photos.analyze'].output.parse(analysis)).toEqual(analysis);
  expect(analysis.placements).toHaveLength(2);
  await first.app.stop();

  const second = await start();
  expect((await second.client.call('analyses.list', { text: 'pair' })).items).toHaveLength(1);
  expect(await second.client.call('photos.analyze', { photoId: photo.id })).toEqual(analysis);
});

test('the app says what it is and which samples it has', async () => {
  const { client } = await start();
  const info = await client.call('app.info', {});
  expect(info).toMatchObject({ name: 'H200 Mug Positioning', version: '1.2.3', host: 'memory' });
  expect(info.samples).toContain('pair.jpg');
  expect(info.samples.every((name) => name.endsWith('.jpg'))).toBe(true);
});

test.each([
  ['missing', (path: string) => rmSync(path)],
  ['damaged', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 1_000_000))],
])(
  'with a model file %s the app starts, says so, and analyses fail with that reason',
  async (state, harm) => {
    const modelsDir = join(dataDir, '..', 'models');
    mkdirSync(modelsDir);
    for (const file of ['mug-detector.onnx', 'cup-pose.onnx']) {
      copyFileSync(join(resources.modelsDir, file), join(modelsDir, file));
    }
    cpSync(join(resources.modelsDir, 'handle', 'head.json'), join(modelsDir, 'handle', 'head.json'));
    harm(join(modelsDir, 'mug-detector.onnx'));
    const logFile = join(dataDir, '..', 'h200.log');
    const log = createLog({ level: 'warn', destination: logFile });
    const { app, client } = await start({ resources: { ...resources, modelsDir }, log });
    const { photo } = await app.takeFile(sample('pair.jpg'));
    const code = `model.${state}`;
    await expect(client.call('photos.analyze', { photoId: photo.id })).rejects.toMatchObject({ code });
    const { inference } = await client.call('app.info', {});
    expect(inference).toMatchObject({ state: 'failed', reason: expect.stringContaining('npm run models') });
    expect((await client.call('analyses.list', {})).items).toEqual([]);
    const lines = readFileSync(logFile, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).err)).toEqual([{ code, message: inference.reason }]);
  },
);

test('a damaged database stops the start with what to do, and is left as it is', () => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'h200.sqlite'), 'not a database '.repeat(1_000));
  expect(() => create()).toThrow(expect.objectContaining({ code: 'storage.damaged' }));
  expect(readFileSync(join(dataDir, 'h200.sqlite'), 'utf8')).toMatch(/^not a database/);
});

test('a data folder that cannot be made is said so', () => {
  writeFileSync(join(dataDir, '..', 'file'), '');
  dataDir = join(dataDir, '..', 'file', 'data');
  expect(() => create()).toThrow(expect.objectContaining({ code: 'storage.locked' }));
});

test('settings are announced when they change, and the next analysis follows them', async () => {
  const { app, client } = await start();
  const { photo } = await app.takeFile(sample('pair.jpg'));
  expect((await client.call('photos.analyze', { photoId: photo.id })).placements).toHaveLength(2);
  const heard: number[] = [];
  client.listen('settings.changed', ({ detection }) => heard.push(detection.reviewBelow));
  await client.call('settings.set', { detection: { ignoreBelow: 0.99, reviewBelow: 0.99 } });
  expect(heard).toEqual([0.99]);
  const strict = await client.call('photos.analyze', { photoId: photo.id });
  expect(strict.placements).toEqual([]);
  expect(strict.detections.length).toBeGreaterThan(0);
});

test('stopping twice is fine, and stopping in the middle of a batch ends it', async () => {
  const { app, client } = await start();
  const { photo } = await app.takeFile(sample('pair.jpg'));
  const batch = await client.call('photos.analyzeBatch', { photoIds: [photo.id] });
  await Promise.all([app.stop(), app.stop()]);
  await app.stop();
  const { batches } = await client.call('batches.list', {});
  expect(batches.find(({ id }) => id === batch.id)?.state).toBe('cancelled');
  await expect(client.call('analyses.list', {})).rejects.toMatchObject({ code: 'internal' });
});

test('two programs share one data folder', async () => {
  const [one, two] = [await start(), await start()];
  const { photo } = await one.app.takeFile(sample('pair.jpg'));
  const analysis = await one.client.call('photos.analyze', { photoId: photo.id });
  expect(await two.client.call('photos.analyze', { photoId: photo.id })).toEqual(analysis);
});
