import type { EventRecord } from '../../shared/event.ts';
import type { Database } from '../store/database.ts';
import { type Row, readEvent } from './delivery-rows.ts';
import type { Claim, ClaimRequest } from './outbox.ts';

export interface ClaimParts {
  database: Database;
  clock: { now(): number };
  newId(): string;
}

/** A waiting delivery as a claim weighs it. */
interface Candidate {
  sequence: number;
  id: string;
  eventSequence: number;
  priority: number;
  test: boolean;
  bytes: number;
  startedAt: number;
  dueAt: number;
  attempts: number;
  counted: number;
  batchId: string | null;
}

interface Chosen {
  priority: number;
  claim: Claim;
}

/** Critical ones come alone or with their like; the others may share a message. */
const critical = 0;
const ordinary = [1, 2, 3, 4] as const;
/** Of the events in one message: receivers have limits of their own, n8n's is 16 MiB. */
const maxBatchBytes = 4 * 1_024 * 1_024;

/** Chooses what is to be sent next; `claim` inside a transaction of the caller's. */
export function createClaims({ database, clock, newId }: ClaimParts) {
  const { statement } = database;

  function claim(requests: readonly ClaimRequest[]): Claim[] {
    const now = clock.now();
    const leader = Number(statement('SELECT epoch FROM courier WHERE id = 1').get()?.epoch ?? 0);
    return (
      requests
        // One who slept through the end of its leadership gets nothing.
        .filter(({ epoch }) => epoch >= leader)
        .flatMap((request) => claimFor(request, now))
        .toSorted((a, b) => a.priority - b.priority)
        .map(({ claim }) => claim)
    );
  }

  function claimFor(request: ClaimRequest, now: number): Chosen[] {
    const chosen: Chosen[] = [];
    const takeWhile = (next: () => Candidate | null) => {
      while (chosen.length < request.atMost) {
        const head = next();
        if (head === null) return;
        const claim = take(head, messageOf(head, request), request);
        if (claim !== null) chosen.push({ priority: head.priority, claim });
      }
    };
    takeWhile(() => nextTest(request.channelId, now));
    if (request.testsOnly !== true) takeWhile(() => nextHead(request, now));
    return chosen;
  }

  function nextTest(channelId: string, now: number): Candidate | null {
    return readCandidate(statement(selectTest).get(channelId, now));
  }

  function nextHead({ channelId, epoch, ordered, urgentOnly }: ClaimRequest, now: number): Candidate | null {
    if (ordered && isSending(epoch, channelId)) return null;
    for (const head of heads(channelId, ordered)) {
      if (urgentOnly === true && head.priority !== critical) return null;
      if (head.dueAt <= now) return head;
    }
    return null;
  }

  /** The first of each priority that waits, critical first. */
  function* heads(channelId: string, ordered: boolean): Generator<Candidate> {
    const sql = ordered ? selectFirstInOrder : selectFirstDue;
    for (let from = critical; ; ) {
      const head = readCandidate(statement(sql).get(channelId, from));
      if (head === null) return;
      yield head;
      from = head.priority + 1;
    }
  }

  function isSending(epoch: number, channelId: string): boolean {
    return statement(selectSending).get(epoch, channelId) !== undefined;
  }

  /** What travels with the head. A message that was tried is tried again as it was. */
  function messageOf(head: Candidate, request: ClaimRequest): Candidate[] {
    if (head.batchId !== null) return readCandidates(statement(selectBatch).all(head.batchId));
    if (request.upTo <= 1 || head.test || !isFresh(head)) return [head];
    return withinLimits(head, companyOf(head, request), request.upTo).toSorted(
      (a, b) => a.sequence - b.sequence,
    );
  }

  /** Read as far as the message has room: of its own priority first, critical ones with none but their like. */
  function* companyOf(head: Candidate, request: ClaimRequest): Generator<Candidate> {
    yield* freshOnes(request, head.priority);
    if (head.priority === critical) return;
    for (const priority of ordinary) if (priority !== head.priority) yield* freshOnes(request, priority);
  }

  /** Those never tried, whether due or still waiting for company. Twice `upTo` are looked at, no more. */
  function freshOnes({ channelId, ordered, upTo }: ClaimRequest, priority: number): Candidate[] {
    const sql = ordered ? selectInOrder : selectDue;
    const candidates = readCandidates(statement(sql).all(channelId, priority, 2 * upTo));
    if (!ordered) return candidates.filter(isFresh);
    const tried = candidates.findIndex((candidate) => !isFresh(candidate));
    return tried === -1 ? candidates : candidates.slice(0, tried);
  }

  /** Null when none of them can be read any more. */
  function take(
    head: Candidate,
    candidates: readonly Candidate[],
    { channelId, epoch }: ClaimRequest,
  ): Claim | null {
    const parts = candidates.flatMap((candidate) => {
      const event = eventOf(candidate);
      return event === null ? [] : [{ ...candidate, event }];
    });
    if (parts.length === 0) return null;
    const batchId = head.batchId ?? (parts.length > 1 ? `bat_${newId()}` : null);
    for (const { sequence } of parts) statement(markSending).run(epoch, batchId, sequence);
    return {
      channelId,
      id: batchId ?? head.id,
      attempt: Math.max(...parts.map(({ attempts }) => attempts)) + 1,
      counted: Math.max(...parts.map(({ counted }) => counted)),
      parts: parts.map(({ id, event, test, startedAt }) => ({
        deliveryId: id,
        event,
        test,
        createdAt: startedAt,
      })),
    };
  }

  /** A damaged one ends here: it must not keep the others from being sent. */
  function eventOf({ sequence, eventSequence }: Candidate): EventRecord | null {
    const row = statement('SELECT body FROM events WHERE sequence = ?').get(eventSequence);
    try {
      return readEvent(row);
    } catch {
      statement(endDamaged).run(clock.now(), sequence);
      return null;
    }
  }

  function nextDueAt(channelId: string, ordered: boolean): number | null {
    const test = nextTest(channelId, Number.MAX_SAFE_INTEGER);
    const times = [...heads(channelId, ordered), ...(test === null ? [] : [test])].map(({ dueAt }) => dueAt);
    return times.length === 0 ? null : Math.min(...times);
  }

  return { claim, nextDueAt };
}

