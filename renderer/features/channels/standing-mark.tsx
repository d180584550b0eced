import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconForms,
  IconPlayerPause,
  IconPower,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { ChannelView } from '../../../shared/channel.ts';
import { type Standing, standingOf, standingWord } from './channel-words.ts';
import classes from './standing-mark.module.css';

const icons: Readonly<
  Record<Standing, ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>>
> = {
  healthy: IconCircleCheck,
  untried: IconCircleDashed,
  degraded: IconAlertTriangle,
  held: IconPlayerPause,
  disabled: IconCircleX,
  off: IconPower,
  incomplete: IconForms,
};

/** How a channel does, by shape, colour and word. `now` is milliseconds. */
export function StandingMark({ view, now }: { view: ChannelView; now: number }) {
  const standing = standingOf(view);
  const Icon = icons[standing];
  return (
    <span className={classes.mark} data-standing={standing}>
      <Icon size={16} stroke={1.8} aria-hidden />
      {standingWord(standing, view.state.heldUntil, now)}
    </span>
  );
}

/** Why it is not healthy, where there is something to say. */
export function StandingReason({ view }: { view: ChannelView }) {
  const { reason } = view.state;
  if (reason === null || standingOf(view) === 'off') return null;
  return (
    <p className={classes.reason} data-standing={standingOf(view)}>
      {reason}
    </p>
  );
}
