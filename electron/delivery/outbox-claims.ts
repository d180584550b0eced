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
        chosen.push({ priority: head.priority, claim: take(head, messageOf(head, request), request) });
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
    const company = [head.priority, ...ordinary.filter((priority) => priority !== head.priority)]
      .filter((priority) => head.priority !== critical || priority === critical)
      .flatMap((priority) => freshOnes(request, priority));
    return withinLimits(head, company, request.upTo).toSorted((a, b) => a.sequence - b.sequence);
  }

  /** Those never tried, whether due or still waiting for company. Twice `upTo` are looked at, no more. */
  function freshOnes({ channelId, ordered, upTo }: ClaimRequest, priority: number): Candidate[] {
    const sql = ordered ? selectInOrder : selectDue;
    const candidates = readCandidates(statement(sql).all(channelId, priority, 2 * upTo));
    if (!ordered) return candidates.filter(isFresh);
    const tried = candidates.findIndex((candidate) => !isFresh(candidate));
    return tried === -1 ? candidates : candidates.slice(0, tried);
  }

  function take(head: Candidate, parts: Candidate[], { channelId, epoch }: ClaimRequest): Claim {
    const batchId = head.batchId ?? (parts.length > 1 ? `bat_${newId()}` : null);
    for (const { sequence } of parts) statement(markSending).run(epoch, batchId, sequence);
    return {
      channelId,
      id: batchId ?? head.id,
      attempt: Math.max(...parts.map(({ attempts }) => attempts)) + 1,
      counted: Math.max(...parts.map(({ counted }) => counted)),
      parts: parts.map(({ id, eventSequence, test, startedAt }) => ({
        deliveryId: id,
        event: readEvent(statement('SELECT body FROM events WHERE sequence = ?').get(eventSequence)),
        test,
        createdAt: startedAt,
      })),
    };
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

function withinLimits(head: Candidate, company: readonly Candidate[], upTo: number): Candidate[] {
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
