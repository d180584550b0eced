import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeClock, type FakeClock } from '../delivery/fake-clock.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { beatsOf, type Change, createHealthHistory, type HealthHistory } from './health-history.ts';

let database: Database;
let clock: FakeClock;
let history: HealthHistory;

beforeEach(() => {
  database = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-history-')), 'h200.sqlite'));
  clock = createFakeClock();
  history = createHealthHistory({ database, now: clock.now });
});
afterEach(() => database.close());

const minute = 60_000;
const change = (at: number, state: Change['state'], reason: string | null = null): Change => ({
  at,
  state,
  reason,
});
const statesOf = (changes: readonly Change[], to: number, slots: number) =>
  beatsOf(changes, { from: 0, to, slots, end: to }).map(({ state }) => state);

test('a bar shows the worst of its stretch, and the state before it goes on into the next', () => {
  const changes = [change(-5, 'healthy'), change(12, 'down', 'No answer.'), change(15, 'healthy')];
  const beats = beatsOf(changes, { from: 0, to: 40, slots: 4, end: 40 });
  expect(beats.map(({ state }) => state)).toEqual(['healthy', 'down', 'healthy', 'healthy']);
  expect(beats[1]?.text).toBe('No answer.');
});

test('a trouble that goes on is in every bar until it ends', () => {
  expect(statesOf([change(5, 'down'), change(25, 'healthy')], 40, 4)).toEqual([
    'down',
    'down',
    'down',
    'healthy',
  ]);
});

test('what has not come yet, and what was before anything was known, is off', () => {
  const beats = beatsOf([change(15, 'healthy')], { from: 0, to: 25, slots: 4, end: 40 });
  expect(beats.map(({ state }) => state)).toEqual(['off', 'healthy', 'healthy', 'off']);
});

test('whatever the changes, a bar is never better than any state that began in it', () => {
  const states = ['healthy', 'held', 'degraded', 'down'] as const;
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 999 }), state: fc.constantFrom(...states) }), {
        selector: ({ at }) => at,
      }),
      fc.integer({ min: 1, max: 50 }),
      (made, slots) => {
        const changes = made.toSorted((a, b) => a.at - b.at).map(({ at, state }) => change(at, state));
        const beats = beatsOf(changes, { from: 0, to: 1_000, slots, end: 1_000 });
        const rank = (state: string | undefined) => states.map(String).indexOf(state ?? '');
        for (const { at, state } of changes) {
          const beat = beats[Math.floor((at * slots) / 1_000)];
          expect(rank(beat?.state)).toBeGreaterThanOrEqual(rank(state));
        }
      },
    ),
  );
});

test('the first run knows of none before; one that ended says so', async () => {
  expect(await history.begin('1.0.0')).toBeNull();
  await history.end();
  expect(await history.begin('1.1.0')).toMatchObject({ version: '1.0.0', endedWell: true });
});

test('a program that leads again did not crash: it finds its own run', async () => {
  await history.begin('1.0.0');
  await clock.advance(minute);
  expect(await history.begin('1.0.0')).toMatchObject({ isOwn: true });
  await clock.advance(minute);
  const other = createHealthHistory({ database, now: clock.now });
  expect(await other.begin('1.0.0')).toMatchObject({ isOwn: false });
  await clock.advance(minute);
  expect(await history.begin('1.0.0')).toMatchObject({ isOwn: false });
});

test('a run that ended without a word is off from when it was last seen', async () => {
  await history.begin('1.0.0');
  const startedAt = clock.now();
  await history.record([{ partId: 'storage', ...change(clock.now(), 'healthy') }]);
  await clock.advance(10 * minute);
  await history.seen();
  await clock.advance(10 * minute);
  expect(await history.begin('1.0.0')).toMatchObject({ endedWell: false, seenAt: startedAt + 10 * minute });
  const beats = history.beats('storage', { from: startedAt, to: clock.now(), slots: 2 });
  expect(beats.map(({ state }) => state)).toEqual(['healthy', 'off']);
});

test('the end of a run leaves every part off', async () => {
  await history.begin('1.0.0');
  await history.record([{ partId: 'storage', ...change(clock.now(), 'degraded', 'Full.') }]);
  expect(history.latest('storage')).toMatchObject({ state: 'degraded', reason: 'Full.' });
  await clock.advance(minute);
  await history.end();
  expect(history.latest('storage')).toMatchObject({ state: 'off' });
});

test('changes are kept for 90 days, and the one that still holds for longer', async () => {
  await history.begin('1.0.0');
  for (const state of ['healthy', 'down', 'healthy'] as const) {
    await history.record([{ partId: 'courier', ...change(clock.now(), state) }]);
    await clock.advance(minute);
  }
  clock.jump(91 * 86_400_000);
  await history.seen();
  await history.begin('1.0.0');
  const count = database.read(() => database.statement('SELECT count(*) AS n FROM health_changes').get());
  expect(count?.n).toBe(1);
});

test('the last check of a part stays known', async () => {
  const check = { at: '2026-11-01T00:00:00.000Z', ok: false, tookMs: 12.5, detail: 'No answer.' };
  expect(history.lastCheck('channel.ops')).toBeNull();
  await history.keepCheck('channel.ops', { ...check, ok: true });
  await history.keepCheck('channel.ops', check);
  expect(history.lastCheck('channel.ops')).toEqual(check);
});
