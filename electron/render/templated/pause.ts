import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../delivery/clock.ts';

/** Waits on a clock that can be any. Throws `cancelled`, or what the signal was aborted with where that is an error. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      callOff();
      reject(
        signal?.reason instanceof AppError ? signal.reason : new AppError('cancelled', 'It was given up.'),
      );
    };
    const callOff = clock.after(ms, () => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    });
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
  });
}
