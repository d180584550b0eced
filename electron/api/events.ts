import type { Publisher } from '../integrations/publisher.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `events.*`. */
export function eventHandlers(publisher: Pick<Publisher, 'publish'>): HandlersOf<'events'> {
  return {
    'events.publish': async (input) => {
      const { event, deliveries, known } = await publisher.publish(input);
      return { eventId: event.id, deliveries, known };
    },
  };
}
