import { type DeliveryReason, deliveryReasonSchema } from '../../shared/delivery.ts';
import type { Database } from '../store/database.ts';
import { isStorageError } from '../store/storage-error.ts';
import type { Row } from './delivery-rows.ts';
import type { Outcome, Unrecorded } from './outbox.ts';

export interface SettlementParts {
  database: Database;
  clock: { now(): number };
}

/** Where a delivery goes from `sending`. */
interface Next {
  state: 'waiting' | 'delivered' | 'failed' | 'cancelled';
  dueAt: number | null;
  reason: DeliveryReason | null;
  explanation: string | null;
}

interface Move {
  row: Row;
  next: Next;
  /** Made with this. */
  attempts: 0 | 1;
  /** Charged to the retries. */
  counted: boolean;
  /** Leaves the others of its message. */
  apart?: boolean | undefined;
}

/** In the order of `insertAttempts`. */
type AttemptRow = readonly (string | number | null)[];

/** Taken back in one transaction. */
const takenAtOnce = 500;
const interrupted =
  'The program ended while this was being sent. Nobody can tell whether it arrived, so it is sent again.';

/** Ends attempts; each function inside a transaction of the caller's. */
export function createSettlement({ database, clock }: SettlementParts) {
  const { statement } = database;

  /**
   * All at once; only when one of them spoils that, one by one, so that none spoils the others. One that the storage
   * would never take ends in plain words.
   */
  function settleAll(outcomes: readonly Outcome[]): Unrecorded[] {
    if (attempted(() => settle(outcomes)) === null) return [];
    return outcomes.flatMap((outcome) => {
      const error = attempted(() => settle([outcome]));
      if (error === null) return [];
      settle([plain(outcome, clock.now())]);
      return [{ outcome, error }];
    });
  }

  /** Undoes what threw and gives the error back; throws those of the storage. */
  function attempted(work: () => void): unknown {
    statement('SAVEPOINT outcome').run();
    try {
      work();
      statement('RELEASE outcome').run();
      return null;
    } catch (error) {
      if (isStorageError(error)) throw error;
      statement('ROLLBACK TO outcome').run();
      statement('RELEASE outcome').run();
      return error;
    }
  }

  /** By the set: a statement for every delivery would cost more than the delivery. */
  function settle(outcomes: readonly Outcome[]): void {
    const rows = rowsOf(outcomes.flatMap(({ claim }) => claim.parts.map(({ sequence }) => sequence)));
    const attempts: AttemptRow[] = [];
    const delivered: number[] = [];
    const notOurs: number[] = [];
    const others: Move[] = [];
    for (const { claim, epoch, attempt, failed } of outcomes) {
      const counted = failed?.counted ?? true;
      for (const { sequence } of claim.parts) {
        const row = rows.get(sequence);
        // Gone by age: nobody asks for it any more.
        if (row === undefined) continue;
        attempts.push(attemptRow(row, attempt, counted));
        if (row.state !== 'sending' || row.epoch !== epoch) notOurs.push(sequence);
        else if (failed === null) delivered.push(sequence);
        else
          others.push({
            row,
            next: nextOf(failed, attempt.detail),
            attempts: 1,
            counted,
            apart: failed.apart,
          });
      }
    }
    append(attempts);
    if (delivered.length > 0) statement(endDelivered).run(clock.now(), JSON.stringify(delivered));
    if (notOurs.length > 0) statement(countAttempt).run(JSON.stringify(notOurs));
    others.forEach(move);
  }

  function rowsOf(sequences: readonly number[]): Map<number, Row> {
    const rows = statement(selectAll).all(JSON.stringify(sequences));
    return new Map(rows.map((row) => [Number(row.sequence), row]));
  }

  /** Of every delivery one at most. */
  function append(attempts: readonly AttemptRow[]): void {
    if (attempts.length > 0) statement(insertAttempts).run(JSON.stringify(attempts));
  }

  /** What was cancelled meanwhile does not wait again. */
  function move({ row, next, attempts, counted, apart }: Move): void {
    const { state, dueAt, reason, explanation } =
      row.withdrawn === 1 && next.state === 'waiting' ? cancelledByHand : next;
    statement(moveOne).run(
      state,
      dueAt,
      dueAt === null ? clock.now() : null,
      attempts,
      counted ? 1 : 0,
      reason,
      explanation,
      Number(row.sequence),
    );
    if (apart) statement(leaveBatch).run(Number(row.sequence));
  }

  function release(sequences: readonly number[], epoch: number): void {
    for (const row of rowsOf(sequences).values()) {
      if (row.state !== 'sending' || row.epoch !== epoch) continue;
      const next: Next = { state: 'waiting', dueAt: Number(row.due_at), ...keptWords(row) };
      // Nobody has seen the batch: its parts may travel in another company.
      move({ row, next, attempts: 0, counted: false, apart: row.attempts === 0 });
    }
  }

  function takeBackSome(epoch: number): { id: string; channelId: string }[] {
    const rows = statement(selectAbandoned).all(epoch, takenAtOnce);
    const now = clock.now();
    append(rows.map((row) => attemptRow(row, { ...lostAttempt, at: now }, false)));
    const next: Next = { state: 'waiting', dueAt: now, reason: 'interrupted', explanation: interrupted };
    for (const row of rows) move({ row, next, attempts: 1, counted: false });
    return rows.map((row) => ({ id: String(row.id), channelId: String(row.channel_id) }));
  }

  return { settleAll, release, takeBackSome };
}

