import type { Transport } from '../shared/client.ts';
import type { App } from './app.ts';

/** A transport without a wire. Values are copied both ways, so that nobody shares what a wire would copy. */
export function createMemoryTransport({ dispatch, events }: Pick<App, 'dispatch' | 'events'>): Transport {
  return {
    call: async (name, input) => structuredClone(await dispatch(name, structuredClone(input))),
    listen: (name, hear) =>
      events.listenAll((heard, payload) => {
        if (heard === name) hear(structuredClone(payload));
      }),
    watchConnection(hear) {
      hear(true);
      return () => undefined;
    },
  };
}
