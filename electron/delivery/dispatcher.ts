import type { DeliverySettings } from '../../shared/settings.ts';
import type { Log } from '../log.ts';
import { isUrgent, outcomeOf, type Tried, tryOnce } from './attempt.ts';
import type { Breaker } from './breaker.ts';
import type { ChannelStates, Knowledge } from './channel-states.ts';
import type { Clock } from './clock.ts';
import { createRunningLane, type Request, type RunningLane } from './lane.ts';
import type { Claim, Outbox, Outcome, Unrecorded } from './outbox.ts';
import { createLimits, pauseInWords, pauseOf } from './rate-limit.ts';
import { DeliveryError, type Lane, type Sender } from './sender.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** Longest sleep between two turns. */
const longestSleepMs = 30_000;
/** Timers of the system are no finer; also keeps a mistaken "now" from spinning. */
const shortestSleepMs = 1;
/** Pauses after the storage failed: doubled each time. */
const [firstTroubleMs, longestTroubleMs] = [250, 5_000];
/** Deliveries settled in one go: more would keep the thread. */
const settledAtOnce = 400;
/** What is under way at a stop may end by itself for so long. */
const graceMs = 2_000;
/** A message that failed as a probe steps back behind the others that wait, which may fare better. */
const behindMs = 50;
/** Limits told ahead of a refusal are pace, not a state to be told, unless they last. */
const paceMs = 5_000;
/** While more is under way, outcomes wait for company: so many, or so long. A transaction each would cost more. */
const [outcomesTogether, companyMs] = [128, 10];

/** One leadership at work: claims, sends, settles. */
export interface Dispatcher {
  /** There may be new work for these channels; for all when left out. */
  hear(channelIds?: readonly string[]): void;
  lanesChanged(): void;
  /** The network or the machine is back: held channels try at once. */
  probeNow(): void;
  /** What the target of a channel asked us to wait for is over. */
  lift(channelId: string): void;
  /** Ends what is under way, within seconds, and gives back what was not begun. */
  stop(): Promise<void>;
}

export interface DispatcherOptions {
  epoch: number;
  outbox: Pick<Outbox, 'claim' | 'settle' | 'release' | 'nextDueAt'>;
  sender: Sender;
  settings(): DeliverySettings;
  states: ChannelStates;
  clock: Clock;
  /** 0 to 1. */
  random(): number;
  log: Pick<Log, 'error' | 'warn' | 'info'>;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { epoch, outbox, sender, settings, states, clock, random, log } = options;
  const limits = createLimits();
  const lanes = new Map<string, RunningLane>();
  const underWay = new Set<Promise<void>>();
  const cutOff = new AbortController();
  let outcomes: Outcome[] = [];
  /** Monotonic time by which the oldest outcome is settled. */
  let settleAt = 0;
  let givenBack: Claim[] = [];
  let trouble: { until: number; pauseMs: number } | null = null;
  let stopping = false;
  let turning: Promise<void> | null = null;
  let again = false;
  let cancelSleep = () => {};
  /** Monotonic time. */
  let sleepsUntil = 0;

  function wake(): void {
    again = true;
    if (stopping) return;
    cancelSleep();
    turning ??= turns()
      .catch(meetTrouble)
      .finally(() => {
        turning = null;
        if (again && !isInTrouble()) wake();
        else sleep();
      });
  }

  async function turns(): Promise<void> {
    while (again && !stopping && !isInTrouble()) {
      again = false;
      await turn();
    }
  }

  function isInTrouble(): boolean {
    return trouble !== null && clock.monotonic() < trouble.until;
  }

  function sleep(): void {
    if (stopping) return;
    const due = outcomes.length > 0 ? [settleAt] : [];
    const wakeAt = trouble?.until ?? Math.min(...due, ...all((lane) => [lane.wakeAt()]));
    const sleepMs = Math.max(wakeAt - clock.monotonic(), shortestSleepMs);
    const forMs = Math.min(sleepMs, longestSleepMs);
    sleepsUntil = clock.monotonic() + forMs;
    cancelSleep = clock.after(forMs, wake);
  }

