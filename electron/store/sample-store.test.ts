import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { createSampleStore, type Sample, type SampleStore, sampleTiers, stepFor } from './sample-store.ts';

const [secondMs, minuteMs, hourMs, dayMs] = [1_000, 60_000, 3_600_000, 86_400_000];
const begin = Date.UTC(2026, 10, 1);
let database: Database;
let store: SampleStore;
let seen: Set<string>;

beforeEach(() => {
  const opened = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-samples-')), 'h200.sqlite'));
  seen = new Set();
  database = {
    ...opened,
    statement(sql) {
      seen.add(sql);
      return opened.statement(sql);
    },
  };
  store = createSampleStore(database);
});
afterEach(() => database.close());

const one = (value: number): Sample => ({ mean: value, low: value, high: value, weight: 1 });
const add = (at: number, value: number, name = 'cpu') => store.add(at, new Map([[name, one(value)]]));
const rows = () => Number(database.statement('SELECT count(*) AS count FROM samples').get()?.count);

test('a stretch is the mean of its samples, with the lowest and highest, and nothing where nothing was measured', async () => {
  for (const [index, value] of [10, 20, 60].entries()) await add(begin + index * 5 * secondMs, value);
  await add(begin + 3 * minuteMs, 7);
  const range = { from: begin, to: begin + 5 * minuteMs, stepMs: minuteMs };
  expect(store.stretches('cpu', range, begin + 5 * minuteMs)).toEqual([
    { at: begin, mean: 30, low: 10, high: 60, weight: 3 },
    { at: begin + 3 * minuteMs, mean: 7, low: 7, high: 7, weight: 1 },
  ]);
  expect(store.stretches('unknown', range, begin)).toEqual([]);
});

test('what is coarser says the same, weighted by how many samples there were', async () => {
  await store.add(begin, new Map([['cpu', { mean: 10, low: 0, high: 40, weight: 4 }]]));
  await add(begin + 30 * minuteMs, 60);
  const range = { from: begin, to: begin + hourMs, stepMs: hourMs };
  // As it is read from the tier of a quarter of an hour, long after.
  expect(store.stretches('cpu', range, begin + 60 * dayMs)).toEqual([
    { at: begin, mean: 20, low: 0, high: 60, weight: 5 },
  ]);
});

test('the newest values are those of the last moment only', async () => {
  expect(store.latest()).toBeNull();
  await add(begin, 1, 'gone');
  await add(begin + 5 * secondMs, 2);
  expect(store.latest()).toEqual({ at: begin + 5 * secondMs, values: { cpu: 2 } });
  expect(store.series().sort()).toEqual(['cpu', 'gone']);
});

test.each([
  [15 * minuteMs, 300, 5 * secondMs],
  [hourMs, 300, 15 * secondMs],
  [6 * hourMs, 300, 2 * minuteMs],
  [dayMs, 300, 5 * minuteMs],
  [7 * dayMs, 300, hourMs],
  [90 * dayMs, 300, 12 * hourMs],
  // Finer than is kept that far back.
  [6 * hourMs, 2_000, minuteMs],
  [7 * dayMs, 2_000, 15 * minuteMs],
  [366 * dayMs, 2, 183 * dayMs],
])('a chart of %i ms in %i points has one every %i ms', (spanMs, points, stepMs) => {
  const now = begin + 17;
  expect(stepFor({ from: now - spanMs, to: now, points }, now)).toBe(stepMs);
});

/** What is in use once nothing is left to be collected. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

test('thirty days of samples, and thirty more: as many rows and as much memory as before, and every chart is there', async () => {
  // A sample a minute stands for the twelve there are: the coarser tiers do not know the difference.
  const day = async (number: number) => {
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      const at = begin + number * dayMs + minute * minuteMs;
      const added = add(at, minute % 100);
      if (minute % 60 !== 59) continue;
      await added;
      await store.compact(at);
    }
  };
  // From the finest tier the oldest go first; the coarsest two are bounded by their 90 days.
  const limits = sampleTiers.map(({ stepMs, keptMs }) =>
    Math.ceil((keptMs * 1.05) / Math.max(stepMs, minuteMs)),
  );
  for (let number = 0; number < 30; number += 1) await day(number);
  const countOf = (stepMs: number) =>
    Number(database.statement('SELECT count(*) AS count FROM samples WHERE step_ms = ?').get(stepMs)?.count);
  const after30 = sampleTiers.map(({ stepMs }) => countOf(stepMs));
  expect(after30[0]).toBeGreaterThan(60);
  expect(after30[0]).toBeLessThanOrEqual((limits[0] ?? 0) + 1);
  expect(after30[1]).toBeLessThanOrEqual((limits[1] ?? 0) + 1);
  const heapAfter30 = heapBytes();
  for (let number = 30; number < 60; number += 1) await day(number);
  expect(countOf(sampleTiers[0].stepMs)).toBe(after30[0]);
  expect(countOf(sampleTiers[1].stepMs)).toBe(after30[1]);
  expect(heapBytes()).toBeLessThan(heapAfter30 * 1.1);
  const now = begin + 60 * dayMs;
  for (const spanMs of [hourMs, dayMs, 30 * dayMs, 60 * dayMs]) {
    const stepMs = stepFor({ from: now - spanMs, to: now, points: 300 }, now);
    const from = Math.floor((now - spanMs) / stepMs) * stepMs;
    const found = store.stretches('cpu', { from, to: now, stepMs }, now);
    expect(found.length).toBeGreaterThanOrEqual(Math.min(spanMs / stepMs, spanMs / minuteMs) - 1);
  }
  // A year later all is gone, the name too.
  await store.compact(now + 365 * dayMs);
  expect(rows()).toBe(0);
  expect(store.series()).toEqual([]);
}, 60_000);

test('a series that was removed and came back is another one', async () => {
  await add(begin, 1, 'old');
  await store.compact(begin + 365 * dayMs);
  const later = begin + 366 * dayMs;
  await add(later, 2, 'new');
  const range = { from: later, to: later + minuteMs, stepMs: 5 * secondMs };
  expect(store.stretches('old', range, later)).toEqual([]);
  expect(store.stretches('new', range, later)).toHaveLength(1);
});

test('no query of samples scans a table', async () => {
  await add(begin, 1);
  store.stretches('cpu', { from: begin, to: begin + hourMs, stepMs: minuteMs }, begin);
  store.latest();
  await store.compact(begin);
  for (const sql of [...seen]) {
    const count = (sql.match(/\?/g) ?? []).length;
    const plan = database.statement(`EXPLAIN QUERY PLAN ${sql}`).all(...Array<number>(count).fill(1));
    // The list of series has a row for each.
    const scans = plan
      .map(({ detail }) => String(detail))
      .filter((detail) => /^SCAN (?!metric_series)/.test(detail));
    expect(scans, sql).toEqual([]);
  }
});
