import type { EventName, EventPayload } from '../shared/contract.ts';
import type { Log } from './log.ts';

type HearAll = (name: EventName, payload: EventPayload<EventName>) => void;

/** Announces what happened. Listeners are told at once, in the order they came; none can steer or stop it. */
export interface EventBus {
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Hears every event named so; returns what stops it. */
  listen<N extends EventName>(name: N, hear: (payload: EventPayload<N>) => void): () => void;
  /** Hears every event, as the hosts do that pass them on; returns what stops it. */
  listenAll(hear: HearAll): () => void;
}

/** A bus in this process. A listener that throws is logged and does not hurt the others. */
export function createEventBus(log: Pick<Log, 'error'>): EventBus {
  const listeners = new Set<HearAll>();

  function listenAll(hear: HearAll): () => void {
    const listener: HearAll = (name, payload) => hear(name, payload);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    emit(name, payload) {
      for (const hear of [...listeners]) {
        try {
          hear(name, payload);
        } catch (error) {
          log.error({ err: error, event: name }, 'A listener failed');
        }
      }
    },
    listen(name, hear) {
      return listenAll((heard, payload) => {
        if (heard === name) hear(payload as EventPayload<typeof name>);
      });
    },
    listenAll,
  };
}
