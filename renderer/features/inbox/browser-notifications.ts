import { create } from 'zustand';
import { core } from '../../core.ts';

/** What this browser lets us do: null where it knows no notifications. */
export const usePermission = create<{ permission: NotificationPermission | null }>(() => ({
  permission: 'Notification' in window ? Notification.permission : null,
}));

/** Asks for the permission; browsers allow that only after a press. */
export async function askPermission(): Promise<void> {
  usePermission.setState({ permission: await Notification.requestPermission() });
}

/**
 * Shows what the channel "desktop" sends as notifications of the system, where the operator allowed that. Returns what
 * stops it.
 */
export function followBrowserNotifications(): () => void {
  return core.listen('notification.requested', ({ title, body, severity }) => {
    if (usePermission.getState().permission !== 'granted') return;
    const notification = new Notification(title, {
      body,
      // Several open pages hear the same: of one tag the browser shows one.
      tag: `${title}\n${body}`,
      icon: '/icon.svg',
      requireInteraction: severity === 'critical',
    });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
  });
}
