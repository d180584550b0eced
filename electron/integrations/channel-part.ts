import type { ChannelState } from '../../shared/channel.ts';
import type { PartState } from '../../shared/health.ts';
import type { AttemptFigures } from '../delivery/attempt-figures.ts';
import type { ConfiguredChannel } from './configured-channel.ts';
import { type Integration, percentilesOf } from './integration.ts';

export interface LaneParts {
  state(channelId: string): ChannelState;
  attempts(channelId: string): AttemptFigures;
}

/** A channel as the manager knows it: how its deliveries do is how it does. */
export function channelPart({ channel, kind, target }: ConfiguredChannel, parts: LaneParts): Integration {
  return {
    id: `channel.${channel.id}`,
    kind: 'channel',
    label: channel.name,
    target: target || (kind?.label ?? channel.kind),
    channelId: channel.id,
    ...laneHealth(channel.id, parts),
  };
}

/** How whatever takes deliveries does. */
export function laneHealth(
  channelId: string,
  { state, attempts }: LaneParts,
): Pick<Integration, 'look' | 'figures'> {
  return {
    look: () => lookOf(state(channelId)),
    figures() {
      const { tookMs, ...figures } = attempts(channelId);
      const { waiting, breaker } = state(channelId);
      return { responseMs: percentilesOf(tookMs), ...figures, queueDepth: waiting, breaker };
    },
  };
}

/** Held with a breaker that is closed is what the other side asked for; with one that is open it does not answer. */
function lookOf({ condition, breaker, reason }: ChannelState): { state: PartState; reason: string | null } {
  return { state: condition === 'held' && breaker !== 'closed' ? 'down' : condition, reason };
}
