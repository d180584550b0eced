import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Labels, NewAlert } from '../../shared/alert.ts';
import { usualThresholds } from '../../shared/threshold.ts';
import { createFakeClock, type FakeClock } from '../delivery/fake-clock.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createSampleStore, type SampleStore } from '../store/sample-store.ts';
import { createThresholds, type Thresholds } from './thresholds.ts';

let database: Database;
let clock: FakeClock;
let samples: SampleStore;
let thresholds: Thresholds;
let raised: NewAlert[];
let resolved: { metric: string | undefined; note: string | undefined }[];
let changes: number;
let isBroken: boolean;

const open = () =>
  createThresholds({
    database,
    samples,
    notifier: {
      raise: async (alert) => {
        if (isBroken) throw new Error('The disk is full.');
        raised.push(alert);
        return {} as never;
      },
      resolve: async (labels: Labels, note) => {
        if (isBroken) throw new Error('The disk is full.');
        resolved.push({ metric: labels.metric, note });
      },
    },
    events: {
      emit() {
        changes += 1;
      },
    },
    now: clock.now,
  });

beforeEach(() => {
  database = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-thresholds-')), 'h200.sqlite'));
  clock = createFakeClock();
  samples = createSampleStore(database);
  [raised, resolved, changes, isBroken] = [[], [], 0, false];
  thresholds = open();
});
afterEach(() => database.close());

/** A sample every five seconds, kept and judged as the sampler does. */
async function run(seconds: number, values: Record<string, number | null>): Promise<void> {
  for (let second = 0; second < seconds; second += 5) {
    const known = Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [[name, { mean: value, low: value, high: value, weight: 1 }] as const],
    );
    await samples.add(clock.now(), new Map(known));
    await thresholds.judge(values);
    await clock.advance(5_000);
  }
}

test('a full disk is an alert that says since when, where it goes and how bad it can get, and it ends', async () => {
  for (let value = 81; value < 90; value += 2) await run(30, { disk: value });
  expect(raised).toHaveLength(1);
  expect(raised[0]).toMatchObject({
    labels: { alertname: 'Threshold', source: 'monitoring', metric: 'disk' },
    severity: 'warning',
    title: 'Disk of the data folder is at 85 %',
    details: { value: 85, above: 80, ratio: 1.06 },
  });
  expect(raised[0]?.message).toMatch(
    /^Above 80 % for a minute; rising, 2 % in a minute\. It cannot get to twice that: above 93 % is an error, above 98 % critical\.$/,
  );
  await run(70, { disk: 70 });
  expect(resolved).toEqual([{ metric: 'disk', note: 'At 70 %, not above 78 % for a minute.' }]);
});

test('every GPU has an alert of its own, and an own threshold goes before that of all', async () => {
  await thresholds.save({ metric: 'gpu.1.memory', above: 97, clearBelow: 90, forSeconds: 0, enabled: true });
  await run(200, { 'gpu.0.memory': 95, 'gpu.1.memory': 95 });
  expect(raised.map(({ title }) => title)).toEqual(['GPU memory, GPU 0 is at 95 %']);
  await run(10, { 'gpu.0.memory': 95, 'gpu.1.memory': 98.5 });
  expect(raised.map(({ title }) => title).slice(1)).toEqual(['GPU memory, GPU 1 is at 99 %']);
});

test('what is not measured any more, as of a channel that is gone or when nothing is done, is over in half an hour', async () => {
  await thresholds.save({ metric: 'photos.failed', above: 5, clearBelow: 3, forSeconds: 60, enabled: true });
  await run(70, { disk: 90, 'photos.failed': 40 });
  expect(raised).toHaveLength(2);
  await run(25 * 60, { 'photos.failed': null });
  expect(resolved).toEqual([]);
  await run(6 * 60, { 'photos.failed': null });
  const note = 'Nothing was measured for 30 minutes.';
  expect(resolved).toEqual([
    { metric: 'photos.failed', note },
    { metric: 'disk', note },
  ]);
  await run(60 * 60, {});
  expect(resolved).toHaveLength(2);
  await run(70, { disk: 90 });
  expect(raised.at(-1)?.labels.metric).toBe('disk');
});

test('what was switched off or removed leaves no alert behind', async () => {
  await run(70, { disk: 90 });
  const [disk] = usualThresholds.filter(({ metric }) => metric === 'disk');
  if (disk === undefined) throw new Error('There is no threshold of the disk.');
  await thresholds.save({ ...disk, enabled: false });
  await run(10, { disk: 90 });
  expect(resolved).toEqual([{ metric: 'disk', note: 'Nobody watches this any more.' }]);
  await thresholds.reset('disk');
  await run(70, { disk: 90 });
  expect(raised).toHaveLength(2);
});

test('an alert that an earlier run left open ends once all is well', async () => {
  await run(70, { disk: 90 });
  thresholds = open();
  await run(70, { disk: 50 });
  expect(resolved.map(({ metric }) => metric)).toEqual(['disk']);
  await run(700, { disk: 50 });
  expect(resolved).toHaveLength(1);
});

test('thresholds are kept, told, and put back', async () => {
  expect(thresholds.list().map(({ threshold }) => threshold)).toEqual(usualThresholds);
  const mine = { metric: 'cpu', above: 90, clearBelow: 80, forSeconds: 300, enabled: true };
  expect(await thresholds.save(mine)).toMatchObject({ label: 'Processor', usual: false, builtIn: false });
  await thresholds.save({ ...mine, metric: 'disk' });
  expect(
    open()
      .list()
      .map(({ threshold, usual }) => [threshold.metric, usual]),
  ).toEqual([
    ['gpu.memory', true],
    ['gpu.temperature', true],
    ['disk', false],
    ['memory', true],
    ['photos.failed', true],
    ['eventLoop.p99', true],
    ['cpu', false],
  ]);
  await thresholds.reset('disk');
  expect(thresholds.list().find(({ threshold }) => threshold.metric === 'disk')?.usual).toBe(true);
  expect((await thresholds.reset()).map(({ threshold }) => threshold)).toEqual(usualThresholds);
  expect(changes).toBe(4);
  await expect(thresholds.reset('nothing')).rejects.toMatchObject({ code: 'notFound' });
});

test('what could not be recorded is found anew: an alert, and its end', async () => {
  isBroken = true;
  await expect(run(600, { disk: 99 })).rejects.toThrow('The disk is full.');
  isBroken = false;
  await run(600, { disk: 99 });
  expect(raised).toMatchObject([{ labels: { metric: 'disk' } }]);
  isBroken = true;
  await expect(run(600, { disk: 10 })).rejects.toThrow('The disk is full.');
  isBroken = false;
  await run(600, { disk: 10 });
  expect(resolved).toMatchObject([{ metric: 'disk' }]);
});
