import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type App, createApp } from '../electron/app.ts';
import { inferenceEntry } from '../electron/cli/inference-entry.ts';
import { renderEntry } from '../electron/cli/render-entry.ts';
import { createLog } from '../electron/log.ts';
import { findResources } from '../electron/paths.ts';
import { forkNode } from '../electron/pipeline/fork-node.ts';
import { startWeb, type WebHost } from '../electron/web.ts';
import { httpTransport } from '../renderer/api.ts';
import { type Client, createClient } from '../shared/client.ts';
import { type SlackServer, startSlackServer } from './servers/slack.ts';
import { startWebhookReceiver, type WebhookReceiver } from './servers/webhook.ts';
import { fastClock } from './torture/fast-clock.ts';

/** Waits of minutes pass in seconds; the network is as fast as it is. */
const speed = 30;

let dataDir: string;
let app: App;
let web: WebHost;
let client: Client;
let slack: SlackServer;
let pager: WebhookReceiver;

beforeEach(async () => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'h200-outage-')), 'data');
  const log = createLog({ level: 'silent' });
  const resources = findResources();
  app = createApp({
    dataDir,
    host: 'web',
    version: '0.0.0',
    forkInference: forkNode(inferenceEntry),
    forkRender: forkNode(renderEntry),
    resources,
    clock: fastClock(speed, Date.now(), 0),
    log,
  });
  await app.start();
  web = await startWeb({ app, rendererDir: resources.rendererDir, port: 0, log });
  const origin = `http://127.0.0.1:${web.port}`;
  client = createClient(httpTransport({ origin, fetch: (address, init) => ask(String(address), init) }));
  slack = await startSlackServer();
  pager = await startWebhookReceiver();
});
afterEach(async () => {
  await web.close();
  await app.stop();
  await Promise.all([slack.close(), pager.close()]);
  rmSync(dataDir, { recursive: true, force: true });
});

function ask(address: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${web.token}` };
  return fetch(address, { ...init, headers });
}

const add = (kind: string, name: string, config: Record<string, string>) =>
  client.call('channels.save', { kind, name, eventTypes: ['system_alert'], config });

async function partOf(id: string) {
  const { parts } = await client.call('health.get', {});
  return parts.find((part) => part.id === id);
}

/** Looks again and again, as a person in front of the screen would. */
const eventually = (look: () => Promise<void>) => vi.waitFor(look, { timeout: 45_000, interval: 100 });

test('Slack goes down: its part turns, the alert leaves by another channel, and all is well once it is back', async () => {
  await eventually(async () => expect(await partOf('inference')).toMatchObject({ state: 'healthy' }));
  await add('slack', 'Ops', { webhookUrl: slack.webhookUrl });
  await add('webhook', 'Pager', { url: pager.url });
  const toOps = (title: string) => client.call('notices.send', { title, channelIds: ['ops'] });
  await toOps('All is well');
  await eventually(async () => expect(slack.messages).toHaveLength(1));
  expect(await partOf('channel.ops')).toMatchObject({ state: 'healthy' });

  await slack.close();
  for (const title of ['First', 'Second', 'Third']) await toOps(title);
  await eventually(async () => expect(await partOf('channel.ops')).toMatchObject({ state: 'down' }));
  await eventually(async () => {
    const told = pager.requests.map(({ body }) => JSON.parse(body));
    expect(told).toContainEqual(expect.objectContaining({ title: expect.stringContaining('Ops is down') }));
  });

  const answer = await ask(`http://127.0.0.1:${web.port}/health`);
  expect([answer.status, await answer.json()]).toEqual([
    200,
    expect.objectContaining({
      health: 'degraded',
      parts: expect.arrayContaining([expect.objectContaining({ id: 'channel.ops', state: 'down' })]),
    }),
  ]);
  const { counts } = await client.call('deliveries.list', { channelId: 'ops' });
  // Held by the breaker, not burnt; and nothing about Ops waits for Ops.
  expect(counts).toMatchObject({ held: 3, failed: 0 });
  const [alert] = (await client.call('alerts.list', { states: ['firing'] })).items;
  expect(alert).toMatchObject({ labels: { alertname: 'ChannelDown', channel: 'ops' }, severity: 'error' });

  slack = await startSlackServer({ port: slack.port });
  await eventually(async () => expect(slack.messages).toHaveLength(3));
  await eventually(async () => expect(await partOf('channel.ops')).toMatchObject({ state: 'healthy' }));
  await eventually(async () => {
    const { items } = await client.call('alerts.list', {});
    expect(items).toMatchObject([{ id: alert?.id, state: 'resolved', ended: { who: null } }]);
  });
  expect(slack.messages.map(({ text }) => text).join()).not.toContain('Ops is down');
  const { heartbeat = [] } = (await partOf('channel.ops')) ?? {};
  expect(heartbeat.map(({ state }) => state)).toContain('down');
}, 180_000);
