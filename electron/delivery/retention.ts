import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeliverySettings } from '../../shared/settings.ts';
import type { Database } from '../store/database.ts';
import type { Outbox } from './outbox.ts';

export interface RetentionParts {
  database: Database;
  settings(): DeliverySettings;
  outbox: Pick<Outbox, 'changed'>;
  now(): number;
}

const dayMs = 86_400_000;
/** Rows of one transaction. */
const atOnce = 500;

/**
 * Keeps the outbox small, in steps that leave the thread to others: delivered ones go after their days, failed and
 * cancelled ones after theirs, events without deliveries after those of delivered ones. What has waited too long for
 * a channel that takes nothing becomes a dead letter. Stops between two steps when the signal says so.
 */
export async function removeOld(parts: RetentionParts, signal: AbortSignal): Promise<void> {
  const { database, settings, now } = parts;
  const { statement } = database;
  const { keepDeliveredDays, keepFailedDays } = settings();
  const deliveredBefore = now() - keepDeliveredDays * dayMs;
  const failedBefore = now() - keepFailedDays * dayMs;
  await expireOld(parts, signal);
  for (const [state, before] of [
    ['delivered', deliveredBefore],
    ['failed', failedBefore],
    ['cancelled', failedBefore],
  ] as const) {
    await repeat(signal, () =>
      database.write(() => Number(statement(deleteEnded).run(state, before, atOnce).changes) === atOnce),
    );
  }
  let after = [0, 0];
  await repeat(signal, async () => {
    const rows = database.read(() => statement(selectOldEvents).all(...after, deliveredBefore, atOnce));
    after = [Number(rows.at(-1)?.recorded_at), Number(rows.at(-1)?.sequence)];
    await database.write(() => {
      for (const { sequence } of rows) statement(deleteLonelyEvent).run(Number(sequence));
    });
    return rows.length === atOnce;
  });
}

/** Waiting ones are looked at in order; each page is a transaction of its own where one is too old. */
async function expireOld({ database, settings, outbox, now }: RetentionParts, signal: AbortSignal) {
  const { statement } = database;
  const { giveUpAfterDays } = settings();
  const before = now() - giveUpAfterDays * dayMs;
  const explanation = `It did not get through within ${giveUpAfterDays} days.`;
  const channels = database.read(() => statement(selectWaitingChannels).all());
  for (const { channel_id } of channels) {
    let after = [0, 0];
    await repeat(signal, async () => {
      const rows = database.read(() => statement(selectWaiting).all(String(channel_id), ...after, atOnce));
      const last = rows.at(-1);
      after = [Number(last?.priority), Number(last?.sequence)];
      const old = rows.filter(({ started_at }) => Number(started_at) < before);
      if (old.length > 0) {
        await database.write(() => {
          for (const { sequence } of old) statement(expire).run(now(), explanation, Number(sequence));
        });
        outbox.changed(old.map(({ id }) => String(id)));
      }
      return rows.length === atOnce;
    });
  }
}

async function repeat(signal: AbortSignal, step: () => Promise<boolean>): Promise<void> {
  while (!signal.aborted && (await step())) await nextTurn();
}

const deleteEnded = `
  DELETE FROM deliveries WHERE sequence IN (
    SELECT sequence FROM deliveries WHERE state = ? AND ended_at IS NOT NULL AND ended_at < ? LIMIT ?
  )`;

const selectOldEvents = `
  SELECT recorded_at, sequence FROM events WHERE (recorded_at, sequence) > (?, ?) AND recorded_at < ?
  ORDER BY recorded_at, sequence LIMIT ?`;

const deleteLonelyEvent = `
  DELETE FROM events WHERE sequence = ?1 AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event_sequence = ?1)`;

const selectWaitingChannels = `SELECT channel_id FROM delivery_counts WHERE state = 'waiting' AND count > 0`;

const selectWaiting = `
  SELECT sequence, id, started_at, priority FROM deliveries
  WHERE channel_id = ? AND state = 'waiting' AND test = 0 AND (priority, sequence) > (?, ?)
  ORDER BY priority, sequence LIMIT ?`;

const expire = `
  UPDATE deliveries SET state = 'failed', due_at = NULL, ended_at = ?, reason = 'expired', explanation = ?
  WHERE sequence = ? AND state = 'waiting'`;
