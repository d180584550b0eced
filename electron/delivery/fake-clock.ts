import type { Clock } from './clock.ts';

/** A clock for tests, which stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Lets time go by; what falls due runs in order, and what it started gets its turn before time goes on. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock forward or back; no real time goes by. */
  jump(ms: number): void;
  /** The machine sleeps: the wall clock goes on, the process and its timers do not. */
  sleep(ms: number): void;
  /** Timers that wait. */
  pending(): number;
}

/** Turns of the event loop that work without timers of its own may need to come to rest. */
export async function settled(turns = 30): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function createFakeClock(startAt = Date.UTC(2026, 10, 1)): FakeClock {
  let monotonic = 1_000;
  let offset = startAt - monotonic;
  let timers: { at: number; run: () => void }[] = [];

  const jump = (ms: number) => {
    offset += ms;
  };

  async function advance(ms: number): Promise<void> {
    const until = monotonic + ms;
    await settled();
    for (;;) {
      const next = timers.reduce((at, timer) => Math.min(at, timer.at), Number.POSITIVE_INFINITY);
      if (next > until) break;
      monotonic = Math.max(monotonic, next);
      const due = timers.filter(({ at }) => at <= monotonic);
      timers = timers.filter(({ at }) => at > monotonic);
      for (const { run } of due) run();
      await settled();
    }
    monotonic = until;
  }

  return {
    now: () => Math.round(monotonic + offset),
    monotonic: () => monotonic,
    after(ms, run) {
      const timer = { at: monotonic + Math.max(0, ms), run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance,
    jump,
    sleep: jump,
    pending: () => timers.length,
  };
}
