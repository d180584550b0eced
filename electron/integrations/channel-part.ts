import { alertNames, type Labels, type NewAlert } from '../../shared/alert.ts';
import type { ChannelState } from '../../shared/channel.ts';
import type { AttemptFigures } from '../delivery/attempt-figures.ts';
import type { ConfiguredChannel } from './configured-channel.ts';
import { type Integration, type Look, percentilesOf } from './integration.ts';

const [enoughInRow, quietMs] = [3, 600_000];

export interface LaneParts {
  state(channelId: string): ChannelState;
  attempts(channelId: string): AttemptFigures;
  /** Wall-clock milliseconds. */
  now(): number;
}

/** A channel takes nothing more, as its target is gone. It is resolved once somebody switches it on again. */
export function channelDisabled(channelId: string, label: string, why: string): NewAlert {
  return {
    labels: disabledLabels(channelId),
    severity: 'error',
    title: `Channel "${label}" was switched off`,
    message: why,
  };
}

function disabledLabels(channelId: string): Labels {
  return { alertname: alertNames.channelDisabled, channel: channelId, source: 'integration' };
}

/** A channel as the manager knows it: how its deliveries do is how it does. */
export function channelPart(
  { channel, kind, target }: ConfiguredChannel,
  parts: LaneParts & Pick<Integration, 'check'>,
): Integration {
  return {
    check: parts.check,
    alerts: {
      unwell: { alertname: alertNames.channelDown, channel: channel.id, source: 'integration' },
      disabled: disabledLabels(channel.id),
    },
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
  { state, attempts, now }: LaneParts,
): Pick<Integration, 'look' | 'figures'> {
  return {
    look() {
      const look = lookOf(state(channelId));
      return look.state === 'degraded' && hasRecovered(attempts(channelId), now())
        ? { ...look, state: 'healthy', reason: null }
        : look;
    },
    figures() {
      const { tookMs, successRate, perMinute, retries } = attempts(channelId);
      const { waiting, breaker } = state(channelId);
      const responseMs = percentilesOf(tookMs);
      return { responseMs, successRate, perMinute, retries, queueDepth: waiting, breaker };
    },
  };
}

/** An outage stays in the success rate for a day; it is over once some went through, or none failed for a while. */
function hasRecovered({ deliveredInRow, lastFailureAt }: AttemptFigures, now: number): boolean {
  if (deliveredInRow === 0) return false;
  return deliveredInRow >= enoughInRow || lastFailureAt === null || now - lastFailureAt > quietMs;
}

/** Held with a breaker that is closed is what the other side asked for; with one that is open it does not answer. */
function lookOf({ condition, breaker, reason, lastAnswer }: ChannelState): Look {
  return {
    state: condition === 'held' && breaker !== 'closed' ? 'down' : condition,
    reason,
    wellAt: lastAnswer?.delivered ? Date.parse(lastAnswer.at) : undefined,
  };
}
