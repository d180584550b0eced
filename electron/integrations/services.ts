import type { Clock } from '../delivery/clock.ts';
import type { Log } from '../log.ts';

/** A part of the program that comes and goes with it. */
export interface Service {
  name: string;
  start?(): void | Promise<void>;
  stop?(): void | Promise<void>;
}

export interface Services {
  /** In order: each may use those before it. Never throws. */
  start(): Promise<void>;
  /** The other way round. Safe to call twice. */
  stop(): Promise<void>;
}

/** Longer than any of them takes when it is well: who waits for more waits for ever. */
const [startWithinMs, stopWithinMs] = [30_000, 30_000];

/** Starts and stops services; one that fails or hangs is logged, and takes no other down. */
export function createServices(
  services: readonly Service[],
  { clock, log }: { clock: Pick<Clock, 'after'>; log: Pick<Log, 'error' | 'warn'> },
): Services {
  let stopped: Promise<void> | null = null;

  async function one(
    { name }: Service,
    work: (() => void | Promise<void>) | undefined,
    withinMs: number,
    what: string,
  ): Promise<void> {
    const late = Promise.withResolvers<'late'>();
    const cancel = clock.after(withinMs, () => late.resolve('late'));
    try {
      const ended = await Promise.race([Promise.resolve(work?.()), late.promise]);
      if (ended === 'late') log.warn({ service: name }, `A service did not ${what} in time`);
    } catch (error) {
      log.error({ err: error, service: name }, `A service did not ${what}`);
    } finally {
      cancel();
    }
  }

  async function stopAll(): Promise<void> {
    for (const service of services.toReversed()) await one(service, service.stop, stopWithinMs, 'stop');
  }

  return {
    async start() {
      for (const service of services) await one(service, service.start, startWithinMs, 'start');
    },
    stop() {
      stopped ??= stopAll();
      return stopped;
    },
  };
}
