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

/** Taken back in one transaction. */
const takenAtOnce = 500;
const interrupted =
  'The program ended while this was being sent. Nobody can tell whether it arrived, so it is sent again.';

/** Ends attempts; each function inside a transaction of the caller's. */
export function createSettlement({ database, clock }: SettlementParts) {
  const { statement } = database;

  /** One that the storage would never take keeps no other from being recorded: it ends in plain words. */
  /** All at once; only when one of them spoils that, one by one, so that none spoils the others. */
  function settleAll(outcomes: readonly Outcome[]): Unrecorded[] {
    if (attempted(() => outcomes.forEach(settle)) === null) return [];
    return outcomes.flatMap((outcome) => {
      const error = attempted(() => settle(outcome));
      if (error === null) return [];
      settle(plain(outcome, clock.now()));
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

  function settle(outcome: Outcome): void {
    for (const { deliveryId } of outcome.claim.parts) settleOne(deliveryId, outcome);
  }

  function settleOne(deliveryId: string, { epoch, attempt, failed }: Outcome): void {
    const row = statement(selectOne).get(deliveryId);
    // Gone by age: nobody asks for it any more.
    if (row === undefined) return;
    const counted = failed?.counted ?? true;
    append(row, {
      at: Date.parse(attempt.at),
      tookMs: attempt.tookMs,
      delivered: attempt.delivered,
      status: attempt.status,
      reason: attempt.reason,
      detail: attempt.detail,
      receipt: attempt.receipt,
      counted,
    });
    const isOurs = row.state === 'sending' && row.epoch === epoch;
    if (isOurs) move(row, nextOf(failed, attempt.detail), counted && failed !== null);
  }

  function append(
    row: Row,
    attempt: {
      at: number;
      tookMs: number;
      delivered: boolean;
      status: number | null;
      reason: DeliveryReason | null;
      detail: string | null;
      receipt: string | null;
      counted: boolean;
    },
  ): void {
    statement(insertAttempt).run(
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
      attempt.counted ? 1 : 0,
    );
    statement('UPDATE deliveries SET attempts = attempts + 1 WHERE sequence = ?').run(Number(row.sequence));
  }

  /** What was cancelled meanwhile does not wait again. */
  function move(row: Row, next: Next, counted: boolean): void {
    const { state, dueAt, reason, explanation } =
      row.withdrawn === 1 && next.state === 'waiting' ? cancelledByHand : next;
    statement(moveOne).run(
      state,
      dueAt,
      dueAt === null ? clock.now() : null,
      counted ? 1 : 0,
      reason,
      explanation,
      Number(row.sequence),
    );
  }

  function release(deliveryIds: readonly string[], epoch: number): void {
    for (const id of deliveryIds) {
      const row = statement(selectOne).get(id);
      if (row?.state !== 'sending' || row.epoch !== epoch) continue;
      move(row, { state: 'waiting', dueAt: Number(row.due_at), ...keptWords(row) }, false);
      // Nobody has seen the batch: its parts may travel in another company.
      if (row.attempts === 0) statement('UPDATE deliveries SET batch_id = NULL WHERE id = ?').run(id);
    }
  }

  function takeBackSome(epoch: number): { id: string; channelId: string }[] {
    const rows = statement(selectAbandoned).all(epoch, takenAtOnce);
    const now = clock.now();
    for (const row of rows) {
      append(row, { ...lostAttempt, at: now });
      move(row, { state: 'waiting', dueAt: now, reason: 'interrupted', explanation: interrupted }, false);
    }
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
  counted: false,
} as const;

/** What can be recorded of any outcome. Sent again, it would come to the same: hence a dead letter. */
function plain({ claim, epoch, failed }: Outcome, now: number): Outcome {
  const detail = 'What came of this try could not be recorded. The log has the details.';
  const reason = failed === null ? null : 'interrupted';
  return {
    claim,
    epoch,
    attempt: { ...lostAttempt, at: new Date(now).toISOString(), delivered: failed === null, reason, detail },
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

const selectOne = `
  SELECT sequence, id, channel_id, state, epoch, attempts, withdrawn, due_at, reason, explanation
  FROM deliveries WHERE id = ?`;

const selectAbandoned = `
  SELECT sequence, id, channel_id, attempts, withdrawn FROM deliveries
  WHERE state = 'sending' AND epoch < ? LIMIT ?`;

const insertAttempt = `
  INSERT INTO attempts (delivery_sequence, channel_id, number, at, took_ms, delivered, status, reason, detail,
    receipt, counted)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const moveOne = `
  UPDATE deliveries SET state = ?, due_at = ?, ended_at = ?, counted = counted + ?, epoch = NULL, withdrawn = 0,
    reason = ?, explanation = ?
  WHERE sequence = ?`;
