import type { DeliveryReason } from '../../../shared/delivery.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { DeliveryError, type LearnedLimit } from '../../delivery/sender.ts';
import { reasonOf } from '../../http/network-error.ts';

/** What Templated said no with: an AppError that also knows what that means for a delivery. */
export class TemplatedError extends AppError {
  readonly reason: DeliveryReason;
  readonly retryable: boolean;
  readonly status: number | null;
  readonly limit: LearnedLimit | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      reason: DeliveryReason;
      retryable: boolean;
      status?: number;
      limit?: LearnedLimit | undefined;
      cause?: unknown;
    },
  ) {
    super(code, message, { cause: options.cause });
    this.name = 'TemplatedError';
    this.reason = options.reason;
    this.retryable = options.retryable;
    this.status = options.status ?? null;
    this.limit = options.limit;
  }
}

/** It cannot be had now, whatever is asked of it: what the local renderer may step in for. */
const awayReasons: readonly DeliveryReason[] = [
  'offline',
  'connection',
  'timeout',
  'tls',
  'rateLimited',
  'serverError',
];

/** Nobody can tell whether it arrived, or it may go better next time. */
const transientReasons: readonly DeliveryReason[] = [...awayReasons, 'badAnswer', 'interrupted'];

/** In the words of deliveries; null when it is no trouble of Templated or of the way there. */
export function troubleOf(error: unknown): DeliveryReason | null {
  return error instanceof TemplatedError ? error.reason : reasonOf(error);
}

/** Whether Templated cannot be had now (offline, 5xx, 429, quota, open breaker); what it refuses does not count. */
export function isAway(error: unknown): boolean {
  const reason = troubleOf(error);
  return reason !== null && awayReasons.includes(reason);
}

/** For the courier; what is no trouble of Templated or of the way there stays as it is. */
export function toDeliveryError(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const reason = troubleOf(error);
  if (reason === null) return error;
  const known = error instanceof TemplatedError ? error : null;
  return new DeliveryError(reason, error.message, {
    retryable: known?.retryable ?? transientReasons.includes(reason),
    status: known?.status ?? null,
    limit: known?.limit,
    cause: error,
  });
}
