/** Time as the courier sees it; tests bring their own. */
export interface Clock {
  /** Wall-clock milliseconds since 1970. Jumps when somebody sets the clock. */
  now(): number;
  /** Milliseconds since some moment of this process. Never goes back; may stand still while the machine sleeps. */
  monotonic(): number;
  /** Runs something once, so many milliseconds from now; returns what calls it off. Keeps no process alive. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** How the wall clock moved against the time that really went by, since the last look. */
export interface Jump {
  /** Positive: it was set forward or the machine slept. Negative: it was set back. */
  byMs: number;
  /** The look itself came so much later than it should have: the process stood still. */
  lateMs: number;
}

/** Watches for jumps: call what it returns regularly, saying after how long it was to be called. */
export function watchJumps(clock: Clock): (expectedMs: number) => Jump {
  let wall = clock.now();
  let monotonic = clock.monotonic();
  return (expectedMs) => {
    const [wallMs, monotonicMs] = [clock.now() - wall, clock.monotonic() - monotonic];
    wall += wallMs;
    monotonic += monotonicMs;
    return { byMs: wallMs - monotonicMs, lateMs: monotonicMs - expectedMs };
  };
}
