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
const priorities = [critical, ...ordinary];
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

  /** Looked up by the stretch: a query for every message would cost more than the message. */
  function claimFor(request: ClaimRequest, now: number): Chosen[] {
    const chosen: Chosen[] = [];
    for (;;) {
      const room = request.atMost - chosen.length;
      const heads = room > 0 ? headsOf(request, now, room) : [];
      if (heads.length === 0) return chosen;
      chosen.push(...take(messagesOf(heads, request), request));
    }
  }

  /** What is due: tests, then by priority. */
  function headsOf(request: ClaimRequest, now: number, atMost: number): Candidate[] {
    const { channelId, epoch, ordered, testsOnly, urgentOnly } = request;
    const tests = readCandidates(statement(selectTests).all(channelId, now, atMost));
    if (tests.length > 0 || testsOnly === true) return tests;
    if (ordered) {
      const head = isSending(epoch, channelId) ? null : firstInOrder(request, now);
      return head === null ? [] : [head];
    }
    const heads: Candidate[] = [];
    for (const priority of urgentOnly === true ? [critical] : priorities) {
      if (heads.length >= atMost) break;
      const rows = statement(selectDue).all(channelId, priority, now, atMost - heads.length);
      heads.push(...readCandidates(rows));
    }
    return heads;
  }

  function firstInOrder({ channelId, urgentOnly }: ClaimRequest, now: number): Candidate | null {
    for (const head of firsts(channelId, true)) {
      if (urgentOnly === true && head.priority !== critical) return null;
      if (head.dueAt <= now) return head;
    }
    return null;
  }

  /** The first of each priority that waits, critical first. */
  function* firsts(channelId: string, ordered: boolean): Generator<Candidate> {
    const sql = ordered ? selectFirstInOrder : selectFirstDue;
    for (let from = critical; ; ) {
      const first = readCandidate(statement(sql).get(channelId, from));
      if (first === null) return;
      yield first;
      from = first.priority + 1;
    }
  }

  function isSending(epoch: number, channelId: string): boolean {
    return statement(selectSending).get(epoch, channelId) !== undefined;
  }

  /** Each head with its company. One that already travels with another has no message of its own. */
  function messagesOf(heads: readonly Candidate[], request: ClaimRequest): Candidate[][] {
    const travelling = new Set<number>();
    const messages: Candidate[][] = [];
    for (const head of heads) {
      if (travelling.has(head.sequence)) continue;
      const message = messageOf(head, request, travelling);
      for (const { sequence } of message) travelling.add(sequence);
      messages.push(message);
    }
    return messages;
  }

  /** What travels with the head. A message that was tried is tried again as it was. */
  function messageOf(head: Candidate, request: ClaimRequest, travelling: ReadonlySet<number>): Candidate[] {
    if (head.batchId !== null) return readCandidates(statement(selectBatch).all(head.batchId));
    if (request.upTo <= 1 || head.test || !isFresh(head)) return [head];
    return withinLimits(head, companyOf(head, request, travelling), request.upTo).toSorted(
      (a, b) => a.sequence - b.sequence,
    );
  }

  /** Read as far as the message has room: of its own priority first, critical ones with none but their like. */
  function* companyOf(
    head: Candidate,
    request: ClaimRequest,
    travelling: ReadonlySet<number>,
  ): Generator<Candidate> {
    yield* freshOnes(request, head.priority, travelling);
    if (head.priority === critical) return;
    for (const priority of ordinary) {
      if (priority !== head.priority) yield* freshOnes(request, priority, travelling);
    }
  }

  /** Those never tried, whether due or still waiting for company. Twice `upTo` beyond the others are looked at. */
  function freshOnes(
    { channelId, ordered, upTo }: ClaimRequest,
    priority: number,
    travelling: ReadonlySet<number>,
  ): Candidate[] {
    const sql = ordered ? selectInOrder : selectByDue;
    const rows = statement(sql).all(channelId, priority, travelling.size + 2 * upTo);
    const candidates = readCandidates(rows).filter(({ sequence }) => !travelling.has(sequence));
    if (!ordered) return candidates.filter(isFresh);
    const tried = candidates.findIndex((candidate) => !isFresh(candidate));
    return tried === -1 ? candidates : candidates.slice(0, tried);
  }

  /** Marks messages as sending and reads what they say; those of which nothing can be read any more are left out. */
  function take(messages: readonly Candidate[][], { channelId, epoch }: ClaimRequest): Chosen[] {
    const events = eventsOf(messages.flat());
    const alone: number[] = [];
    const chosen = messages.flatMap((candidates): Chosen[] => {
      const parts = candidates.flatMap((candidate) => {
        const event = events.get(candidate.sequence);
        return event === undefined ? [] : [{ ...candidate, event }];
      });
      const [head] = parts;
      if (head === undefined) return [];
      const batchId = head.batchId ?? (parts.length > 1 ? `bat_${newId()}` : null);
      const sequences = parts.map(({ sequence }) => sequence);
      if (batchId === null) alone.push(...sequences);
      else statement(markSending).run(epoch, batchId, JSON.stringify(sequences));
      const claim = {
        channelId,
        id: batchId ?? head.id,
        attempt: Math.max(...parts.map(({ attempts }) => attempts)) + 1,
        counted: Math.max(...parts.map(({ counted }) => counted)),
        parts: parts.map(({ id, sequence, event, test, startedAt }) => ({
          deliveryId: id,
          sequence,
          event,
          test,
          createdAt: startedAt,
        })),
      };
      return [{ priority: Math.min(...parts.map(({ priority }) => priority)), claim }];
    });
    if (alone.length > 0) statement(markSending).run(epoch, null, JSON.stringify(alone));
    return chosen;
  }

  /** By the sequence of the delivery. A damaged one ends here: it must not keep the others from being sent. */
  function eventsOf(candidates: readonly Candidate[]): Map<number, EventRecord> {
    const wanted = JSON.stringify(candidates.map(({ eventSequence }) => eventSequence));
    const rows = new Map(
      statement(selectBodies)
        .all(wanted)
        .map((row) => [Number(row.sequence), row]),
    );
    const events = new Map<number, EventRecord>();
    for (const { sequence, eventSequence } of candidates) {
      try {
        events.set(sequence, readEvent(rows.get(eventSequence)));
      } catch {
        statement(endDamaged).run(clock.now(), sequence);
      }
    }
    return events;
  }

  function nextDueAt(channelId: string, ordered: boolean): number | null {
    const tests = readCandidates(statement(selectTests).all(channelId, Number.MAX_SAFE_INTEGER, 1));
    const times = [...firsts(channelId, ordered), ...tests].map(({ dueAt }) => dueAt);
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

const selectTests = `${select}
  WHERE state = 'waiting' AND test = 1 AND channel_id = ? AND due_at <= ? ORDER BY due_at LIMIT ?`;

const selectDue = `${select}
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority = ? AND due_at <= ?
  ORDER BY due_at, sequence LIMIT ?`;

const selectFirstInOrder = `${select}
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority >= ?
  ORDER BY priority, sequence LIMIT 1`;

const selectFirstDue = `${select}
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority >= ?
  ORDER BY priority, due_at, sequence LIMIT 1`;

const selectInOrder = `${select}
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority = ? ORDER BY sequence LIMIT ?`;

const selectByDue = `${select}
  WHERE state = 'waiting' AND test = 0 AND channel_id = ? AND priority = ? ORDER BY due_at, sequence LIMIT ?`;

const selectBatch = `${select} WHERE state = 'waiting' AND batch_id = ? ORDER BY sequence`;

const selectSending = `SELECT 1 FROM deliveries WHERE state = 'sending' AND epoch = ? AND channel_id = ? LIMIT 1`;

const selectBodies = `
  SELECT sequence, body FROM events WHERE sequence IN (SELECT value FROM json_each(?))`;

const markSending = `
  UPDATE deliveries SET state = 'sending', epoch = ?, batch_id = ?
  WHERE sequence IN (SELECT value FROM json_each(?))`;

const endDamaged = `
  UPDATE deliveries SET state = 'failed', due_at = NULL, ended_at = ?, reason = 'interrupted',
    explanation = 'What it was to say is damaged in the database and cannot be read.'
  WHERE sequence = ?`;
