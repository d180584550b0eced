import type { Alert, OpenCounts } from '../../shared/alert.ts';
import type { Clock } from '../delivery/clock.ts';
import type { EventBus } from '../events.ts';
import type { Database } from '../store/database.ts';

/** Tells screens of alerts that changed: the first at once, under flood 100 alerts every 100 ms. */
export interface LiveAlerts {
  add(ids: readonly string[]): void;
}

export interface LiveAlertsParts {
  database: Pick<Database, 'isOpen'>;
  events: Pick<EventBus, 'emit'>;
  clock: Pick<Clock, 'after'>;
  /** As they are now; those that are gone are left out. */
  readAll(ids: readonly string[]): Alert[];
  open(): OpenCounts;
}

const everyMs = 100;
const atMost = 100;

/** Reads each alert when it is told, so that it is told as it is then. */
export function createLiveAlerts({ database, events, clock, readAll, open }: LiveAlertsParts): LiveAlerts {
  const pending = new Set<string>();
  let more = false;
  let isPausing = false;

  function tell(): void {
    isPausing = false;
    if ((pending.size === 0 && !more) || !database.isOpen()) return;
    isPausing = true;
    clock.after(everyMs, tell);
    try {
      const payload = { alerts: readAll([...pending]), more, open: open() };
      pending.clear();
      more = false;
      events.emit('alert.changed', payload);
    } catch {
      // The storage failed: what was written stays so, and is told at the next turn.
    }
  }

  return {
    add(ids) {
      for (const id of ids) {
        if (pending.size < atMost || pending.has(id)) pending.add(id);
        else more = true;
      }
      if (!isPausing) tell();
    },
  };
}