  /**
   * What ended is settled, what cannot go is given back, what can go is claimed: in one transaction unless that
   * would keep the thread.
   */
  async function turn(): Promise<void> {
    const settling = isTimeToSettle() ? outcomes : [];
    if (settling.length > 0) outcomes = [];
    const givingBack = [...givenBack, ...all((lane) => lane.stranded())];
    givenBack = [];
    const requests = stopping || (trouble !== null && settling.length > 0) ? [] : all((lane) => lane.wants());
    if (settling.length + givingBack.length + requests.length > 0) {
      await write(settling, givingBack, requests);
    } else {
      endTrouble();
    }
    for (const lane of lanes.values()) begin(lane);
  }

  async function write(
    settling: readonly Outcome[],
    givingBack: readonly Claim[],
    requests: readonly Request[],
  ): Promise<void> {
    const settlings = inSteps(settling);
    const [gave, settled, claimed] = await Promise.all([
      Promise.allSettled(givingBack.length > 0 ? [outbox.release(givingBack, epoch)] : []),
      Promise.allSettled(settlings.map((step) => outbox.settle(step))),
      Promise.allSettled(requests.map((request) => outbox.claim([{ ...request, epoch }]))),
    ]);
    settled.forEach((result, index) => {
      const step = settlings[index] ?? [];
      if (result.status === 'rejected') outcomes.push(...step);
      else afterSettled(step, result.value);
    });
    if (gave.some(isRejected)) givenBack = [...givingBack, ...givenBack];
    claimed.forEach((result, index) => {
      const request = requests[index];
      if (request !== undefined && result.status === 'fulfilled') distribute(request, result.value);
    });
    const failed = [...gave, ...settled, ...claimed].find(isRejected);
    if (failed === undefined) endTrouble();
    else meetTrouble(failed.reason);
  }

  function isTimeToSettle(): boolean {
    if (stopping || trouble !== null || underWay.size === 0) return true;
    return outcomes.length >= outcomesTogether || clock.monotonic() >= settleAt;
  }

  /** A lane with nothing more in hand waits for its outcome: the next of an ordered one depends on it. */
  function ended(lane: RunningLane, outcome: Outcome): void {
    if (outcomes.length === 0) settleAt = clock.monotonic() + companyMs;
    if (!lane.isBusy()) settleAt = 0;
    outcomes.push(outcome);
  }

  function all<T>(of: (lane: RunningLane) => readonly T[]): T[] {
    return [...lanes.values()].flatMap((lane) => of(lane));
  }

  function distribute(request: Request, claims: readonly Claim[]): void {
    const { channelId, ordered } = request;
    const lane = lanes.get(channelId);
    if (lane === undefined) givenBack.push(...claims);
    else lane.got(request, claims, () => nextDueAt(channelId, ordered));
  }

  /** Where it cannot be read, now: what was claimed goes out all the same, and the lane looks again soon. */
  function nextDueAt(channelId: string, ordered: boolean): number | null {
    try {
      return outbox.nextDueAt(channelId, ordered);
    } catch (error) {
      log.warn({ err: error, channelId }, 'What is due next cannot be read');
      return clock.now();
    }
  }

  /** The storage is full or locked: what happened stays in memory, and nothing new is begun. */
  function meetTrouble(error: unknown): void {
    if (trouble === null) log.error({ err: error }, 'Deliveries cannot be recorded; sending waits');
    const pauseMs = trouble === null ? firstTroubleMs : Math.min(longestTroubleMs, trouble.pauseMs * 2);
    trouble = { until: clock.monotonic() + pauseMs, pauseMs };
    again = true;
  }

  function endTrouble(): void {
    if (trouble !== null) log.info('Deliveries can be recorded again');
    trouble = null;
  }

