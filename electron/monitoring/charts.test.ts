import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { metricsCalls } from '../../shared/metrics-calls.ts';
import { createFakeClock, type FakeClock } from '../delivery/fake-clock.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createSampleStore, type SampleStore } from '../store/sample-store.ts';
import { type Charts, createCharts } from './charts.ts';
import { createMarkers, type Markers } from './markers.ts';

let database: Database;
let clock: FakeClock;
let samples: SampleStore;
let markers: Markers;
let charts: Charts;
let absent: string | null;

beforeEach(() => {
  database = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-charts-')), 'h200.sqlite'));
  clock = createFakeClock();
  samples = createSampleStore(database);
  markers = createMarkers(database, clock.now);
  absent = null;
  charts = createCharts({
    samples,
    markers,
    sampler: { newest: () => ({ 'gpu.1.use': 5, cpu: 1 }) },
    gpus: { absent: () => absent },
    channelName: (id) => (id === 'ops-room' ? 'Ops $& room' : id),
    now: clock.now,
  });
});
afterEach(() => database.close());

const add = (name: string, value: number) =>
  samples.add(clock.now(), new Map([[name, { mean: value, low: value - 1, high: value + 1, weight: 2 }]]));
const query = (asked: { series: string[]; ms: number; points?: number }) =>
  charts.query(
    metricsCalls['metrics.query'].input.parse({
      series: asked.series,
      points: asked.points,
      from: new Date(clock.now() - asked.ms).toISOString(),
      to: new Date(clock.now()).toISOString(),
    }),
  );

test('a line has a point for every stretch, and a gap is a gap', async () => {
  await add('cpu', 10);
  await clock.advance(10_000);
  await add('cpu', 30);
  await clock.advance(5_000);
  const { series, resolutionMs } = query({ series: ['cpu', 'disk'], ms: 15_000 });
  expect(resolutionMs).toBe(5_000);
  expect(series[0]?.points.map(([, value]) => value)).toEqual([10, null, 30]);
  expect(series[0]?.band).toBeNull();
  expect(series[1]).toMatchObject({ id: 'disk', label: 'Disk of the data folder', unit: 'percent' });
  expect(series[1]?.points.every(([, value]) => value === null)).toBe(true);
});

test('a coarser one has the band of its lowest and highest, at moments that do not move with the clock', async () => {
  await add('cpu', 10);
  await clock.advance(60_000);
  await add('cpu', 30);
  await clock.advance(3_000);
  const first = query({ series: ['cpu'], ms: 600_000, points: 10 });
  expect(first.resolutionMs).toBe(60_000);
  expect(first.series[0]?.band?.filter((range) => range !== null)).toEqual([
    [9, 11],
    [29, 31],
  ]);
  await clock.advance(10_000);
  const times = (answer: typeof first) => answer.series[0]?.points.map(([at]) => at);
  expect(times(query({ series: ['cpu'], ms: 600_000, points: 10 }))).toEqual(times(first));
});

test('everything that is measured is listed, with why there is nothing', async () => {
  await add('channel.ops-room.p95', 10);
  await add('something.else', 10);
  const found = charts.list();
  expect(found.find(({ id }) => id === 'channel.ops-room.p95')).toMatchObject({
    label: 'Ops $& room, response time, 95 of 100',
    channelId: 'ops-room',
    unit: 'milliseconds',
  });
  expect(found.filter(({ group }) => group === 'gpu').map(({ id }) => id)).toEqual([
    'gpu.1.use',
    'gpu.1.memory',
    'gpu.1.temperature',
    'gpu.1.power',
  ]);
  absent = 'There is none.';
  expect(
    charts
      .list()
      .filter((metric) => metric.absent !== null)
      .every(({ group }) => group === 'gpu'),
  ).toBe(true);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
});

test('marks tell of beginnings and ends, of updates, of crashes and of silences', async () => {
  const kinds = () =>
    markers.between(0, clock.now() + 1).map(({ kind, at }) => [kind, Date.parse(at) - began]);
  const began = clock.now();
  await markers.began('1', null);
  await clock.advance(1_000);
  await markers.ended('1', 'The program ended');
  await markers.began('1', began);
  await clock.advance(1_000);
  // It was killed; it had measured for the last time half a second before.
  await markers.began('2', clock.now() - 500);
  for (let times = 0; times < 3; times += 1) await markers.crashed('2', 'The inference crashed');
  await clock.advance(61_000);
  await markers.crashed('2', 'The inference crashed');
  expect(kinds()).toEqual([
    ['start', 0],
    ['stop', 1_000],
    ['start', 1_000],
    ['crash', 1_500],
    ['deploy', 2_000],
    ['crash', 63_000],
  ]);
  await database.write(() =>
    database
      .statement("INSERT INTO silences VALUES ('s', ?, ?, 'operator', 'Maintenance', '[]')")
      .run(began + 500, clock.now() + 60_000),
  );
  expect(query({ series: ['cpu'], ms: 10_000 }).markers).toContainEqual({
    at: new Date(began + 500).toISOString(),
    until: new Date(clock.now() + 60_000).toISOString(),
    kind: 'silence',
    label: 'Maintenance',
  });
});
