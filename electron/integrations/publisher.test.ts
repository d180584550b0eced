import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventPayload } from '../../shared/contract.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { systemClock } from '../delivery/clock.ts';
import { createDeliveryList, type DeliveryList } from '../delivery/delivery-list.ts';
import { createOutbox, type Outbox, type Recipient } from '../delivery/outbox.ts';
import { createEventBus, type EventBus } from '../events.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createPublisher, type Publisher } from './publisher.ts';

const alert = { title: 'Disk nearly full', message: 'Two gigabytes are left.' };
const detected = { image_id: 'p1', mug_count: 0, positions: [], confidence_scores: [], processing_time: 0.1 };

let database: Database;
let events: EventBus;
let outbox: Outbox;
let list: DeliveryList;
let recipients: Recipient[];
let asked: { type: string; severity: string; options: object | undefined }[];
let publisher: Publisher;

beforeEach(() => {
  database = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-publisher-')), 'h200.sqlite'));
  events = createEventBus({ error: () => undefined });
  const isHeld = () => false;
  outbox = createOutbox({
    database,
    settings: () => defaultSettings.delivery,
    events,
    clock: systemClock,
    isHeld,
  });
  list = createDeliveryList({ database, outbox, clock: systemClock, isHeld });
  recipients = [{ channelId: 'mail', windowMs: 0 }];
  asked = [];
  publisher = createPublisher({
    registry: {
      recipientsOf({ type, severity }, options) {
        asked.push({ type, severity, options });
        return recipients;
      },
    },
    outbox,
    database,
    now: () => Date.parse('2026-11-22T10:00:00Z'),
  });
});
afterEach(() => database.close());

test('what is left out of an event is filled in, and it is recorded with its deliveries', async () => {
  const { event, deliveries, known } = await publisher.publish({ type: 'system_alert', data: alert });
  expect(event).toEqual({
    id: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
    type: 'system_alert',
    severity: 'info',
    occurredAt: '2026-11-22T10:00:00.000Z',
    data: { ...alert, details: {} },
  });
  expect(known).toBe(false);
  expect(list.get(deliveries[0]?.id ?? '')).toMatchObject({ event, delivery: { channelId: 'mail' } });
});

test('who is to hear of it is asked with its severity and with what the caller wants', async () => {
  await publisher.publish({ type: 'error_occurred', data: { code: 'a', message: 'b', component: 'c' } });
  await publisher.publish({ type: 'system_alert', data: alert, channelIds: ['mail'], test: true });
  expect(asked).toEqual([
    { type: 'error_occurred', severity: 'error', options: {} },
    { type: 'system_alert', severity: 'info', options: { channelIds: ['mail'], test: true } },
  ]);
});

test('data that is not as its schema asks is refused, every field of it named', async () => {
  const wrong = {
    image_id: 7,
    mug_count: 1,
    positions: [{ x: 1 }],
    confidence_scores: [],
    processing_time: 1,
  };
  await expect(publisher.publish({ type: 'mug_detected', data: wrong })).rejects.toMatchObject({
    code: 'call.invalid',
    field: 'data.image_id',
    fields: {
      'data.image_id': expect.any(String),
      'data.positions.0.y': expect.any(String),
      'data.positions.0.width': expect.any(String),
      'data.positions.0.height': expect.any(String),
    },
  });
  expect((await list.list({}, { limit: 10 })).items).toEqual([]);
});

test('the same id again changes nothing and answers the same', async () => {
  const event = { type: 'system_alert', data: alert, id: 'disk-1' } as const;
  const first = await publisher.publish(event);
  const published: EventPayload<'notice.published'>[] = [];
  events.listen('notice.published', (payload) => published.push(payload));
  const second = await publisher.publish({ ...event, data: { ...alert, title: 'Another' } });
  expect(second).toMatchObject({ known: true, event: first.event, deliveries: first.deliveries });
  expect(published).toEqual([]);
});

test('what nobody reads is not kept; what the inbox shows is, also without a channel', async () => {
  recipients = [];
  const unread = () => list.unread();
  const { event, deliveries } = await publisher.publish({ type: 'mug_detected', data: detected });
  expect([deliveries, unread()]).toEqual([[], 0]);
  expect(database.statement('SELECT count(*) AS n FROM events WHERE id = ?').get(event.id)?.n).toBe(0);
  await publisher.publish({ type: 'system_alert', data: alert });
  expect(unread()).toBe(1);
});

test('recorded inside a transaction that fails, nothing is there and nobody has heard', async () => {
  const work: string[][] = [];
  outbox.onWork((channelIds) => work.push(channelIds));
  const failing = database.write(() => {
    publisher.record([{ type: 'mug_detected', data: detected }]);
    throw new Error('The rest failed.');
  });
  await expect(failing).rejects.toThrow();
  expect([(await list.list({}, { limit: 10 })).items, work]).toEqual([[], []]);

  const recorded = await database.write(() => publisher.record([{ type: 'mug_detected', data: detected }]));
  expect(work).toEqual([]);
  publisher.recorded(recorded);
  expect(work).toEqual([['mail']]);
  expect((await list.list({}, { limit: 10 })).items).toHaveLength(1);
});
