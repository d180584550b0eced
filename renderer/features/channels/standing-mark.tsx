import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconForms,
  IconPlayerPause,
  IconPower,
} from '@tabler/icons-react';
import type { ChannelView } from '../../../shared/channel.ts';
import { Standing as StandingText } from '../../ui/standing.tsx';
import { type StateIcon, StateMark } from '../../ui/state-mark.tsx';
import { type Standing, standingOf, standingWord } from './channel-words.ts';

/** Each by its icon, and the state that it has the colour of. */
const looks: Readonly<Record<Standing, { icon: StateIcon; state: string }>> = {
  healthy: { icon: IconCircleCheck, state: 'healthy' },
  untried: { icon: IconCircleDashed, state: 'waiting' },
  degraded: { icon: IconAlertTriangle, state: 'degraded' },
  held: { icon: IconPlayerPause, state: 'held' },
  disabled: { icon: IconCircleX, state: 'failed' },
  off: { icon: IconPower, state: 'waiting' },
  incomplete: { icon: IconForms, state: 'degraded' },
};

/** How a channel does, by shape, colour and word. `now` is milliseconds. */
export function StandingMark({ view, now }: { view: ChannelView; now: number }) {
  const standing = standingOf(view);
  const { icon, state } = looks[standing];
  return <StateMark icon={icon} state={state} word={standingWord(standing, view.state.heldUntil, now)} />;
}

/** Why it is not healthy, where there is something to say. */
export function StandingReason({ view }: { view: ChannelView }) {
  const { reason } = view.state;
  const standing = standingOf(view);
  if (reason === null || standing === 'off') return null;
  return <StandingText state={looks[standing].state}>{reason}</StandingText>;
}
