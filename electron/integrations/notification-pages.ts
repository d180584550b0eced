import type { EventPayload } from '../../shared/contract.ts';
import { DeliveryError } from '../delivery/sender.ts';
import type { EventBus } from '../events.ts';

/** Pages of a browser that can show notifications of the system for us. */
export interface NotificationPages {
  /** A page listens from now on; returns what says that it has gone. */
  opened(): () => void;
  /** Asks the pages to show it. Throws DeliveryError, worth a retry, when none is open. */
  notify(notification: EventPayload<'notification.requested'>): Promise<void>;
}

/** Counts the pages that hear our events. */
export function createNotificationPages(events: Pick<EventBus, 'emit'>): NotificationPages {
  let open = 0;
  return {
    opened() {
      open++;
      let gone = false;
      return () => {
        if (!gone) open--;
        gone = true;
      };
    },
    async notify(notification) {
      if (open === 0) {
        const detail = 'No page of the program is open that could show it. Open the program to see it.';
        throw new DeliveryError('offline', detail, { retryable: true });
      }
      events.emit('notification.requested', notification);
    },
  };
}
