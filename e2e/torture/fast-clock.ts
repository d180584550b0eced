import type { Clock } from '../../electron/delivery/clock.ts';

/**
 * A clock that runs `speed` times as fast as ours: hours of retries pass in a minute. All clocks with the same
 * `startedAt` (milliseconds since 1970) agree, whichever process they are in; `offsetMs` is what one was set by.
 */
export function fastClock(speed: number, startedAt: number, offsetMs: number): Clock {
  return {
    now: () => Math.round(startedAt + (Date.now() - startedAt) * speed + offsetMs),
    monotonic: () => performance.now() * speed,
    after(ms, run) {
      const timer = setTimeout(run, ms / speed);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
