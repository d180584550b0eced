import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventPayload } from '../../shared/contract.ts';
import type { PartState } from '../../shared/health.ts';
import { createFakeClock, type FakeClock, settled } from '../delivery/fake-clock.ts';
import { createEventBus } from '../events.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createHealthHistory } from './health-history.ts';
import { type Integration, noFigures } from './integration.ts';
import { createManager, type Manager, type ManagerParts } from './manager.ts';

let database: Database;
let clock: FakeClock;
let manager: Manager;
let states: Record<string, PartState>;
let integrations: Integration[];
let told: EventPayload<'health.changed'>[];
let complaints: unknown[];

function part(id: string, more: Partial<Integration> = {}): Integration {
  return {
    id,
    kind: 'channel',
    label: id,
    target: 'example.com',
    channelId: null,
    alerts: { unwell: { alertname: 'Down', part: id } },
    look: () => ({ state: states[id] ?? 'healthy', reason: states[id] === 'down' ? 'No answer.' : null }),
    figures: () => noFigures,
    ...more,
  };
}

function create(more: Partial<ManagerParts> = {}): Manager {
  const log = { warn: (entry: unknown) => complaints.push(entry), error: () => undefined };
  const events = createEventBus(log);
  events.listen('health.changed', (payload) => told.push(payload));
  return createManager({
    integrations: () => integrations,
    history: createHealthHistory({ database, now: clock.now }),
    leads: () => true,
    events,
    clock,
    random: () => 0,
    log,
    ...more,
  });
}

beforeEach(() => {
  database = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-manager-')), 'h200.sqlite'));
  clock = createFakeClock();
  states = {};
  told = [];
  complaints = [];
  integrations = [part('storage', { critical: true }), part('channel.ops')];
  manager = create();
});
afterEach(async () => {
  await manager.stop();
  database.close();
});

const stateOf = (id: string) => manager.health().parts.find((one) => one.id === id);

test('all is healthy until a part is not: then degraded, and down with a critical one', () => {
  expect(manager.health().status).toBe('healthy');
  states['channel.ops'] = 'down';
  expect(manager.health().status).toBe('degraded');
  states.storage = 'down';
  expect(manager.health().status).toBe('down');
});

test.each(['disabled', 'incomplete'] as const)('a part that is %s weighs nothing', (state) => {
  states['channel.ops'] = state;
  expect(manager.health().status).toBe('healthy');
});

test('a change is told once, with the part as it is, and since when', async () => {
  manager.start();
  await settled();
  expect(told.map(({ parts }) => parts.map(({ id }) => id))).toEqual([['storage', 'channel.ops']]);
  await clock.advance(20_000);
  states['channel.ops'] = 'down';
  manager.touch();
  manager.touch();
  await clock.advance(250);
  const since = new Date(clock.now()).toISOString();
  await clock.advance(60_000);
  expect(told).toHaveLength(2);
  expect(told[1]).toMatchObject({
    status: 'degraded',
    since,
    parts: [{ id: 'channel.ops', state: 'down', reason: 'No answer.', since }],
  });
});

test('a part that goes is told as removed and weighs nothing any more', async () => {
  states['channel.ops'] = 'down';
  manager.start();
  await settled();
  integrations = integrations.slice(0, 1);
  await clock.advance(5_000);
  expect(told.at(-1)).toMatchObject({ status: 'healthy', parts: [], removed: ['channel.ops'] });
});

test('a part that throws when looked at is down, and the others are as they are', () => {
  integrations.push(
    part('channel.broken', {
      look() {
        throw new Error('This is a bug.');
      },
    }),
  );
  expect(stateOf('channel.broken')).toMatchObject({ state: 'down' });
  expect(stateOf('channel.ops')).toMatchObject({ state: 'healthy' });
  expect(complaints).not.toEqual([]);
});

