import { isTest, isUrgent, rankOf } from './attempt.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import type { Clock } from './clock.ts';
import type { Claim, ClaimRequest } from './outbox.ts';
import type { Limits } from './rate-limit.ts';
import type { Lane } from './sender.ts';

/** Deliveries claimed ahead of their turn at most, so that a transaction is not needed for every message. */
const mostAhead = 128;
/** Claimed in one go at most: the thread is not kept for longer than this takes. */
const mostAtOnce = 400;
/** Claimed ahead are no more than are sent within so long. */
const aheadMs = 250;
/** What is claimed and cannot go within so long is given back. */
const longestWaitMs = 1_000;
/** Due, but not given out: looked at again this much later. */
const lookAgainMs = 1_000;

/** What a lane lets through: everything, one probe, tests alone. */
type Gate = 'all' | 'probe' | 'tests';

/** What a lane asks the outbox for. */
export type Request = Omit<ClaimRequest, 'epoch'>;

/** One channel at work: what it holds in memory, and what it may take and send now. */
export interface RunningLane {
  lane: Lane;
  breaker: Breaker;
  /** Rate limits in a row that came without a time. */
  limitedInRow: number;
  /** Something, perhaps something urgent, may be due from this wall-clock time on. */
  hear(at: number, urgent: boolean): void;
  /** What to ask the outbox for: one request at most. */
  wants(): Request[];
  /** What the outbox gave for a request. */
  got(request: Request, claims: readonly Claim[], nextDueAt: () => number | null): void;
  /** Claimed, but not to be sent soon: to be given back. */
  stranded(): Claim[];
  /** Everything claimed and not begun. */
  emptied(): Claim[];
  /** The next message to send now; it counts as under way until `ended`. */
  next(): Claim | null;
  ended(claim: Claim): void;
  /** Whether anything claimed is under way or waits for its turn. */
  isBusy(): boolean;
  /** All slots are taken and enough is claimed to take the next that are free: nothing to ask the outbox for. */
  isFlowing(): boolean;
  /** Monotonic time when there may be something to do; infinity when only news can bring it. */
  wakeAt(): number;
}

const never = Number.POSITIVE_INFINITY;

