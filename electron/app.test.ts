import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LocalServer } from '../e2e/servers/local-server.ts';
import { startWebhookReceiver } from '../e2e/servers/webhook.ts';
import { type Client, createClient } from '../shared/client.ts';
import { calls } from '../shared/contract.ts';
import { eventTypes } from '../shared/event.ts';
import type { Notice } from '../shared/notice.ts';
import { type App, type AppOptions, createApp } from './app.ts';
import { createLog } from './log.ts';
import { createMemoryTransport } from './memory-transport.ts';
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
    forkRender: forkNode(join(import.meta.dirname, 'render', 'render-child.ts')),
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

/** A webhook that wants everything, kept in the data folder. */
async function addWebhook(client: Client, url: string, name = 'Everything') {
  const { kinds } = await client.call('channels.kinds', {});
  const initial = kinds.find(({ kind }) => kind === 'webhook')?.initial;
  if (initial === undefined) throw new Error('There are no webhooks.');
  const config = { ...initial.config, url };
  const view = await client.call('channels.save', {
    ...initial,
    name,
    config,
    minSeverity: 'info',
    eventTypes: [...eventTypes],
  });
  return view.channel;
}

const eventsAt = (receiver: LocalServer) => receiver.requests.map(({ body }) => JSON.parse(body));

test('an analysis is told to who wants it, whatever happens in between', async () => {
  const receiver = await startWebhookReceiver();
  const first = await start();
  await addWebhook(first.client, receiver.url);
  receiver.plan(() => ({ status: 503 }));
  const { photo } = await first.app.takeFile(sample('pair.jpg'));
  const analysis = await first.client.call('photos.analyze', { photoId: photo.id });
  // Both are there at once with the analysis, and wait while nobody takes them.
  const recorded = await first.client.call('deliveries.list', {});
  expect(recorded.items.map(({ eventType }) => eventType).sort()).toEqual([
    'mug_detected',
    'positioning_analyzed',
  ]);
  await receiver.received(1);
  await first.app.stop();

  receiver.plan(null);
  const before = receiver.requests.length;
  const second = await start();
  await second.client.call('deliveries.replay', { filter: { states: ['waiting', 'held'] } });
  await receiver.received(before + 2);
  const told = eventsAt(receiver).slice(before);
  for (const event of told)
    expect(event.data).toMatchObject({ image_id: photo.id, analysis_id: analysis.id });
  const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(2);
  await second.app.stop();
  await receiver.close();
});

test('without a channel that wants them, events of analyses are not kept', async () => {
  const { app, client } = await start();
  const { photo } = await app.takeFile(sample('pair.jpg'));
  await client.call('photos.analyze', { photoId: photo.id });
  expect((await client.call('deliveries.list', {})).items).toEqual([]);
  expect((await client.call('notices.list', {})).notices).toEqual([]);
});

test('a batch stands in the inbox, and a photo that failed in it as an alert', async () => {
  const { app, client } = await start();
  const { photo } = await app.takeFile(sample('pair.jpg'));
  const cut = new Uint8Array(readFileSync(sample('pair.jpg')).subarray(0, 3_000));
  const bad = (await client.call('photos.add', { name: 'cut.jpg', bytes: cut })).photo;
  const completed = new Promise<Notice>((resolve) => {
    client.listen('notice.published', ({ notice }) => notice.type === 'batch_completed' && resolve(notice));
  });
  await client.call('photos.analyzeBatch', { photoIds: [photo.id, bad.id] });
  expect(await completed).toMatchObject({ title: 'Batch finished: 1 of 2 photos', severity: 'warning' });
  const { notices, unread } = await client.call('notices.list', {});
  expect(notices.map(({ type }) => type)).toEqual(['batch_completed']);
  expect(unread).toBe(1);
  const { items } = await client.call('alerts.list', {});
  expect(items).toMatchObject([{ labels: { alertname: 'AnalysisFailed' }, count: 1 }]);
});

