import { createHash } from 'node:crypto';
import type { AlertState, Labels, newAlertSchema, TimelineEntry } from '../../shared/alert.ts';
import { AppError } from '../../shared/errors.ts';
import { severities, severityRank } from '../../shared/event.ts';
import type { Row } from '../delivery/delivery-rows.ts';
import { searchable } from '../delivery/delivery-rows.ts';
import { newId } from '../delivery/new-id.ts';
import type { Database } from '../store/database.ts';
import type { AlertBody } from './alert-rows.ts';
import { startOf } from './escalation-plan.ts';
import type { EscalationStore } from './escalation-store.ts';

type Given = ReturnType<typeof newAlertSchema.parse>;
export type NewEntry = Pick<TimelineEntry, 'kind' | 'who' | 'text'> & {
  eventId?: string;
  channelIds?: readonly string[];
};

/** Who did it and what they said; null: the program. */
export interface By {
  who: string | null;
  note: string;
}

/** What changes an alert; each function inside a transaction of the caller's. Times are of the wall clock. */
export interface AlertLife {
  /** Opens an alert, or counts up the one that is open; `needsRoutes` when there is something new to tell. */
  raise(alert: Given): { sequence: number; id: string; needsRoutes: boolean };
  /** It becomes at least as bad; false when it was already. */
  worsen(sequence: number, rank: number): boolean;
  /** False for one that has ended. */
  end(sequence: number, state: Extract<AlertState, 'resolved' | 'expired'>, by: By): boolean;
  /** False for one that is not firing. */
  acknowledge(sequence: number, by: By): boolean;
  /** It is firing again and escalates anew; `tellAgain`: channels hear of it as if it were new. */
  unacknowledge(sequence: number, by: By, tellAgain: boolean): boolean;
  entry(sequence: number, entry: NewEntry): void;
  /** The open one with these labels. */
  openWith(labels: Labels): number | null;
  /** Throws AppError notFound. */
  sequenceOf(id: string): number;
  row(sequence: number): Row;
  /** The number of the latest change. */
  change(): number;
  /** Counts a change: later than all that was told so far. */
  nextChange(): number;
}

export interface AlertLifeParts {
  database: Pick<Database, 'statement'>;
  policies: Pick<EscalationStore, 'find'>;
  now(): number;
}

