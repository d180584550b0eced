import { type TimelineEntry, timelineEntrySchema } from '../../shared/alert.ts';
import type { Row } from '../delivery/delivery-rows.ts';
import type { Database } from '../store/database.ts';
import { isoTime, severityOf } from './alert-rows.ts';

/** The life of an alert, oldest first, but for what became of its messages; and the events that told of it. */
export function readTimeline(
  database: Pick<Database, 'statement' | 'read'>,
  alert: Row,
): { entries: TimelineEntry[]; eventIds: string[] } {
  const sequence = Number(alert.sequence);
  const [written, messages] = database.read(() => [
    database.statement(selectEntries).all(sequence),
    database.statement(selectMessages).all(sequence, Number(alert.ended_change ?? Number.MAX_SAFE_INTEGER)),
  ]);
  const entries = [
    ...lifeOf(alert),
    ...written.map(readEntry),
    ...messages.map((row) => readEntry({ ...row, kind: 'sent', who: null })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { entries, eventIds: [...new Set(entries.flatMap(({ eventId }) => eventId ?? []))] };
}

/** What the alert's own row says of its life. */
function lifeOf(alert: Row): TimelineEntry[] {
  const step = (kind: TimelineEntry['kind'], at: unknown, text: string, who: unknown = null) => ({
    at: isoTime(at),
    kind,
    who: who === null ? null : String(who),
    text,
    eventId: null,
    channelIds: [],
  });
  const count = Number(alert.count);
  const steps = [step('fired', alert.raised_at, `Raised as ${severityOf(alert.first_rank)}.`)];
  if (count > 1) {
    steps.push(step('repeated', alert.seen_at, `Raised ${count} times; this was the last.`));
  }
  if (alert.ended_at !== null) {
    const kind = alert.state === 'expired' ? 'expired' : 'resolved';
    steps.push(step(kind, alert.ended_at, String(alert.ended_note), alert.ended_by));
  }
  return steps;
}

function readEntry(row: Row): TimelineEntry {
  return timelineEntrySchema.parse({
    at: isoTime(row.at),
    kind: row.kind,
    who: row.who,
    text: row.text,
    eventId: row.event_id,
    channelIds: JSON.parse(String(row.channel_ids)),
  });
}

const selectEntries = `
  SELECT at, kind, who, text, event_id, channel_ids FROM alert_entries WHERE alert_sequence = ? ORDER BY sequence`;

/** Of its groups, from when it joined to when its end was told. */
const selectMessages = `
  SELECT m.at, m.text, m.event_id, m.channel_ids
  FROM alert_members AS n JOIN alert_messages AS m ON m.group_sequence = n.group_sequence
  WHERE n.alert_sequence = ? AND m.change >= n.joined AND m.after_change < ?`;
