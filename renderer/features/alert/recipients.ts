import type { ChannelView } from '../../../shared/channel.ts';
import { type Severity, severityRank } from '../../../shared/event.ts';
import { severityWords } from '../../ui/severity.tsx';

/** Why a channel cannot take an alert, whoever asks; null when it can. */
export function whyClosed({ channel, state }: ChannelView): string | null {
  if (!channel.enabled) return 'Switched off';
  if (state.condition === 'disabled') return state.reason ?? 'Disabled';
  if (state.condition === 'incomplete') return state.reason ?? 'Its settings lack something';
  return null;
}

/** Why a channel does not want an alert of this severity; null when it does. */
export function whyUnwanted({ channel }: ChannelView, severity: Severity): string | null {
  if (!channel.eventTypes.includes('system_alert')) return 'Takes no alerts';
  if (severityRank(severity) < severityRank(channel.minSeverity))
    return `Wants ${severityWords[channel.minSeverity].toLowerCase()}${channel.minSeverity === 'critical' ? ' only' : ' and worse'}`;
  return null;
}

/** The channels an alert goes to: those picked, else all that want it. */
export function recipientsOf(
  channels: readonly ChannelView[],
  { channelIds, severity }: { channelIds: readonly string[] | null; severity: Severity },
): ChannelView[] {
  return channels.filter((view) => {
    if (whyClosed(view) !== null) return false;
    return channelIds === null ? whyUnwanted(view, severity) === null : channelIds.includes(view.channel.id);
  });
}
