import type { DeliveryReason } from '../../shared/delivery.ts';
import type { Log } from '../log.ts';
import type { Health } from './breaker.ts';
import type { Clock } from './clock.ts';
import type { Claim, Outcome } from './outbox.ts';
import { nextRetryAt } from './schedule.ts';
import { DeliveryError, type Receipt, type Sender } from './sender.ts';

/** How one send of a message went. */
export interface Tried {
  health: Health;
  /** Wall-clock milliseconds of its start. */
  at: number;
  tookMs: number;
  result: Receipt | DeliveryError;
  /** Cut off because the program stops: nobody can tell whether it arrived. */
  stopped: boolean;
}

interface TryOptions {
  sender: Sender;
  clock: Clock;
  log: Pick<Log, 'error'>;
  timeoutMs: number;
  /** Cuts it off when the program stops. */
  stop: AbortSignal;
}

/** Sends once. Ends within `timeoutMs` whatever the sender does, and never throws. */
export function tryOnce(claim: Claim, options: TryOptions): Promise<Tried> {
  const { sender, clock, timeoutMs, stop } = options;
  const { channelId, id, attempt, parts } = claim;
  const [at, startedAt] = [clock.now(), clock.monotonic()];
  const cut = new AbortController();
  const stopNow = () => cut.abort(interrupted());
  const callOff = clock.after(timeoutMs, () => cut.abort(timedOut(timeoutMs)));
  stop.addEventListener('abort', stopNow);
  return new Promise<Tried>((resolve) => {
    const end = (result: Receipt | DeliveryError) => {
      callOff();
      stop.removeEventListener('abort', stopNow);
      const tookMs = Math.max(0, clock.monotonic() - startedAt);
      const stopped = stop.aborted && result === cut.signal.reason;
      resolve({ health: healthOf(result), at, tookMs, result, stopped });
    };
    const fail = (error: unknown) => end(toDeliveryError(error, claim, options.log));
    cut.signal.addEventListener('abort', () => fail(cut.signal.reason));
    if (stop.aborted) stopNow();
    const send = async () => sender.send({ channelId, id, attempt, parts }, { signal: cut.signal });
    // What comes after it was cut off changes nothing any more.
    send().then(end, (error) => cut.signal.aborted || fail(error));
  });
}

function timedOut(timeoutMs: number): DeliveryError {
  const detail = `There was no answer within ${timeoutMs / 1_000} s.`;
  return new DeliveryError('timeout', detail, { retryable: true });
}

function interrupted(): DeliveryError {
  const detail = 'The program was stopped before the answer came.';
  return new DeliveryError('interrupted', detail, { retryable: true });
}

/** What nobody foresaw is a bug of ours: logged, retried and charged, so that it ends some day. */
function toDeliveryError(error: unknown, claim: Claim, log: Pick<Log, 'error'>): DeliveryError {
  if (error instanceof DeliveryError) return error;
  log.error({ err: error, channelId: claim.channelId, messageId: claim.id }, 'Sending broke unexpectedly');
  const detail = 'Something went wrong inside the program. The log has the details.';
  return new DeliveryError('interrupted', detail, { retryable: true, cause: error });
}

/** Nothing came to the other side, as far as anybody can tell. */
const unreachable: readonly DeliveryReason[] = ['offline', 'connection'];
/** Retried, yet no sign that the other side is down. */
const alive: readonly DeliveryReason[] = ['rateLimited', 'interrupted'];

function healthOf(result: Receipt | DeliveryError): Health {
  if (!(result instanceof DeliveryError)) return 'well';
  if (unreachable.includes(result.reason)) return 'unreachable';
  return result.retryable && !alive.includes(result.reason) ? 'failing' : 'well';
}

/** Whether the message is a test sent by hand: it goes out where others wait. */
export function isTest(claim: Claim): boolean {
  return claim.parts.every(({ test }) => test);
}

/** 0 for critical ones and tests, up to 4 for info: the order in which they go. */
export function rankOf({ parts }: Claim): number {
  return parts.reduce((rank, { test, event }) => Math.min(rank, test ? 0 : ranks.indexOf(event.severity)), 4);
}

const ranks = ['critical', 'error', 'warning', 'success', 'info'];

/** Critical ones and tests. */
export function isUrgent(claim: Claim): boolean {
  return rankOf(claim) === 0;
}

export interface Circumstances {
  epoch: number;
  /** It was the probe of an open breaker. */
  probe: boolean;
  /** The breaker is open now. */
  held: boolean;
  now: number;
  retryDelaysMs: readonly number[];
  giveUpAfterMs: number;
  /** No retry before so many milliseconds: what the other side asked for, or the next probe. */
  notBeforeMs: number;
  random: number;
}

/** What is refused for good because of one part, or of all together: alone the parts may fare better. */
const aboutOne: readonly DeliveryReason[] = ['refused', 'tooLarge'];

/** Who tries a channel by hand does not wait for pauses as long as this. */
const patientFromMs = 60_000;

/** What a try means for its deliveries: delivered, tried again at some time, or a dead letter. */
export function outcomeOf(claim: Claim, tried: Tried, circumstances: Circumstances): Outcome {
  const { result, at, tookMs } = tried;
  const { epoch, now, random } = circumstances;
  const attempt = { at, tookMs, status: result.status };
  if (!(result instanceof DeliveryError)) {
    const { detail, receipt } = result;
    return {
      claim,
      epoch,
      attempt: { ...attempt, delivered: true, reason: null, detail, receipt },
      failed: null,
    };
  }
  const { reason, message: detail, retryable } = result;
  const counted = isCharged(claim, tried, circumstances.probe);
  const failed = { ...attempt, delivered: false, reason, detail, receipt: null };
  if (!retryable && claim.parts.length > 1 && aboutOne.includes(reason)) {
    return { claim, epoch, attempt: failed, failed: { reason, retryAt: now, counted: false, apart: true } };
  }
  if (!retryable) return { claim, epoch, attempt: failed, failed: { reason, retryAt: null, counted } };
  if (tried.stopped) return { claim, epoch, attempt: failed, failed: { reason, retryAt: now, counted } };
  const { retryDelaysMs } = circumstances;
  const next = nextRetryAt({
    ...circumstances,
    retryDelaysMs: isTest(claim) ? retryDelaysMs.filter((delayMs) => delayMs < patientFromMs) : retryDelaysMs,
    random,
    createdAt: Math.min(...claim.parts.map(({ createdAt }) => createdAt)),
    counted: claim.counted,
    charged: counted,
  });
  if ('at' in next) return { claim, epoch, attempt: failed, failed: { reason, retryAt: next.at, counted } };
  const ended = next.ended === 'expired' ? 'expired' : reason;
  return { claim, epoch, attempt: failed, failed: { reason: ended, retryAt: null, counted } };
}

/**
 * Retries are for what the target could not do at that moment. A dead network, a rate limit, our own stop and the
 * probe of a target that is known to be down use none up; a test always does, so that it ends soon.
 */
function isCharged(claim: Claim, { result, stopped }: Tried, probe: boolean): boolean {
  if (!(result instanceof DeliveryError) || !result.retryable) return true;
  if (result.reason === 'rateLimited' || stopped) return false;
  return isTest(claim) || !(probe || result.reason === 'offline');
}
