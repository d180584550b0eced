import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../e2e/servers/webhook.ts';
import { type App, createApp } from './app.ts';
import { createLog } from './log.ts';
import { findResources } from './paths.ts';

let dataDir: string;
let receiver: WebhookReceiver;
const apps: App[] = [];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'h200-alerting-'));
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
  await receiver.close();
});

async function start(): Promise<App> {
  const none = () => {
    throw new Error('Nothing is analysed or drawn here.');
  };
  const app = createApp({
    dataDir,
    host: 'memory',
    version: '0.0.0',
    forkInference: none,
    forkRender: none,
    inference: false,
    resources: findResources(),
    environment: { env: { WEBHOOK_URL: `${receiver.url}/alerts` }, workingDir: dataDir },
    log: createLog({ level: 'silent' }),
  });
  apps.push(app);
  await app.start();
  return app;
}

const raise = (app: App, name: string) =>
  app.dispatch('alerts.raise', { labels: { alertname: name }, severity: 'critical', title: name });
const titles = () =>
  receiver.requests.map(({ body }) => JSON.parse(String(body)).data.title as string).toSorted();
const arrived = (...names: string[]) =>
  vi.waitFor(() => expect(titles()).toEqual(names), { timeout: 10_000, interval: 20 });

test('of two programs on one data folder the leader tells what either raises, each once', async () => {
  const leader = await start();
  const other = await start();
  expect([leader.delivers(), other.delivers()]).toEqual([true, false]);
  await raise(leader, 'Here');
  await raise(other, 'There');
  await arrived('Here', 'There');
  await leader.stop();
  await vi.waitFor(() => expect(other.delivers()).toBe(true), { timeout: 10_000, interval: 20 });
  await raise(other, 'Later');
  await arrived('Here', 'Later', 'There');
}, 40_000);

test('what people read follows the routes; a notice written by hand goes to all that want it', async () => {
  const app = await start();
  const { value } = (await app.dispatch('routes.get', {})) as { value: { alerting: object } };
  const nowhere = { id: 'root', name: 'Nowhere', to: { kinds: ['email'] }, routes: [] };
  await app.dispatch('routes.save', { ...value.alerting, routes: nowhere });
  const failure = { code: 'photo.damaged', message: 'No.', component: 'analysis' };
  const routed = await app.dispatch('events.publish', { type: 'error_occurred', data: failure });
  expect(routed).toMatchObject({ ok: true, value: { deliveries: [] } });
  const detected = { image_id: 'a', mug_count: 0, positions: [], confidence_scores: [], processing_time: 1 };
  const forPrograms = await app.dispatch('events.publish', { type: 'mug_detected', data: detected });
  expect(forPrograms).toMatchObject({ value: { deliveries: [{}] } });
  const byHand = await app.dispatch('notices.send', { title: 'Lunch' });
  expect(byHand).toMatchObject({ value: { deliveries: [{}] } });
}, 20_000);
