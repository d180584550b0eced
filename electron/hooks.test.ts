import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, createClient } from '../shared/client.ts';
import type { HookMessageType } from '../shared/hook.ts';
import { exampleMessages } from '../shared/hook-example.ts';
import { type App, createApp } from './app.ts';
import { settled } from './delivery/fake-clock.ts';
import { createLog } from './log.ts';
import { createMemoryTransport } from './memory-transport.ts';
import { findResources } from './paths.ts';
import { forkNode } from './pipeline/fork-node.ts';

let app: App;
let client: Client;

beforeEach(async () => {
  app = createApp({
    dataDir: mkdtempSync(join(tmpdir(), 'h200-hook-alerts-')),
    host: 'memory',
    version: '1.2.3',
    forkInference: forkNode(join(import.meta.dirname, 'pipeline', 'inference-child.ts')),
    forkRender: forkNode(join(import.meta.dirname, 'render', 'render-child.ts')),
    inference: false,
    resources: findResources(),
    log: createLog({ level: 'silent' }),
  });
  await app.start();
  client = createClient(createMemoryTransport(app));
  await client.call('settings.set', { hooks: { enabled: true, port: 4_290 } });
});
afterEach(() => app.stop());

async function addHook(name: string, allows: HookMessageType[]) {
  const { secret } = await client.call('hooks.save', { name, allows, auth: 'token', create: true });
  return (message: unknown) =>
    app.hooks.receive({
      name,
      headers: { 'content-type': 'application/json', 'x-hook-token': secret ?? '' },
      read: async () => Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)),
    });
}

const all: HookMessageType[] = ['alert.raise', 'alert.acknowledge', 'alert.resolve'];
const { data: raised } = exampleMessages['alert.raise'];
const labels = { alertname: 'BeltStopped', line: '4' };
const listed = async () => (await client.call('alerts.list', {})).items;

test('a hook raises an alert, again the same one, acknowledges and resolves it, as the examples say', async () => {
  const send = await addHook('n8n', all);
  const first = await send(exampleMessages['alert.raise']);
  const again = await send(exampleMessages['alert.raise']);
  expect(again.alertId).toBe(first.alertId);
  expect(await listed()).toMatchObject([
    { id: first.alertId, count: 2, severity: 'error', labels: { ...labels, source: 'hook', hook: 'n8n' } },
  ]);
  expect((await send(exampleMessages['alert.acknowledge'])).alertId).toBe(first.alertId);
  expect(await listed()).toMatchObject([
    { state: 'acknowledged', acknowledged: { who: 'hook n8n', note: 'Maintenance is on its way.' } },
  ]);
  await send(exampleMessages['alert.resolve']);
  expect(await listed()).toMatchObject([{ state: 'resolved', ended: { who: 'hook n8n' } }]);
  const nothing = await send(exampleMessages['alert.resolve']);
  expect(nothing).not.toHaveProperty('alertId');
  await expect(send(exampleMessages['alert.acknowledge'])).rejects.toMatchObject({ code: 'notFound' });
  await settled();
  const { calls } = await client.call('hooks.calls', { name: 'n8n' });
  expect(calls.map(({ outcome }) => outcome)).toEqual([
    'No alert with exactly these labels is open.',
    'No such alert was open.',
    'The alert was resolved.',
    'The alert was acknowledged.',
    'It was open already: raised 2 times now.',
    'An alert was raised.',
  ]);
});

test('by its id any alert, by its labels only one that came by the same hook and has no others', async () => {
  const send = await addHook('one', all);
  const other = await addHook('two', all);
  const { alertId = '' } = await send({ type: 'alert.raise', data: raised });
  for (const named of [{ labels }, { labels: { ...labels, source: 'hook', hook: 'one' } }])
    await expect(other({ type: 'alert.acknowledge', data: named })).rejects.toMatchObject({
      code: 'notFound',
    });
  const fewer = { type: 'alert.acknowledge', data: { labels: { alertname: 'BeltStopped' } } };
  await expect(send(fewer)).rejects.toMatchObject({ code: 'notFound' });
  expect(await listed()).toMatchObject([{ state: 'firing' }]);
  await other({ type: 'alert.resolve', data: { id: alertId } });
  expect(await listed()).toMatchObject([{ state: 'resolved', ended: { who: 'hook two' } }]);
  const unknown = { type: 'alert.resolve', data: { id: 'alr_unknown' } };
  await expect(other(unknown)).rejects.toMatchObject({ code: 'notFound' });
});

test('labels that are too many together with those of the hook are refused', async () => {
  const send = await addHook('raiser', ['alert.raise']);
  const many = Object.fromEntries(Array.from({ length: 28 }, (_, index) => [`label_${index}`, '']));
  const data = { ...raised, labels: { ...labels, ...many } };
  await expect(send({ type: 'alert.raise', data })).rejects.toMatchObject({ code: 'call.invalid' });
});

test('a hook does nothing that it may not, and nothing that is not well formed', async () => {
  const send = await addHook('raiser', ['alert.raise']);
  for (const type of ['alert.acknowledge', 'alert.resolve', 'photo.analyze', 'render.report'] as const)
    await expect(send(exampleMessages[type])).rejects.toMatchObject({ code: 'host.forbidden' });
  for (const data of [
    {},
    { ...raised, labels: { line: '4' } },
    { ...raised, labels: { ...labels, 'a b': '' } },
    { ...raised, severity: 'worst' },
    { ...raised, title: '' },
  ])
    await expect(send({ type: 'alert.raise', data })).rejects.toMatchObject({ code: 'call.invalid' });
  const text = JSON.stringify({ type: 'alert.raise', data: raised });
  await send(text.replace('"alertname"', '"__proto__":{"polluted":"1"},"alertname"'));
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect((await listed()).map((alert) => alert.labels)).toEqual([
    { ...labels, source: 'hook', hook: 'raiser' },
  ]);
});
