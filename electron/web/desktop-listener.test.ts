import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HookAddress } from '../../shared/hook.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { createEventBus, type EventBus } from '../events.ts';
import type { MetricsDoor } from '../monitoring.ts';
import { openDesktopListener } from './desktop-listener.ts';
import { oneMetric } from './test-metrics.ts';

const log = { warn() {}, error() {} };
let events: EventBus;
let settings: Settings;
let close: () => Promise<void>;
let told: HookAddress[];
let hear = () => {};
let metricsAt: Parameters<MetricsDoor['servedAt']>[0];

beforeEach(async () => {
  events = createEventBus(log);
  settings = { ...defaultSettings, hooks: { enabled: false, port: await freePort() } };
  told = [];
  const hooks = {
    receive: async ({ name }: { name: string }) => ({ id: name, type: 'alert.raise' as const }),
    servedAt(address: HookAddress) {
      told.push(address);
      hear();
    },
  };
  const metrics = {
    ...oneMetric,
    servedAt(where: typeof metricsAt) {
      metricsAt = where;
    },
  };
  const health = { status: 'healthy', since: '2026-11-01T00:00:00.000Z', parts: [] };
  const dispatch = async (name: string) => ({
    ok: true as const,
    value: name === 'health.get' ? health : {},
  });
  close = openDesktopListener({ app: { events, hooks, metrics, dispatch, settings: () => settings }, log });
});
afterEach(() => close());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Changes the settings, and waits until somebody says where hooks are served now. */
function change(hooks: Partial<Settings['hooks']>, serveMetrics = false): Promise<void> {
  settings = { ...settings, hooks: { ...settings.hooks, ...hooks }, monitoring: { serveMetrics } };
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  events.emit('settings.changed', settings);
  return heard;
}

const call = (path: string, init: RequestInit = { method: 'POST' }) =>
  fetch(`http://127.0.0.1:${settings.hooks.port}${path}`, init);

it('serves hooks and nothing else while the settings want it', async () => {
  await expect(call('/hooks/a')).rejects.toThrow();
  await change({ enabled: true });
  expect(told.at(-1)).toEqual({
    url: `http://127.0.0.1:${settings.hooks.port}/hooks/`,
    lasting: true,
    problem: null,
  });
  expect(await (await call('/hooks/a')).json()).toEqual({
    ok: true,
    value: { id: 'a', type: 'alert.raise' },
  });
  for (const path of ['/', '/hooks', '/hooks/a/b', '/api/call/app.info', '/api/events', '/photos/a/view'])
    expect([401, 404]).toContain((await call(path)).status);
  expect((await call('/hooks/a', { method: 'GET' })).status).not.toBe(202);
  const crossSite = await call('/hooks/a', {
    method: 'POST',
    headers: { origin: 'https://evil.example.com' },
  });
  expect(crossSite.status).toBe(403);
});

it('moves with the port, says when it is taken, and ends with the program', async () => {
  await change({ enabled: true });
  const before = settings.hooks.port;
  const port = await freePort();
  await change({ port });
  expect((await call('/hooks/a')).status).toBe(202);
  await expect(fetch(`http://127.0.0.1:${before}/hooks/a`, { method: 'POST' })).rejects.toThrow();

  const other = createServer().listen(before, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  await change({ port: before });
  expect(told.at(-1)).toMatchObject({
    url: null,
    problem: expect.stringContaining(`Port ${before} is used`),
  });
  await new Promise((resolve) => other.close(resolve));
  await change({});
  expect(told.at(-1)?.problem).toBeNull();
  await close();
  await expect(call('/hooks/a')).rejects.toThrow();
});

it('serves what is measured to who has its token, while that is switched on', async () => {
  const collect = (authorization?: string) =>
    call('/metrics', authorization === undefined ? {} : { headers: { authorization } });
  await change({ enabled: true });
  expect(metricsAt).toEqual({ url: null, ownToken: true, problem: null });
  expect((await collect('Bearer collector')).status).toBe(404);
  await change({ enabled: false }, true);
  expect(metricsAt.url).toBe(`http://127.0.0.1:${settings.hooks.port}/metrics`);
  expect(told.at(-1)?.url).toBeNull();
  for (const wrong of [undefined, 'Bearer other', 'Basic collector', 'collector'])
    expect((await collect(wrong)).status, wrong).toBe(401);
  const answer = await collect('Bearer collector');
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await answer.text()).toContain('h200_build_info');
});

it('says how the program does while that is switched on, and more to who has the token', async () => {
  await change({ enabled: true });
  expect((await call('/health/live', {})).status).toBe(404);
  await change({}, true);
  expect(await (await call('/health/live', {})).json()).toEqual({ status: 'ok' });
  const read = async (init: RequestInit) => (await call('/health', init)).json();
  expect(await read({})).toEqual({ status: 'degraded', inference: 'failed' });
  expect(await read({ headers: { authorization: 'Bearer other' } })).not.toHaveProperty('parts');
  expect(await read({ headers: { authorization: 'Bearer collector' } })).toMatchObject({ parts: [] });
});