export function createRunningLane(
  initial: Lane,
  options: { clock: Clock; limits: Limits; startOpen?: boolean },
): RunningLane {
  const { clock, limits } = options;
  const sending = new Set<Claim>();
  let queue: Claim[] = [];
  /** Wall-clock times from which something, or something urgent, may be due. */
  let dueAt = 0;
  let urgentAt = 0;
  /** News came since the last request: its answer may not know of them. */
  let hasNews = false;

  function gate(): Gate {
    if (running.lane.closed !== null) return 'tests';
    if (running.breaker.state() === 'closed') return 'all';
    return running.breaker.readyAt() <= clock.monotonic() ? 'probe' : 'tests';
  }

  /** Claims beyond those that can be sent at once. */
  function ahead(): number {
    const { ordered, concurrency, rate, batch, ahead: most = concurrency * 8 } = running.lane;
    if (ordered) return 0;
    return Math.floor(Math.min(mostAhead / batch.upTo, most, (rate.perSecond * aheadMs) / 1_000));
  }

  /** Messages that may be claimed beyond those in hand. */
  function room(): number {
    return running.lane.concurrency + ahead() - sending.size - queue.length;
  }

  function inOneGo(): number {
    return Math.max(1, Math.floor(mostAtOnce / running.lane.batch.upTo));
  }

  /** By halves: a transaction for every single message would cost more than the message. */
  function isLow(): boolean {
    return room() > 0 && (queue.length === 0 || room() >= Math.min(inOneGo(), ahead() / 2));
  }

  function isFlowing(): boolean {
    const isFull = sending.size >= running.lane.concurrency && queue.length > 0;
    return isFull && !isLow() && urgentAt > clock.now() && gate() === 'all';
  }

  function wants(): Request[] {
    hasNews = false;
    const { channelId, concurrency, ordered, batch } = running.lane;
    const allows = gate();
    const soon = clock.monotonic() + (allows === 'all' && ahead() > 0 ? aheadMs : 0);
    if (limits.readyAt(running.lane) > soon) return [];
    const request = { channelId, upTo: batch.upTo, ordered };
    const [due, urgent] = [dueAt <= clock.now(), urgentAt <= clock.now()];
    const held = sending.size + queue.length;
    const slots = concurrency + (ordered ? 0 : 1);

    if (allows === 'all') {
      if (isLow()) return due || urgent ? [{ ...request, atMost: Math.min(room(), inOneGo()) }] : [];
      if (!urgent || ordered) return [];
      const urgentRoom = slots - queue.filter(isUrgent).length;
      return urgentRoom > 0 ? [{ ...request, atMost: urgentRoom, urgentOnly: true }] : [];
    }
    const free = slots - held;
    if (free <= 0) return [];
    if (allows === 'probe' && queue.length === 0 && due) return [{ ...request, atMost: 1 }];
    return urgent ? [{ ...request, atMost: free, testsOnly: true }] : [];
  }

  function got(request: Request, claims: readonly Claim[], nextDueAt: () => number | null): void {
    queue = [...queue, ...claims].sort((one, other) => rankOf(one) - rankOf(other));
    if (hasNews) return;
    const last = claims.at(-1);
    const all = claims.length < request.atMost;
    if (all || (last !== undefined && !isUrgent(last))) urgentAt = never;
    if (!all || request.urgentOnly || request.testsOnly) return;
    const next = nextDueAt();
    // One that is due and was not given out waits for another to end.
    dueAt = next === null ? never : next <= clock.now() ? clock.now() + lookAgainMs : next;
  }

  function takeOut(which: (claim: Claim) => boolean): Claim[] {
    const out = queue.filter(which);
    queue = queue.filter((claim) => !out.includes(claim));
    return out;
  }

  function stranded(): Claim[] {
    if (queue.length === 0) return [];
    const allows = gate();
    if (limits.readyAt(running.lane) > clock.monotonic() + longestWaitMs) return takeOut(() => true);
    // The probe itself is begun in the turn it was claimed in.
    return allows === 'all' ? [] : takeOut((claim) => !isTest(claim));
  }

  function next(): Claim | null {
    const { concurrency, ordered } = running.lane;
    if (queue.length === 0 || limits.readyAt(running.lane) > clock.monotonic()) return null;
    const allows = gate();
    const claim = allows === 'tests' ? queue.find(isTest) : queue[0];
    if (claim === undefined) return null;
    const slots = concurrency + (isUrgent(claim) && !ordered ? 1 : 0);
    if (sending.size >= slots) return null;
    queue.splice(queue.indexOf(claim), 1);
    sending.add(claim);
    limits.take(running.lane, clock.monotonic());
    return claim;
  }

  function wakeAt(): number {
    const { lane, breaker } = running;
    const now = clock.monotonic();
    const toMonotonic = (wall: number) => Math.max(now, now + wall - clock.now());
    const ready = limits.readyAt(lane);
    const full = sending.size >= lane.concurrency;
    const work = queue.length > 0 ? now : toMonotonic(Math.min(dueAt, urgentAt));
    const general = lane.closed !== null || full ? never : Math.max(work, breaker.readyAt(), ready);
    const fullOfUrgent = sending.size >= lane.concurrency + (lane.ordered ? 0 : 1);
    const urgent = fullOfUrgent ? never : Math.max(toMonotonic(urgentAt), ready);
    return Math.min(general, urgent);
  }

  const running: RunningLane = {
    lane: initial,
    breaker: createBreaker({ monotonic: clock.monotonic, startOpen: options.startOpen ?? false }),
    limitedInRow: 0,
    hear(at, urgent) {
      dueAt = Math.min(dueAt, at);
      if (urgent) urgentAt = Math.min(urgentAt, at);
      hasNews = true;
    },
    wants,
    got,
    stranded,
    emptied: () => takeOut(() => true),
    next,
    ended(claim) {
      sending.delete(claim);
    },
    isBusy: () => sending.size + queue.length > 0,
    isFlowing,
    wakeAt,
  };
  return running;
}
