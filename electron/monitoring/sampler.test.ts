import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventPayload } from '../../shared/contract.ts';
import { createFakeClock, type FakeClock } from '../delivery/fake-clock.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createSampleStore, type SampleStore } from '../store/sample-store.ts';
import { createSampler, type Sampler, type SamplerParts, type Values } from './sampler.ts';

let database: Database;
let clock: FakeClock;
let store: SampleStore;
let told: EventPayload<'metrics.sampled'>[];
let judged: Values[];
let led: boolean[];
let leads: boolean;
let cpu: number | null;
let warned: number;
let sampler: Sampler;

function open(parts: Partial<SamplerParts> = {}): Sampler {
  return createSampler({
    system: { read: async () => ({ cpu, disk: null }), stop() {} },
    gpus: {
      start() {},
      read: () => new Map([['0', { use: 40, memory: null, temperature: 61, power: 300 }]]),
      absent: () => null,
      stop() {},
    },
    activity: { read: () => ({ 'queue.waiting': 3 }) },
    store,
    leads: () => leads,
    async onLead(now) {
      led.push(now);
    },
    async onSample(values) {
      judged.push(values);
    },
    events: { emit: (_name, payload) => told.push(payload as EventPayload<'metrics.sampled'>) },
    clock,
    log: {
      warn() {
        warned += 1;
      },
    } as SamplerParts['log'],
    ...parts,
  });
}

beforeEach(() => {
  database = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-sampler-')), 'h200.sqlite'));
  clock = createFakeClock();
  store = createSampleStore(database);
  [told, judged, led, leads, cpu, warned] = [[], [], [], true, 10, 0];
  sampler = open();
});
afterEach(async () => {
  await sampler.stop();
  database.close();
});

const kept = (series: string, stepMs = 5_000) =>
  store.stretches(series, { from: clock.now() - 600_000, to: clock.now() + 1, stepMs }, clock.now());

test('measures every five seconds, tells, keeps and judges it', async () => {
  sampler.start();
  await clock.advance(20_000);
  expect(told).toHaveLength(5);
  expect(told.at(-1)?.values).toEqual({
    cpu: 10,
    disk: null,
    'queue.waiting': 3,
    'gpu.0.use': 40,
    'gpu.0.memory': null,
    'gpu.0.temperature': 61,
    'gpu.0.power': 300,
  });
  expect(judged).toHaveLength(5);
  expect(kept('cpu')).toHaveLength(4);
  // What cannot be measured is a gap.
  expect(kept('disk')).toEqual([]);
  expect(store.series()).not.toContain('gpu.0.memory');
});

test('measures every second while somebody watches, and one kept sample stands for all of its five seconds', async () => {
  sampler.start();
  await clock.advance(5_000);
  told = [];
  sampler.watch();
  for (const value of [20, 30, 40, 50, 60]) {
    cpu = value;
    await clock.advance(1_000);
  }
  expect(told).toHaveLength(5);
  expect(kept('cpu').at(-1)).toMatchObject({ mean: 40, low: 20, high: 60, weight: 5 });
  await clock.advance(60_000);
  told = [];
  await clock.advance(20_000);
  expect(told).toHaveLength(4);
});

test('one that does not lead keeps nothing, and shows what the other one measured', async () => {
  leads = false;
  sampler.start();
  await clock.advance(10_000);
  expect(told).toEqual([]);
  await store.add(clock.now(), new Map([['cpu', { mean: 77, low: 77, high: 77, weight: 1 }]]));
  await clock.advance(10_000);
  expect(told.map(({ values }) => values)).toEqual([{ cpu: 77 }]);
  expect(judged).toEqual([]);
  leads = true;
  await clock.advance(5_000);
  leads = false;
  await clock.advance(5_000);
  expect(led).toEqual([true, false]);
});

test('goes on when nothing can be kept, says so once, and again when it happens again', async () => {
  let isFull = true;
  sampler = open({
    store: {
      ...store,
      add: async (...of) => {
        if (isFull) throw new Error('full');
        return store.add(...of);
      },
    },
  });
  sampler.start();
  await clock.advance(30_000);
  expect(warned).toBe(1);
  expect(told.length).toBeGreaterThan(5);
  isFull = false;
  await clock.advance(10_000);
  expect(kept('cpu').length).toBeGreaterThan(0);
  isFull = true;
  await clock.advance(10_000);
  expect(warned).toBe(2);
});

test('a clock that is set back or forward stops nothing', async () => {
  sampler.start();
  await clock.advance(10_000);
  clock.jump(-3_600_000);
  await clock.advance(10_000);
  clock.jump(7_200_000);
  told = [];
  await clock.advance(10_000);
  expect(told.length).toBeGreaterThanOrEqual(2);
});

test('nothing is measured before it starts or after it stopped, whoever watches', async () => {
  sampler.watch();
  await clock.advance(10_000);
  expect(told).toEqual([]);
  sampler.start();
  await clock.advance(1_000);
  await sampler.stop();
  told = [];
  await clock.advance(60_000);
  expect(told).toEqual([]);
  expect(led).toEqual([true, false]);
});
