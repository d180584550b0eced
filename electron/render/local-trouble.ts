import type { DeliveryReason } from '../../shared/delivery.ts';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { DeliveryError } from '../delivery/sender.ts';

/** What may go better the next time. */
const transient: Partial<Record<ErrorCode, DeliveryReason>> = {
  'render.crashed': 'interrupted',
  'render.timedOut': 'timeout',
  cancelled: 'interrupted',
  'storage.full': 'interrupted',
  'storage.locked': 'interrupted',
};

/** What a picture failed of on this machine, for the courier; whatever is no AppError stays a bug of ours. */
export function toLocalDeliveryError(error: unknown): unknown {
  if (error instanceof DeliveryError || !(error instanceof AppError) || error.code === 'internal')
    return error;
  const reason = transient[error.code];
  const isGone = error.code === 'notFound' || error.code === 'photo.notFound';
  return new DeliveryError(reason ?? (isGone ? 'notFound' : 'misconfigured'), error.message, {
    retryable: reason !== undefined,
    cause: error,
  });
}
