import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeliverySettings } from '../../shared/settings.ts';
import type { Database } from '../store/database.ts';

export interface AlertRetentionParts {
  database: Database;
  settings(): Pick<DeliverySettings, 'keepAlertsDays'>;
  now(): number;
}

const dayMs = 86_400_000;
/** Rows of one transaction. */
const atOnce = 500;

/**
 * Removes what ended longer ago than the settings keep: alerts with their entries, messages, and groups that have no
 * alert any more. In steps that leave the thread to others; stops between two when the signal says so.
 */
export async function removeOldAlerts(
  { database, settings, now }: AlertRetentionParts,
  signal: AbortSignal,
): Promise<void> {
  const { statement, write } = database;
  const before = now() - settings().keepAlertsDays * dayMs;
  const repeat = async (step: () => number) => {
    while (!signal.aborted && (await write(step)) === atOnce) await nextTurn();
  };
  await repeat(() => Number(statement(deleteAlerts).run(before, atOnce).changes));
  await repeat(() => {
    // In the order they were written: the first that is kept ends it.
    const oldest = statement(selectMessages).all(atOnce);
    const old = oldest.filter(({ at }) => Number(at) < before);
    for (const { sequence } of old) {
      statement('DELETE FROM alert_messages WHERE sequence = ?').run(Number(sequence));
    }
    return old.length;
  });
  await repeat(() => Number(statement(deleteGroups).run(before, atOnce).changes));
}

const deleteAlerts = `
  DELETE FROM alerts WHERE sequence IN (
    SELECT sequence FROM alerts WHERE ended_at IS NOT NULL AND ended_at < ? LIMIT ?
  )`;
const selectMessages = 'SELECT sequence, at FROM alert_messages ORDER BY sequence LIMIT ?';
const deleteGroups = `
  DELETE FROM alert_groups WHERE sequence IN (
    SELECT sequence FROM alert_groups AS g
    WHERE flush_at IS NULL AND flushed_at < ?
      AND NOT EXISTS (SELECT 1 FROM alert_members WHERE group_sequence = g.sequence)
    LIMIT ?
  )`;
