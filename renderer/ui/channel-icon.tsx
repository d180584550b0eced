import {
  IconBrandDiscord,
  IconBrandSlack,
  IconDeviceDesktop,
  IconMail,
  IconPlug,
  IconTopologyStar3,
  IconWebhook,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import classes from './channel-icon.module.css';

const icons: Readonly<Record<string, ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>>> =
  {
    n8n: IconTopologyStar3,
    email: IconMail,
    slack: IconBrandSlack,
    discord: IconBrandDiscord,
    webhook: IconWebhook,
    desktop: IconDeviceDesktop,
  };

/** The picture of a kind of channel, a plug for one it does not know. Its name stands beside it. */
export function ChannelIcon({ kind, size = 20 }: { kind: string; size?: number }) {
  const Icon = icons[kind] ?? IconPlug;
  return <Icon size={size} stroke={1.5} aria-hidden />;
}

/** The same on a ground of its own, at the head of what is about the channel. */
export function ChannelBadge({ kind, off = false }: { kind: string; off?: boolean }) {
  return (
    <span className={classes.badge} data-off={off}>
      <ChannelIcon kind={kind} />
    </span>
  );
}
