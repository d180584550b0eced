import type { DeliveryList } from '../delivery/delivery-list.ts';
import type { Publisher } from '../integrations/publisher.ts';
import type { HandlersOf } from './dispatch.ts';

export interface NoticeParts {
  publisher: Pick<Publisher, 'publish'>;
  deliveries: Pick<DeliveryList, 'inbox' | 'markRead'>;
}

/** Answers `notices.*`. */
export function noticeHandlers({ publisher, deliveries }: NoticeParts): HandlersOf<'notices'> {
  return {
    'notices.send': async ({ title, message, severity, data: details, channelIds }) => {
      const data = { title, message, details };
      const recorded = await publisher.publish({
        type: 'system_alert',
        severity,
        data,
        channelIds,
        byHand: true,
      });
      return { eventId: recorded.event.id, deliveries: recorded.deliveries };
    },
    'notices.list': (page) => deliveries.inbox(page),
    'notices.markRead': async ({ upTo }) => ({ unread: await deliveries.markRead(upTo) }),
  };
}