  function afterSettled(settling: readonly Outcome[], unrecorded: readonly Unrecorded[]): void {
    for (const { outcome, error } of unrecorded) {
      log.error({ err: error, messageId: outcome.claim.id }, 'What came of a try could not be recorded');
    }
    const ended = new Set(unrecorded.map(({ outcome }) => outcome));
    for (const outcome of settling) {
      const { claim, failed } = outcome;
      if (failed !== null && failed.retryAt !== null && !ended.has(outcome)) {
        lanes.get(claim.channelId)?.hear(failed.retryAt, isUrgent(claim));
      }
      states.touch([claim.channelId]);
    }
  }

  function begin(lane: RunningLane): void {
    while (!stopping && trouble === null) {
      const claim = lane.next();
      if (claim === null) return;
      const sent = send(lane, claim)
        .catch((error: unknown) =>
          log.error({ err: error, messageId: claim.id }, 'A send could not be ended'),
        )
        .finally(() => {
          underWay.delete(sent);
          begin(lane);
          if (!lane.isFlowing() || isTimeToSettle() || sleepsUntil > settleAt) wake();
        });
      underWay.add(sent);
    }
  }

  async function send(lane: RunningLane, claim: Claim): Promise<void> {
    const probe = lane.breaker.state() !== 'closed';
    const { timeoutMs } = lane.lane;
    const tried = await lane.breaker
      .run(() => tryOnce(claim, { sender, clock, log, timeoutMs, stop: cutOff.signal }))
      .finally(() => lane.ended(claim));
    learn(lane, tried);
    ended(
      lane,
      outcomeOf(claim, tried, {
        epoch,
        probe,
        held: lane.breaker.state() === 'open',
        now: clock.now(),
        retryDelaysMs: lane.lane.retryDelaysMs,
        giveUpAfterMs: settings().giveUpAfterDays * dayMs,
        notBeforeMs: notBeforeMs(lane),
        random: random(),
      }),
    );
    note(lane, tried);
    if (tried.result instanceof DeliveryError && tried.result.disable) disable(lane, tried.result.message);
  }

  function learn(lane: RunningLane, { result, tookMs }: Tried): void {
    const refused = result instanceof DeliveryError && result.reason === 'rateLimited';
    if (!refused) lane.limitedInRow = 0;
    // What was under way together is refused together: that counts once.
    else if (limits.floorOf(lane.lane) <= clock.monotonic() - tookMs) lane.limitedInRow += 1;
    const limit = refused ? pauseOf(result.limit, lane.limitedInRow) : result.limit;
    if (limit === undefined) return;
    limits.learn(lane.lane, limit, clock.monotonic());
    if (!refused && limit.waitMs < paceMs) return;
    for (const other of lanes.values()) {
      const waitMs = limits.floorOf(other.lane) - clock.monotonic();
      if (waitMs <= 0) continue;
      const holdReason = pauseInWords(other.lane.service, waitMs);
      const heldUntil = clock.now() + Math.ceil(waitMs);
      states.note(other.lane.channelId, { heldUntil, holdReason, heldKey: other.lane.rateKey });
    }
  }

  function notBeforeMs({ lane, breaker }: RunningLane): number {
    const now = clock.monotonic();
    const probeAt = breaker.state() === 'open' ? breaker.readyAt() + behindMs : now;
    return Math.max(0, limits.floorOf(lane) - now, probeAt - now);
  }

  function note({ lane, breaker }: RunningLane, { result, at, tookMs }: Tried): void {
    const delivered = !(result instanceof DeliveryError);
    const detail = delivered ? result.detail : result.message;
    const lastAnswer = { at: new Date(at).toISOString(), delivered, status: result.status, tookMs, detail };
    states.note(lane.channelId, { lastAnswer, ...holdOf(lane, breaker, detail) });
  }

  /** What the breaker does to the state that is told; a limit that was learned meanwhile goes on. */
  function holdOf(lane: Lane, breaker: Breaker, detail: string | null): Partial<Knowledge> {
    const state = breaker.state();
    const now = clock.monotonic();
    if (state === 'open') {
      const { failed, tries } = breaker.recent();
      const share = tries === 1 ? 'The last attempt' : `${failed} of the last ${tries} attempts`;
      const holdReason = `${share} failed: ${detail ?? 'no answer.'}`;
      const heldUntil = clock.now() + Math.max(0, Math.ceil(breaker.readyAt() - now));
      return { breaker: state, heldUntil, holdReason };
    }
    const freed = state === 'closed' && states.known(lane.channelId).breaker !== 'closed';
    if (!freed || limits.floorOf(lane) > now) return { breaker: state };
    return { breaker: state, heldUntil: null, holdReason: null };
  }

