import { AppError } from '../../../shared/errors.ts';
import type { Hook } from '../../../shared/hook.ts';
import type { Clock } from '../../delivery/clock.ts';
import { afterSend, conformsAt, type Rate } from '../../delivery/rate-limit.ts';

/** Too many calls at once; it says after how long one more is let in. */
export class TooMany extends AppError {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('host.tooMany', 'Too many calls. Wait as long as Retry-After says.');
    this.retryAfterMs = retryAfterMs;
  }
}

/** Calls that were not let in, per name; the same for every name, so that it tells nothing. */
const failedRate: Rate = { perSecond: 0.5, burst: 20 };
/** Names are the sender's to invent. */
const mostNames = 1_000;

/** How fast each hook may be called. */
export interface Paces {
  /** Counts a call that is let in. Throws TooMany. */
  letIn(hook: Pick<Hook, 'name' | 'perMinute'>): void;
  /** Counts a call that is not let in, and says with which error. */
  failed(name: string, error: AppError): AppError;
}

/** Token buckets over the generic cell rate of `delivery/rate-limit.ts`. */
export function createPaces({ monotonic }: Pick<Clock, 'monotonic'>): Paces {
  const arrivals = new Map<string, number>();
  const failures = new Map<string, number>();

  /** Milliseconds to wait; 0 and counted when there is room. */
  function take(tats: Map<string, number>, name: string, rate: Rate): number {
    const now = monotonic();
    const tat = tats.get(name) ?? Number.NEGATIVE_INFINITY;
    const waitMs = conformsAt(tat, rate) - now;
    if (waitMs > 0) return waitMs;
    tats.set(name, afterSend(tat, rate, now));
    return 0;
  }

  return {
    letIn({ name, perMinute }) {
      const rate = { perSecond: perMinute / 60, burst: Math.ceil(perMinute / 6) };
      const waitMs = take(arrivals, name, rate);
      if (waitMs > 0) throw new TooMany(waitMs);
    },
    failed(name, error) {
      if (failures.size >= mostNames && !failures.has(name)) failures.clear();
      const waitMs = take(failures, name, failedRate);
      return waitMs > 0 ? new TooMany(waitMs) : error;
    },
  };
}
