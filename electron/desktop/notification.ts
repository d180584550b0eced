import { Notification } from 'electron';
import type { EventPayload } from '../../shared/contract.ts';
import { DeliveryError } from '../delivery/sender.ts';

/** Systems that show nothing, as while notifications are switched off for the program, may not say so either. */
const shownWithinMs = 5_000;
const urgencyOf = {
  info: 'low',
  success: 'low',
  warning: 'normal',
  error: 'normal',
  critical: 'critical',
} as const;

/** Shows notifications of the system; a click on one calls `onClick`. Throws DeliveryError. */
export function createNotify(onClick: () => void) {
  // Held until they are gone: one that is collected as garbage takes no clicks.
  const shown = new Set<Notification>();

  return async ({ title, body, severity }: EventPayload<'notification.requested'>): Promise<void> => {
    if (!Notification.isSupported()) {
      throw new DeliveryError('misconfigured', 'This system shows no notifications.', { retryable: false });
    }
    const notification = new Notification({ title, body, urgency: urgencyOf[severity] });
    shown.add(notification);
    notification.on('click', onClick);
    notification.once('click', () => shown.delete(notification));
    notification.once('close', () => shown.delete(notification));
    try {
      await whenShown(notification);
    } catch (error) {
      shown.delete(notification);
      throw error;
    }
  };
}

function whenShown(notification: Notification): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (reason: 'timeout' | 'refused', detail: string) =>
      reject(new DeliveryError(reason, detail, { retryable: true }));
    const timer = setTimeout(
      () => refuse('timeout', 'The system did not show it. Are notifications allowed for this program?'),
      shownWithinMs,
    );
    notification.once('show', () => {
      clearTimeout(timer);
      resolve();
    });
    notification.once('failed', (_event, error) => {
      clearTimeout(timer);
      refuse('refused', `The system refused it: ${error}`);
    });
    notification.show();
  });
}