const cancelledByHand: Next = {
  state: 'cancelled',
  dueAt: null,
  reason: 'byHand',
  explanation: 'Cancelled by hand while it was being sent; that try did not succeed.',
};

const lostAttempt = {
  tookMs: 0,
  delivered: false,
  status: null,
  reason: 'interrupted',
  detail: interrupted,
  receipt: null,
} as const;

function attemptRow(row: Row, attempt: Outcome['attempt'], counted: boolean): AttemptRow {
  return [
    Number(row.sequence),
    String(row.channel_id),
    Number(row.attempts) + 1,
    attempt.at,
    attempt.tookMs,
    attempt.delivered ? 1 : 0,
    attempt.status,
    attempt.reason,
    attempt.detail,
    attempt.receipt,
    counted ? 1 : 0,
  ];
}

/** What can be recorded of any outcome. Sent again, it would come to the same: hence a dead letter. */
function plain({ claim, epoch, failed }: Outcome, now: number): Outcome {
  const detail = 'What came of this try could not be recorded. The log has the details.';
  const reason = failed === null ? null : 'interrupted';
  return {
    claim,
    epoch,
    attempt: { ...lostAttempt, at: now, delivered: failed === null, reason, detail },
    failed: failed === null ? null : { reason: 'interrupted', retryAt: null, counted: true },
  };
}

function nextOf(failed: Outcome['failed'], detail: string | null): Next {
  if (failed === null) return { state: 'delivered', dueAt: null, reason: null, explanation: null };
  const { reason, retryAt } = failed;
  if (retryAt === null) return { state: 'failed', dueAt: null, reason, explanation: detail };
  return { state: 'waiting', dueAt: Math.round(retryAt), reason, explanation: detail };
}

function keptWords(row: Row): Pick<Next, 'reason' | 'explanation'> {
  return {
    reason: row.reason === null ? null : deliveryReasonSchema.parse(row.reason),
    explanation: row.explanation === null ? null : String(row.explanation),
  };
}

const selectAll = `
  SELECT sequence, channel_id, state, epoch, attempts, withdrawn, due_at, reason, explanation
  FROM deliveries WHERE sequence IN (SELECT value FROM json_each(?))`;

const leaveBatch = 'UPDATE deliveries SET batch_id = NULL WHERE sequence = ?';

const selectAbandoned = `
  SELECT sequence, id, channel_id, attempts, withdrawn FROM deliveries
  WHERE state = 'sending' AND epoch < ? LIMIT ?`;

const insertAttempts = `
  INSERT INTO attempts (delivery_sequence, channel_id, number, at, took_ms, delivered, status, reason, detail,
    receipt, counted)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
    value ->> 8, value ->> 9, value ->> 10
  FROM json_each(?)`;

const countAttempt = `
  UPDATE deliveries SET attempts = attempts + 1 WHERE sequence IN (SELECT value FROM json_each(?))`;

const endDelivered = `
  UPDATE deliveries SET state = 'delivered', due_at = NULL, ended_at = ?, attempts = attempts + 1, epoch = NULL,
    withdrawn = 0, reason = NULL, explanation = NULL
  WHERE sequence IN (SELECT value FROM json_each(?))`;

const moveOne = `
  UPDATE deliveries SET state = ?, due_at = ?, ended_at = ?, attempts = attempts + ?, counted = counted + ?,
    epoch = NULL, withdrawn = 0, reason = ?, explanation = ?
  WHERE sequence = ?`;
