import type { Delivery } from '../../shared/delivery.ts';
import type { EventBus } from '../events.ts';
import type { Database } from '../store/database.ts';
import type { Clock } from './clock.ts';
import { type IsHeld, readDelivery, selectDeliveries } from './delivery-rows.ts';

/** Tells screens of deliveries that changed: the first at once, under flood 100 deliveries every 100 ms. */
export interface LiveChanges {
  add(deliveryIds: readonly string[]): void;
}

export interface LiveChangesParts {
  database: Database;
  events: Pick<EventBus, 'emit'>;
  isHeld: IsHeld;
  clock: Pick<Clock, 'after'>;
}

const everyMs = 100;
const atMost = 100;

/** Reads each delivery when it is told, so that it is told as it is then. */
export function createLiveChanges({ database, events, isHeld, clock }: LiveChangesParts): LiveChanges {
  const pending = new Set<string>();
  let more = false;
  let isPausing = false;

  function tell(): void {
    isPausing = false;
    if (pending.size === 0 || !database.isOpen()) return;
    isPausing = true;
    clock.after(everyMs, tell);
    const deliveries = readAll([...pending]);
    if (deliveries === null) return;
    const payload = { deliveries, more };
    pending.clear();
    more = false;
    events.emit('delivery.changed', payload);
  }

  /** Null when the storage fails: what was written stays so, and is told later. */
  function readAll(ids: readonly string[]): Delivery[] | null {
    try {
      return database.read(() => {
        const rows = database.statement(selectWanted).all(JSON.stringify(ids));
        return rows.map((row) => readDelivery(row, isHeld));
      });
    } catch {
      return null;
    }
  }

  return {
    add(deliveryIds) {
      for (const id of deliveryIds) {
        if (pending.size < atMost || pending.has(id)) pending.add(id);
        else more = true;
      }
      if (!isPausing) tell();
    },
  };
}

const selectWanted = `${selectDeliveries} WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.id`;