test('where the operator wants it, a batch names a contact sheet of all its photos', async () => {
  const { app, client } = await start();
  await client.call('settings.set', { announcements: { startAndStop: false, batchContactSheet: true } });
  const photoIds: string[] = [];
  for (const name of ['pair.jpg', 'no-mug.jpg']) photoIds.push((await app.takeFile(sample(name))).photo.id);
  const completed = new Promise<Notice>((resolve) => {
    client.listen('notice.published', ({ notice }) => notice.type === 'batch_completed' && resolve(notice));
  });
  await client.call('photos.analyzeBatch', { photoIds });
  const { renderId, facts } = await completed;
  expect(facts).toContainEqual({ label: 'Verdicts', value: '1 passed, 0 to review, 1 failed' });
  const render = await client.call('renders.get', { id: renderId ?? '' });
  expect(render).toMatchObject({ templateId: 'local:contact-sheet', request: { format: 'pdf' } });
  expect(render.request.analysisIds).toHaveLength(2);
});

test('a channel whose target is gone is switched off, and the others hear of it', async () => {
  const [gone, other] = [
    await startWebhookReceiver({ answer: { status: 410 } }),
    await startWebhookReceiver(),
  ];
  const { client } = await start({ inference: false });
  const { id } = await addWebhook(client, gone.url, 'Old line');
  await addWebhook(client, other.url, 'New line');
  await client.call('notices.send', { title: 'Hello', channelIds: [id] });
  await vi.waitFor(async () => {
    const { items } = await client.call('alerts.list', {});
    expect(items).toMatchObject([
      {
        title: 'Channel "Old line" was switched off',
        // As bad as one that is down: a warning would reach neither mails nor Slack.
        severity: 'error',
        labels: { alertname: 'ChannelDisabled', channel: id },
      },
    ]);
  });
  const { channels } = await client.call('channels.list', {});
  expect(channels.find(({ channel }) => channel.id === id)).toMatchObject({
    channel: { enabled: false },
    state: { condition: 'disabled' },
  });
  expect(gone.requests).toHaveLength(1);
  await Promise.all([gone.close(), other.close()]);
});

test('a channel of the environment is there at the start, and is sent to', async () => {
  const receiver = await startWebhookReceiver();
  const environment = { env: { WEBHOOK_URL: receiver.url }, workingDir: dataDir };
  const { client } = await start({ inference: false, environment });
  const { attempt } = await client.call('channels.test', { id: 'env-webhook' });
  expect(attempt).toMatchObject({ delivered: true });
  const { names } = await client.call('environment.list', {});
  expect(names).toContainEqual({ name: 'WEBHOOK_URL', source: 'environment' });
  await receiver.close();
});

test('of two programs on one data folder one delivers, and the other takes over when it stops', async () => {
  const receiver = await startWebhookReceiver();
  const one = await start({ inference: false });
  await addWebhook(one.client, receiver.url);
  const two = await start({ inference: false });
  expect([one.app.delivers(), two.app.delivers()]).toEqual([true, false]);
  await two.client.call('notices.send', { title: 'From the second' });
  await receiver.received(1);
  await one.app.stop();
  await two.client.call('notices.send', { title: 'From the second alone' });
  await receiver.received(2);
  expect(two.app.delivers()).toBe(true);
  await two.app.stop();
  await receiver.close();
});

test('a notification of the system waits until a page is open that shows it', async () => {
  const { app, client } = await start({ inference: false });
  const { kinds } = await client.call('channels.kinds', {});
  const initial = kinds.find(({ kind }) => kind === 'desktop')?.initial;
  if (initial === undefined) throw new Error('There are no notifications of the system.');
  const { channel } = await client.call('channels.save', { ...initial, name: 'This screen' });
  const alone = await client.call('channels.test', { id: channel.id });
  expect(alone.attempt).toMatchObject({ delivered: false, reason: 'offline' });
  const shown = new Promise((resolve) => client.listen('notification.requested', resolve));
  const gone = app.pages.opened();
  const { attempt } = await client.call('channels.test', { id: channel.id });
  expect(attempt).toMatchObject({ delivered: true });
  expect(await shown).toMatchObject({ title: expect.stringContaining('This screen') });
  gone();
});
