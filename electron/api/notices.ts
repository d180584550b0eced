import type { ManualNotice } from '../../shared/contract.ts';
import type { DeliveryList } from '../delivery/delivery-list.ts';
import type { NewEvent, Publisher } from '../integrations/publisher.ts';
import type { HandlersOf } from './dispatch.ts';

export interface NoticeParts {
  publisher: Pick<Publisher, 'publish'>;
  deliveries: Pick<DeliveryList, 'inbox' | 'markRead' | 'unread'>;
}

/** Answers `notices.*`. */
export function noticeHandlers({ publisher, deliveries }: NoticeParts): HandlersOf<'notices'> {
  return {
    'notices.send': async ({ channelIds, ...notice }) => {
      const recorded = await publisher.publish({ ...manualEvent(notice), channelIds });
      return { eventId: recorded.event.id, deliveries: recorded.deliveries };
    },
    'notices.list': (page) => deliveries.inbox(page),
    'notices.markRead': async ({ upTo }) => ({ unread: await deliveries.markRead(upTo) }),
  };
}

/** The event that a notice written by hand stands for. */
export function manualEvent({
  title,
  message = '',
  severity,
  data = {},
}: ManualNotice): NewEvent & { type: 'system_alert' } {
  return { type: 'system_alert', severity, data: { title, message, details: data } };
}
