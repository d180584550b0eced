import type { Delivery } from '../../shared/delivery.ts';
import { AppError } from '../../shared/errors.ts';
import { type EventRecord, severityRank } from '../../shared/event.ts';
import { noticeOf } from '../../shared/notice.ts';
import type { DeliverySettings } from '../../shared/settings.ts';
import type { Database } from '../store/database.ts';
import { type IsHeld, readDelivery, readEvent, searchable, selectDeliveries } from './delivery-rows.ts';
import { isForInbox } from './inbox.ts';
import type { Recipient, RecordedEvent } from './outbox.ts';
import { createOverflow } from './overflow.ts';

/** Deliveries that made room for others, and the notices begun to say so. */
export interface Dropped {
  deliveryIds: string[];
  digests: RecordedEvent[];
}

export interface RecordParts {
  database: Database;
  settings(): DeliverySettings;
  clock: { now(): number };
  isHeld: IsHeld;
  newId(): string;
}

/** Of the JSON of one event. */
const maxEventBytes = 256 * 1_024;

/** Writes events and deliveries; each function inside a transaction of the caller's. */
export function createRecords({ database, settings, clock, isHeld, newId }: RecordParts) {
  const { statement } = database;
  const overflow = createOverflow({ database, settings, clock, newId, insert });

  /** Throws AppError event.tooLarge, before anything is written. */
  function record(
    event: EventRecord,
    recipients: readonly Recipient[],
    { isNotice } = { isNotice: true },
  ): RecordedEvent {
    const recorded = insert(event, recipients, { digest: false, isNotice });
    if (recorded.known) return recorded;
    const dropped = overflow.makeRoom();
    if (dropped === null) return recorded;
    // It may be itself among them.
    return { ...recorded, deliveries: readDeliveries(event.id), dropped };
  }

  function insert(
    event: EventRecord,
    recipients: readonly Recipient[],
    { digest, isNotice = true }: { digest: boolean; isNotice?: boolean },
  ): RecordedEvent {
    const body = JSON.stringify(event);
    const bytes = Buffer.byteLength(body);
    if (bytes > maxEventBytes) throw tooLarge(event, bytes);
    const now = clock.now();
    const { title } = noticeOf(event);
    const inInbox = isNotice && isForInbox(event, recipients);
    const { changes, lastInsertRowid: sequence } = statement(insertEvent).run(
      event.id,
      event.type,
      severityRank(event.severity),
      Date.parse(event.occurredAt),
      now,
      title,
      searchable(title),
      inInbox ? 1 : 0,
      bytes,
      body,
    );
    if (changes === 0) return readKnown(event.id);
    const deliveries = recipients.map(
      ({ channelId, windowMs, explanation = null, test = false }): Delivery => {
        const id = `dlv_${newId()}`;
        const priority = test ? 0 : 4 - severityRank(event.severity);
        const dueAt = priority === 0 ? now : now + windowMs;
        statement(insertDelivery).run(
          id,
          sequence,
          channelId,
          priority,
          test ? 1 : 0,
          bytes,
          now,
          now,
          dueAt,
          digest ? 1 : 0,
          explanation,
        );
        return {
          id,
          eventId: event.id,
          eventType: event.type,
          severity: event.severity,
          title,
          channelId,
          state: isHeld(channelId) ? 'held' : 'waiting',
          attempts: 0,
          createdAt: new Date(now).toISOString(),
          dueAt: new Date(dueAt).toISOString(),
          endedAt: null,
          reason: null,
          explanation,
          batchId: null,
          test,
        };
      },
    );
    // Here, inside the transaction: a read of its own would cost as much as the event.
    const unread = inInbox ? { unread: Number(statement('SELECT unread FROM inbox').get()?.unread) } : {};
    return { event, deliveries, known: false, ...unread };
  }

  function readKnown(eventId: string): RecordedEvent {
    const row = statement('SELECT body FROM events WHERE id = ?').get(eventId);
    return { event: readEvent(row), deliveries: readDeliveries(eventId), known: true };
  }

  function readDeliveries(eventId: string): Delivery[] {
    return statement(selectByEvent)
      .all(eventId)
      .map((row) => readDelivery(row, isHeld));
  }

  return { record };
}

const insertEvent = `
  INSERT INTO events (id, type, rank, occurred_at, recorded_at, title, search_title, inbox, bytes, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;

const insertDelivery = `
  INSERT INTO deliveries (id, event_sequence, channel_id, state, priority, test, bytes, created_at, started_at,
    due_at, digest, explanation)
  VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?)`;

const selectByEvent = `${selectDeliveries} 
  WHERE d.event_sequence = (SELECT sequence FROM events WHERE id = ?) ORDER BY d.sequence`;

function tooLarge(event: EventRecord, bytes: number): AppError {
  const kibibytes = Math.ceil(bytes / 1_024);
  return new AppError(
    'event.tooLarge',
    `This ${event.type} event has ${kibibytes} KiB of data; the limit is ${maxEventBytes / 1_024} KiB. ` +
      'Send less with it, or a link to the rest.',
    { field: 'data' },
  );
}
