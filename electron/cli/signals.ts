import { exitStatus } from './exit-status.ts';

/** npm passes on a Ctrl-C that the terminal has sent to everybody already, and libraries repeat signals they
 *  have cleaned up after: only a request that comes later than this is a second one. */
const repeatedWithinMs = 1_000;

/** Hears the first request to stop, with the status to exit with; a second one ends the process at once.
 *  Returns what stops listening. */
export function onStop(hear: (status: number) => void): () => void {
  let firstAt: number | null = null;
  const listen = (signal: NodeJS.Signals) => {
    const status = signal === 'SIGINT' ? exitStatus.interrupted : exitStatus.terminated;
    if (firstAt === null) {
      firstAt = performance.now();
      hear(status);
    } else if (performance.now() - firstAt > repeatedWithinMs) {
      process.exit(status);
    }
  };
  process.on('SIGINT', listen).on('SIGTERM', listen);
  return () => {
    process.off('SIGINT', listen).off('SIGTERM', listen);
  };
}

/** Waits for the first request to stop. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    onStop(() => resolve());
  });
}