  /** Closed here at once; the registry closes the lane for good. */
  function disable(lane: RunningLane, why: string): void {
    const { channelId } = lane.lane;
    lane.lane = { ...lane.lane, closed: { condition: 'disabled', reason: why } };
    states.note(channelId, { disabledReason: why });
    sender
      .disable(channelId, why)
      .catch((error: unknown) => log.error({ err: error, channelId }, 'A channel could not be disabled'));
  }

  function open(lane: Lane): void {
    const { breaker, heldUntil, heldKey } = states.known(lane.channelId);
    lanes.set(lane.channelId, createRunningLane(lane, { clock, limits, startOpen: breaker !== 'closed' }));
    if (breaker !== 'closed' || heldUntil === null) return;
    if (heldKey !== null && heldKey !== lane.rateKey) free(lane.channelId);
    else limits.learn(lane, { waitMs: heldUntil - clock.now(), scope: 'target' }, clock.monotonic());
  }

  function lanesChanged(): void {
    const current = new Map(sender.lanes().map((lane) => [lane.channelId, lane]));
    for (const [channelId, running] of lanes) {
      if (current.has(channelId)) continue;
      givenBack.push(...running.emptied());
      lanes.delete(channelId);
    }
    for (const lane of current.values()) {
      const running = lanes.get(lane.channelId);
      if (running === undefined) open(lane);
      else edit(running, lane);
    }
    states.touch([...current.keys()]);
    // Whoever edits a channel wants to see at once whether it works now.
    probeNow();
  }

  /** Another target asked for nothing yet. */
  function edit(running: RunningLane, lane: Lane): void {
    const hasMoved = running.lane.rateKey !== lane.rateKey;
    running.lane = lane;
    if (!hasMoved || limits.floorOf(lane) > clock.monotonic()) return;
    running.limitedInRow = 0;
    if (running.breaker.state() === 'closed') free(lane.channelId);
  }

  function free(channelId: string): void {
    states.note(channelId, { heldUntil: null, holdReason: null });
  }

  function hear(channelIds: readonly string[] = [...lanes.keys()]): void {
    for (const channelId of channelIds) lanes.get(channelId)?.hear(clock.now(), true);
    wake();
  }

  function probeNow(): void {
    for (const { breaker } of lanes.values()) breaker.probeNow();
    hear();
  }

  function lift(channelId: string): void {
    const running = lanes.get(channelId);
    if (running === undefined) return;
    limits.forget(running.lane);
    running.limitedInRow = 0;
    if (running.breaker.state() === 'closed') free(channelId);
    running.breaker.probeNow();
    hear([channelId]);
  }

  lanesChanged();
  return {
    hear,
    lanesChanged,
    probeNow,
    lift,
    async stop() {
      stopping = true;
      cancelSleep();
      const cancelCutOff = clock.after(graceMs, () => cutOff.abort());
      await Promise.all(underWay);
      cancelCutOff();
      await turning;
      givenBack.push(...all((lane) => lane.emptied()));
      await turn();
      if (outcomes.length > 0) {
        log.warn({ messages: outcomes.length }, 'What was sent last could not be recorded and is sent again');
      }
    },
  };
}

function isRejected(result: PromiseSettledResult<unknown>): result is PromiseRejectedResult {
  return result.status === 'rejected';
}

/** Large batches take long to settle: few of them at a time. */
function inSteps(outcomes: readonly Outcome[]): Outcome[][] {
  const steps: Outcome[][] = [];
  let room = 0;
  for (const outcome of outcomes) {
    const size = outcome.claim.parts.length;
    if (size > room) {
      steps.push([]);
      room = settledAtOnce;
    }
    steps.at(-1)?.push(outcome);
    room -= size;
  }
  return steps;
}