export function createAlertLife({ database, policies, now }: AlertLifeParts): AlertLife {
  const { statement } = database;

  const nextChange = () => Number(statement(countChange).get()?.number);
  const row = (sequence: number) => statement('SELECT * FROM alerts WHERE sequence = ?').get(sequence) ?? {};

  function openWith(labels: Labels): number | null {
    const found = statement(selectOpen).get(fingerprintOf(labels));
    return found === undefined ? null : Number(found.sequence);
  }

  function raise(given: Given) {
    const { labels, severity, title, message, details, analysisId = null } = given;
    const [at, rank] = [now(), severityRank(severity)];
    const body = JSON.stringify({ title, message, details, analysisId } satisfies AlertBody);
    const search = searchable([title, message, ...Object.values(labels)].join('\n'));
    const expiresAt = given.expiresAt === undefined ? null : Date.parse(given.expiresAt);
    const open = openWith(labels);
    if (open === null) {
      const id = `alr_${newId(at)}`;
      const name = labels.alertname ?? '';
      const { lastInsertRowid } = statement(insert).run(
        ...[id, fingerprintOf(labels), name, rank, rank, rank, at, at, expiresAt],
        ...[nextChange(), search, JSON.stringify(labels), body],
      );
      return { sequence: Number(lastInsertRowid), id, needsRoutes: true };
    }
    const isWorse = Number(row(open).source_rank) < rank;
    const updated = statement(repeat).get(at, expiresAt, search, body, open);
    if (isWorse) statement(setSourceRank).run(rank, open);
    worsen(open, rank);
    return { sequence: open, id: String(updated?.id), needsRoutes: isWorse };
  }

  function worsen(sequence: number, rank: number): boolean {
    const before = row(sequence);
    if (Number(before.rank) >= rank || before.ended_at !== null) return false;
    statement(setWorse).run(rank, nextChange(), sequence);
    const [was, is] = [severities[Number(before.rank)], severities[rank]];
    entry(sequence, { kind: 'worsened', who: null, text: `From ${was} to ${is}.` });
    if (before.state === 'acknowledged') {
      unacknowledge(sequence, { who: null, note: 'It became worse.' }, false);
    }
    return true;
  }

  function unacknowledge(sequence: number, { who, note }: By, tellAgain: boolean): boolean {
    const before = row(sequence);
    if (before.state !== 'acknowledged') return false;
    const policy = before.escalation_id === null ? null : policies.find(String(before.escalation_id));
    const escalateAt = policy === null ? null : startOf(policy, now());
    const change = tellAgain ? nextChange() : Number(before.fired_change);
    statement(setFiring).run(escalateAt, change, sequence);
    entry(sequence, { kind: 'unacknowledged', who, text: note });
    return true;
  }

  function entry(sequence: number, { kind, who, text, eventId, channelIds = [] }: NewEntry): void {
    statement(insertEntry).run(sequence, now(), kind, who, text, eventId ?? null, JSON.stringify(channelIds));
  }

  return {
    raise,
    worsen,
    end(sequence, state, { who, note }) {
      if (row(sequence).ended_at !== null) return false;
      statement(setEnded).run(state, now(), who, note, nextChange(), sequence);
      return true;
    },
    acknowledge(sequence, { who, note }) {
      const before = row(sequence);
      if (before.state !== 'firing') return false;
      const policy = before.escalation_id === null ? null : policies.find(String(before.escalation_id));
      const after = (minutes: number | null | undefined) => (minutes ? now() + minutes * 60_000 : null);
      statement(setAcknowledged).run(
        ...[now(), now(), who, note],
        ...[after(policy?.remindAfterMinutes), after(policy?.unacknowledgeAfterMinutes), sequence],
      );
      entry(sequence, { kind: 'acknowledged', who, text: note });
      return true;
    },
    unacknowledge,
    entry,
    openWith,
    sequenceOf(id) {
      const found = statement('SELECT sequence FROM alerts WHERE id = ?').get(id);
      if (found !== undefined) return Number(found.sequence);
      throw new AppError('notFound', `There is no alert "${id}". List the alerts again.`);
    },
    row,
    nextChange,
    change: () => Number(statement('SELECT number FROM alert_changes').get()?.number),
  };
}

/** The same labels in whatever order give the same. */
export function fingerprintOf(labels: Labels): string {
  const sorted = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 32);
}

const countChange = 'UPDATE alert_changes SET number = number + 1 RETURNING number';
const selectOpen = 'SELECT sequence FROM alerts WHERE fingerprint = ? AND ended_at IS NULL';

const insert = `
  INSERT INTO alerts (id, fingerprint, name, first_rank, source_rank, rank, raised_at, seen_at, expires_at, fired_change, search, labels, body, state, count)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'firing', 1)`;

const repeat = `
  UPDATE alerts SET count = count + 1, seen_at = ?, expires_at = ?, search = ?, body = ? WHERE sequence = ?
  RETURNING id`;

const setSourceRank = 'UPDATE alerts SET source_rank = ?, routed = 0 WHERE sequence = ?';

const setWorse = 'UPDATE alerts SET rank = ?, fired_change = ?, routed = 0 WHERE sequence = ?';

const setEnded = `
  UPDATE alerts SET state = ?, ended_at = ?, ended_by = ?, ended_note = ?, ended_change = ?, routed = 1,
    escalate_at = NULL, remind_at = NULL, unacknowledge_at = NULL
  WHERE sequence = ?`;

const setAcknowledged = `
  UPDATE alerts SET state = 'acknowledged', first_acknowledged_at = ifnull(first_acknowledged_at, ?),
    acknowledged_at = ?, acknowledged_by = ?, acknowledged_note = ?, escalate_at = NULL, remind_at = ?,
    unacknowledge_at = ?
  WHERE sequence = ?`;

const setFiring = `
  UPDATE alerts SET state = 'firing', acknowledged_at = NULL, acknowledged_by = NULL, acknowledged_note = NULL,
    remind_at = NULL, unacknowledge_at = NULL, escalation_round = 1, escalation_step = 0, escalate_at = ?,
    fired_change = ?
  WHERE sequence = ?`;

const insertEntry = `
  INSERT INTO alert_entries (alert_sequence, at, kind, who, text, event_id, channel_ids)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;