test('bars tell of the outage after it is over', async () => {
  manager.start();
  await clock.advance(60_000);
  states['channel.ops'] = 'down';
  await clock.advance(60_000);
  states['channel.ops'] = 'healthy';
  await clock.advance(60_000);
  const bars = manager.history('channel.ops', { from: clock.now() - 180_000, to: clock.now(), slots: 3 });
  expect(bars.map(({ state }) => state)).toEqual(['healthy', 'down', 'down']);
  expect(stateOf('channel.ops')?.heartbeat.filter(({ state }) => state === 'down')).not.toEqual([]);
});

test('a change that a call sees first is in the history all the same', async () => {
  manager.start();
  await clock.advance(1_000);
  states['channel.ops'] = 'down';
  expect(stateOf('channel.ops')?.state).toBe('down');
  await clock.advance(10_000);
  const bars = manager.history('channel.ops', { from: clock.now() - 20_000, to: clock.now(), slots: 1 });
  expect(bars).toMatchObject([{ state: 'down', text: 'No answer.' }]);
});

test('a check is kept with what it found; one that throws has failed', async () => {
  integrations.push(
    part('channel.good', { check: async () => ({ ok: true, detail: 'It answers.' }) }),
    part('channel.bad', { check: () => Promise.reject(new Error('a secret')) }),
  );
  expect((await manager.check('channel.good')).lastCheck).toMatchObject({ ok: true, detail: 'It answers.' });
  expect((await manager.check('channel.bad')).lastCheck).toMatchObject({
    ok: false,
    detail: 'The check itself failed.',
  });
});

test('a check that never ends has failed after 15 seconds, and is told to stop', async () => {
  let signal: AbortSignal | undefined;
  integrations.push(
    part('channel.slow', {
      check(given) {
        signal = given;
        return new Promise(() => undefined);
      },
    }),
  );
  const checked = manager.check('channel.slow');
  await clock.advance(15_000);
  expect((await checked).lastCheck).toMatchObject({ ok: false, detail: expect.stringContaining('15 s') });
  expect(signal?.aborted).toBe(true);
});

test('each part is looked at every minute or so by the process that leads, and by no other', async () => {
  let looked = 0;
  const check = async () => {
    looked += 1;
    return { ok: true, detail: 'It answers.' };
  };
  integrations.push(part('channel.ops-2', { check }));
  manager.start();
  await clock.advance(10_000);
  expect(looked).toBe(1);
  await clock.advance(600_000);
  expect(looked).toBeGreaterThanOrEqual(8);
  expect(looked).toBeLessThanOrEqual(15);
  const before = looked;
  await manager.stop();
  const other = create({ leads: () => false });
  other.start();
  await clock.advance(600_000);
  await other.stop();
  expect(looked).toBe(before);
});

test('two failed looks in a row are believed, one is not, and a good one ends it', async () => {
  let ok = false;
  integrations.push(
    part('channel.far', { check: async () => ({ ok, detail: 'far.example has no way to it.' }) }),
  );
  expect((await manager.check('channel.far')).state).toBe('healthy');
  expect(await manager.check('channel.far')).toMatchObject({
    state: 'down',
    reason: 'far.example has no way to it.',
  });
  ok = true;
  expect((await manager.check('channel.far')).state).toBe('healthy');
});

test('stopping does not wait for a check that hangs', async () => {
  integrations.push(part('channel.slow', { check: () => new Promise(() => undefined) }));
  const checked = manager.check('channel.slow');
  await manager.stop();
  expect((await checked).lastCheck).toBeNull();
});

test('a part that is not there cannot be checked', async () => {
  await expect(manager.check('channel.gone')).rejects.toMatchObject({ code: 'notFound' });
});

test('a process that does not lead writes nothing, and shows since when as the leader wrote it', async () => {
  states['channel.ops'] = 'down';
  manager.start();
  await settled();
  const since = stateOf('channel.ops')?.since;
  await clock.advance(30_000);
  const other = create({ leads: () => false });
  other.start();
  await clock.advance(10_000);
  expect(other.health().parts.find(({ id }) => id === 'channel.ops')).toMatchObject({ state: 'down', since });
  await other.stop();
  const rows = database.read(() => database.statement('SELECT count(*) AS n FROM health_changes').get());
  expect(rows?.n).toBe(2);
});
