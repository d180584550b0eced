import { beforeEach, expect, test } from 'vitest';
import type { Attempt, Delivery, DeliveryDetail } from '../../shared/delivery.ts';
import { AppError } from '../../shared/errors.ts';
import { createFakeClock, type FakeClock, settled } from '../delivery/fake-clock.ts';
import { createEventBus, type EventBus } from '../events.ts';
import { createFirstAttempt } from './first-attempt.ts';

const attempt: Attempt = {
  number: 1,
  at: '2026-11-22T10:00:00.000Z',
  tookMs: 12,
  delivered: true,
  status: 200,
  reason: null,
  detail: null,
  receipt: null,
  counted: true,
};
const waiting: Delivery = {
  id: 'dlv_1',
  eventId: 'evt_1',
  eventType: 'system_alert',
  severity: 'info',
  title: 'Test',
  channelId: 'mail',
  state: 'waiting',
  attempts: 0,
  createdAt: '2026-11-22T10:00:00.000Z',
  dueAt: '2026-11-22T10:00:00.000Z',
  endedAt: null,
  reason: null,
  explanation: null,
  batchId: null,
  test: true,
};

let clock: FakeClock;
let events: EventBus;
let detail: DeliveryDetail | null;
let looks: number;
let firstAttempt: ReturnType<typeof createFirstAttempt>;

beforeEach(() => {
  clock = createFakeClock();
  events = createEventBus({ error: () => undefined });
  const event = {
    id: 'evt_1',
    type: 'system_alert',
    severity: 'info',
    occurredAt: waiting.createdAt,
  } as const;
  detail = { delivery: waiting, event: { ...event, data: {} }, attempts: [] };
  looks = 0;
  firstAttempt = createFirstAttempt({
    events,
    clock,
    get() {
      looks++;
      if (detail === null) throw new AppError('notFound', 'It is gone.');
      return detail;
    },
  });
});

function now(change: Partial<Delivery>, attempts: Attempt[] = []): void {
  if (detail !== null) detail = { ...detail, delivery: { ...waiting, ...change }, attempts };
}

test('the first attempt is answered as soon as it was made', async () => {
  const tried = firstAttempt(waiting);
  events.emit('delivery.changed', { deliveries: [{ ...waiting, id: 'dlv_other' }], more: false });
  expect(looks).toBe(1);
  now({ state: 'sending' });
  events.emit('delivery.changed', { deliveries: [waiting], more: false });
  now({ state: 'delivered' }, [attempt]);
  events.emit('delivery.changed', { deliveries: [waiting], more: false });
  expect(await tried).toMatchObject({ delivery: { state: 'delivered' }, attempt });
});

test('under a flood, and where another process sends, it is looked up', async () => {
  const tried = firstAttempt(waiting);
  events.emit('delivery.changed', { deliveries: [], more: true });
  expect(looks).toBe(2);
  now({ state: 'failed', endedAt: attempt.at }, [{ ...attempt, delivered: false }]);
  const state = { condition: 'healthy', reason: null, heldUntil: null, breaker: 'closed' } as const;
  const figures = { waiting: 0, failed: 0, successRate: null, lastAnswer: null };
  events.emit('channel.stateChanged', { channelId: 'other', ...state, ...figures });
  expect(looks).toBe(2);
  events.emit('channel.stateChanged', { channelId: 'mail', ...state, ...figures });
  expect(await tried).toMatchObject({ attempt: { delivered: false } });
});

test('one that ended without being tried has no attempt', async () => {
  const tried = firstAttempt(waiting);
  now({ state: 'cancelled', endedAt: attempt.at });
  events.emit('delivery.changed', { deliveries: [waiting], more: false });
  expect(await tried).toMatchObject({ delivery: { state: 'cancelled' }, attempt: null });
});

test('after 35 seconds the delivery is answered as it is, and goes on', async () => {
  const tried = firstAttempt(waiting);
  let answer: unknown = null;
  tried.then((value) => (answer = value));
  await clock.advance(34_999);
  expect(answer).toBeNull();
  await clock.advance(1);
  await settled();
  expect(answer).toEqual({ delivery: waiting, attempt: null });
  expect(clock.pending()).toBe(0);
});

test('a delivery that is not there any more is said so, and nothing goes on waiting', async () => {
  const tried = firstAttempt(waiting);
  detail = null;
  events.emit('delivery.changed', { deliveries: [waiting], more: false });
  await expect(tried).rejects.toMatchObject({ code: 'notFound' });
  expect(clock.pending()).toBe(0);
});
