import type { App } from '../app.ts';
import type { Core } from './with-core.ts';

/** A command that delivers itself, as nothing else would, tries for so long. */
export const tryForMs = 10_000;

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

/** Waits until nothing that is due is left for the channels; what is held or waits for its next try stays. */
export async function catchUp(
  { app, call, signal }: Core,
  channelIds: readonly string[],
  limitMs: number,
): Promise<void> {
  const isDone = async (channelId: string) => {
    // Counting is cheap; looking for them may walk the whole table.
    const { counts } = await call('deliveries.list', { channelId, limit: 1 });
    if (counts.waiting + counts.sending === 0) return true;
    const { items } = await call('deliveries.list', {
      channelId,
      states: ['waiting', 'sending'],
      limit: 1_000,
    });
    return items.every(({ state, dueAt }) => state === 'waiting' && Date.parse(dueAt ?? '') > Date.now());
  };
  const areDone = async () => (await Promise.all(channelIds.map(isDone))).every(Boolean);
  await waitFor(areDone, { app, limitMs, signal });
}