function isFresh({ attempts, batchId }: Candidate): boolean {
  return attempts === 0 && batchId === null;
}

function withinLimits(head: Candidate, company: Iterable<Candidate>, upTo: number): Candidate[] {
  const chosen = [head];
  let bytes = head.bytes;
  for (const candidate of company) {
    if (chosen.length >= upTo) break;
    if (candidate.sequence === head.sequence) continue;
    bytes += candidate.bytes;
    if (bytes > maxBatchBytes) break;
    chosen.push(candidate);
  }
  return chosen;
}

function readCandidates(rows: Row[]): Candidate[] {
  return rows.flatMap((row) => readCandidate(row) ?? []);
}

function readCandidate(row: Row | undefined): Candidate | null {
  if (row === undefined) return null;
  return {
    sequence: Number(row.sequence),
    id: String(row.id),
    eventSequence: Number(row.event_sequence),
    priority: Number(row.priority),
    test: row.test === 1,
    bytes: Number(row.bytes),
    startedAt: Number(row.started_at),
    dueAt: Number(row.due_at),
    attempts: Number(row.attempts),
    counted: Number(row.counted),
    batchId: row.batch_id === null ? null : String(row.batch_id),
  };
}

const select = `
  SELECT sequence, id, event_sequence, priority, test, bytes, started_at, due_at, attempts, counted, batch_id
  FROM deliveries`;

const selectTest = `${select}
  WHERE state = 'waiting' AND test = 1 AND channel_id = ? AND due_at <= ? ORDER BY due_at LIMIT 1`;

const selectFirstInOrder = `${select}
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority >= ?
  ORDER BY priority, sequence LIMIT 1`;

const selectFirstDue = `${select}
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority >= ?
  ORDER BY priority, due_at, sequence LIMIT 1`;

const selectInOrder = `${select}
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority = ? ORDER BY sequence LIMIT ?`;

const selectDue = `${select}
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority = ? ORDER BY due_at, sequence LIMIT ?`;

const selectBatch = `${select} WHERE state = 'waiting' AND batch_id = ? ORDER BY sequence`;

const selectSending = `SELECT 1 FROM deliveries WHERE state = 'sending' AND epoch = ? AND channel_id = ? LIMIT 1`;

const markSending = `UPDATE deliveries SET state = 'sending', epoch = ?, batch_id = ? WHERE sequence = ?`;

const endDamaged = `
  UPDATE deliveries SET state = 'failed', due_at = NULL, ended_at = ?, reason = 'interrupted',
    explanation = 'What it was to say is damaged in the database and cannot be read.'
  WHERE sequence = ?`;
