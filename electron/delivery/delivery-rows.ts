import {
  type Attempt,
  type Delivery,
  deliveryReasonSchema,
  deliveryStateSchema,
} from '../../shared/delivery.ts';
import { type EventRecord, eventTypeSchema, type Severity, severities } from '../../shared/event.ts';

/** A row as SQLite gives it. */
export type Row = Record<string, unknown>;

/** Whether a channel takes nothing at the moment. */
export type IsHeld = (channelId: string) => boolean;

/** SELECT of deliveries as they are shown, looked up in this order of tables; conditions follow. */
export const selectDeliveries = `
  SELECT d.sequence, d.id, d.channel_id, d.state, d.attempts, d.created_at, d.due_at, d.ended_at, d.reason,
    d.explanation, d.batch_id, d.test, e.id AS event_id, e.type, e.rank, e.title
  FROM deliveries AS d CROSS JOIN events AS e ON e.sequence = d.event_sequence`;

/** A delivery from a row of `selectDeliveries`; what waits for a held channel is held. */
export function readDelivery(row: Row, isHeld: IsHeld): Delivery {
  const channelId = String(row.channel_id);
  const state = deliveryStateSchema.parse(row.state);
  return {
    id: String(row.id),
    eventId: String(row.event_id),
    eventType: eventTypeSchema.parse(row.type),
    severity: severityOf(row.rank),
    title: String(row.title),
    channelId,
    state: state === 'waiting' && isHeld(channelId) ? 'held' : state,
    attempts: Number(row.attempts),
    createdAt: isoTime(row.created_at),
    dueAt: row.due_at === null ? null : isoTime(row.due_at),
    endedAt: row.ended_at === null ? null : isoTime(row.ended_at),
    reason: readReason(row.reason),
    explanation: textOrNull(row.explanation),
    batchId: textOrNull(row.batch_id),
    test: row.test === 1,
  };
}

/** An attempt from its row. */
export function readAttempt(row: Row): Attempt {
  return {
    number: Number(row.number),
    at: isoTime(row.at),
    tookMs: Number(row.took_ms),
    delivered: row.delivered === 1,
    status: row.status === null ? null : Number(row.status),
    reason: readReason(row.reason),
    detail: textOrNull(row.detail),
    receipt: textOrNull(row.receipt),
    counted: row.counted === 1,
  };
}

/** An event from its body, which was checked before it was written. */
export function readEvent(row: Row | undefined): EventRecord {
  return JSON.parse(String(row?.body));
}

/** One spelling for search: lower case, composed letters. */
export function searchable(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function severityOf(rank: unknown): Severity {
  return severities[Number(rank)] ?? 'info';
}

function isoTime(value: unknown): string {
  return new Date(Number(value)).toISOString();
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : String(value);
}

function readReason(value: unknown) {
  return value === null ? null : deliveryReasonSchema.parse(value);
}
