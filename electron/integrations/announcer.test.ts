import { beforeEach, expect, test } from 'vitest';
import type { EventPayload } from '../../shared/contract.ts';
import { eventDataSchemas } from '../../shared/event.ts';
import { createEventBus, type EventBus } from '../events.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import type { UncheckedEvent } from './publisher.ts';

let events: EventBus;
let told: UncheckedEvent[];
let errors: object[];
let model: { id: string; name: string; sha256: string };
let nowMs: number;
let publish: (event: UncheckedEvent) => Promise<never>;
let announcer: Announcer;

beforeEach(() => {
  const log = { error: (entry: object) => errors.push(entry) };
  events = createEventBus(log);
  told = [];
  errors = [];
  model = { id: 'first', name: 'First', sha256: 'aa' };
  nowMs = 5_000;
  publish = async (event) => {
    eventDataSchemas[event.type].parse(event.data);
    told.push(event);
    return undefined as never;
  };
  announcer = createAnnouncer({
    events,
    publisher: { publish: (event) => publish(event) },
    model: () => model,
    log,
    monotonic: () => nowMs,
  });
});

function progress(change: Partial<EventPayload<'batch.progressed'>>): void {
  const batch = { id: 'b1', state: 'running' as const, total: 3, done: 0, failed: 0 };
  events.emit('batch.progressed', { ...batch, photosPerSecond: null, secondsLeft: null, ...change });
}

function inference(state: EventPayload<'inference.changed'>['state'], reason: string | null = null): void {
  events.emit('inference.changed', { state, reason, provider: null, model: null, restarts: 1 });
}

test('a batch is told once, at its end, with the time since its start', () => {
  progress({});
  nowMs += 1_500;
  progress({ done: 2, failed: 0 });
  nowMs += 1_000;
  progress({ state: 'finished', done: 2, failed: 1 });
  expect(told).toEqual([
    {
      id: 'evt_b1_batch',
      type: 'batch_completed',
      severity: 'warning',
      data: { batch_id: 'b1', total: 3, succeeded: 2, failed: 1, duration: 2.5 },
    },
  ]);
});

test('a batch that was cancelled is no news to who cancelled it', () => {
  progress({});
  progress({ state: 'cancelled', done: 1 });
  expect(told).toEqual([]);
});

test('a single photo is no batch', () => {
  progress({ total: 1 });
  progress({ total: 1, state: 'finished', done: 1 });
  expect(told).toEqual([]);
});

test('another model in use is told with the one before; models that come and go are not', () => {
  events.emit('models.changed', { activeId: 'first' });
  model = { id: 'second', name: 'Second', sha256: 'bb' };
  events.emit('models.changed', { activeId: 'second' });
  events.emit('models.changed', { activeId: 'second' });
  const data = { model_id: 'second', model_name: 'Second', previous_model_id: 'first', sha256: 'bb' };
  expect(told).toEqual([{ type: 'model_updated', data }]);
});

test('an analysis that failed is an error, one that was cancelled is not', () => {
  const photo = { id: 'c'.repeat(64), name: 'cup.jpg', format: 'jpeg' as const, bytes: 9 };
  const failure = { photo, name: 'cup.jpg', batchId: null };
  events.emit('analysis.failed', { ...failure, error: { code: 'cancelled', message: 'Cancelled.' } });
  events.emit('analysis.failed', { ...failure, error: { code: 'photo.damaged', message: 'It is cut off.' } });
  expect(told).toEqual([
    {
      type: 'error_occurred',
      data: {
        code: 'photo.damaged',
        message: 'It is cut off.',
        component: 'analysis',
        image_id: photo.id,
        image_name: 'cup.jpg',
      },
    },
  ]);
});

test('an inference that crashes is told when it goes down, when it is given up, and when it is back', () => {
  for (const state of ['starting', 'ready', 'restarting', 'restarting', 'failed', 'failed'] as const) {
    inference(state, 'It crashed.');
  }
  inference('starting');
  inference('ready');
  inference('ready');
  inference('stopped');
  const heard = told.map(({ severity, data }) => [severity, 'title' in data && data.title]);
  expect(heard).toEqual([
    ['error', 'The inference crashed and is restarted'],
    ['error', 'The inference has failed'],
    ['success', 'The inference is running again'],
  ]);
});

test('a channel that is gone is told by name, with the reason', () => {
  announcer.channelDisabled('Night shift', 'Its address answered 410.');
  expect(told).toMatchObject([
    { type: 'system_alert', severity: 'warning', data: { message: 'Its address answered 410.' } },
  ]);
  expect(JSON.stringify(told)).toContain('Night shift');
});

test('stopping waits for what is being recorded, and hears nothing more', async () => {
  let finish = () => {};
  publish = () => new Promise<never>((resolve) => (finish = () => resolve(undefined as never)));
  announcer.channelDisabled('Mail', 'Gone.');
  let isStopped = false;
  const stopped = announcer.stop().then(() => (isStopped = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isStopped).toBe(false);
  finish();
  await stopped;
  progress({ state: 'finished' });
  expect(told).toEqual([]);
});

test('an event that cannot be recorded is logged and hurts nobody', async () => {
  publish = () => Promise.reject(new Error('The disk is full.'));
  progress({ state: 'finished' });
  await announcer.stop();
  expect(errors).toMatchObject([{ type: 'batch_completed' }]);
});
