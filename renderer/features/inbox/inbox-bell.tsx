import { Popover } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { followBrowserNotifications } from './browser-notifications.ts';
import { closeInbox, followInbox, openInbox, useInbox } from './inbox.ts';
import classes from './inbox-bell.module.css';
import { InboxPanel } from './inbox-panel.tsx';

const mostCounted = 99;

/** The bell in the frame: how many notices are unread, and all of them when it is pressed. */
export function InboxBell({ className }: { className: string | undefined }) {
  const { unread, opened } = useInbox();
  const connected = useCore((state) => state.connected && state.info !== null);
  const host = useCore((state) => state.info?.host);
  useEffect(() => (connected ? followInbox() : undefined), [connected]);
  useEffect(() => (host === 'web' ? followBrowserNotifications() : undefined), [host]);
  return (
    <Popover
      position="right-end"
      width={420}
      shadow="md"
      withinPortal
      trapFocus
      returnFocus
      opened={opened}
      onChange={(open) => (open ? openInbox() : closeInbox())}
    >
      <Popover.Target>
        <button
          type="button"
          className={className}
          aria-label={unread === 0 ? 'Inbox' : `Inbox: ${unread} unread`}
          onClick={() => (opened ? closeInbox() : openInbox())}
        >
          <span className={classes.bell}>
            <IconBell size={22} stroke={1.5} />
            {unread > 0 && (
              <span className={classes.count} aria-hidden>
                {unread > mostCounted ? `${mostCounted}+` : unread}
              </span>
            )}
          </span>
          <span className={classes.label}>Inbox</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label="Inbox">
        <InboxPanel />
      </Popover.Dropdown>
    </Popover>
  );
}
