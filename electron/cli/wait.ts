import type { App } from '../app.ts';

/** How often it is looked whether another process has delivered meanwhile. */
const lookEveryMs = 250;

/**
 * Looks until `isDone` says so, at every change of deliveries here and a few times a second for those of another
 * process. False when the time is over first, or the signal says to stop.
 */
export function waitFor(
  isDone: () => Promise<boolean>,
  { app, limitMs, signal }: { app: Pick<App, 'events'>; limitMs: number; signal: AbortSignal },
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let isLooking = false;
    const look = async () => {
      if (isLooking) return;
      isLooking = true;
      try {
        if (await isDone()) end(() => resolve(true));
      } catch (error) {
        end(() => reject(error));
      }
      isLooking = false;
    };
    const giveUp = () => end(() => resolve(false));
    const timers = [setTimeout(giveUp, limitMs), setInterval(look, lookEveryMs)];
    const stopListening = app.events.listen('delivery.changed', look);
    signal.addEventListener('abort', giveUp);
    function end(settle: () => void): void {
      for (const timer of timers) clearTimeout(timer);
      stopListening();
      signal.removeEventListener('abort', giveUp);
      settle();
    }
    if (signal.aborted) giveUp();
    else void look();
  });
}
