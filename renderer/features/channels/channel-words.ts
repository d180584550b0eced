import { type ChannelState, type ChannelView, switchedOffByHand } from '../../../shared/channel.ts';
import type { Attempt, Delivery } from '../../../shared/delivery.ts';
import { eventTypes } from '../../../shared/event.ts';
import { eventWords } from '../../ui/event-words.ts';
import type { Words } from '../../ui/schema-form.tsx';
import { severityWords } from '../../ui/severity.tsx';
import { clockTime, tookText } from '../../ui/words.ts';
import { hasEnded, standingText } from '../deliveries/delivery-words.ts';

/** How a channel does, told finer than the core does: off is no failure, and untried is not yet healthy. */
export type Standing = ChannelState['condition'] | 'off' | 'untried';

export function standingOf({ channel, state }: ChannelView): Standing {
  if (!channel.enabled && state.reason === switchedOffByHand) return 'off';
  if (state.condition === 'healthy' && state.lastAnswer === null) return 'untried';
  return state.condition;
}

/** The state in a word or two: "Held until 14:02:10". `now` is milliseconds. */
export function standingWord(standing: Standing, heldUntil: string | null, now: number): string {
  if (standing === 'held') return heldUntil === null ? 'Held' : `Held until ${clockTime(heldUntil, now)}`;
  return {
    healthy: 'Healthy',
    untried: 'Not tried yet',
    degraded: 'Degraded',
    disabled: 'Disabled',
    off: 'Switched off',
    incomplete: 'Incomplete',
  }[standing];
}

/** What is sent to a channel, in a few words: "Warning and worse, 3 of 7 types". */
export function selectionText({ minSeverity, eventTypes: chosen }: ChannelView['channel']): string {
  const types =
    chosen.length === eventTypes.length
      ? 'all types'
      : chosen.length === 1 && chosen[0] !== undefined
        ? eventWords[chosen[0]].label
        : `${chosen.length} of ${eventTypes.length} types`;
  if (chosen.length === 0) return 'Nothing: no type is chosen';
  if (minSeverity === 'info') return chosen.length === eventTypes.length ? 'Everything' : capital(types);
  const severity = severityWords[minSeverity];
  return `${severity}${minSeverity === 'critical' ? '' : ' and worse'}, ${types}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** An answer in a few words: "200 in 84 ms", "No answer in 10.0 s". */
export function answerText({
  delivered,
  status,
  tookMs,
}: {
  delivered: boolean;
  status: number | null;
  tookMs: number;
}): string {
  const what = delivered
    ? status === null
      ? 'Delivered'
      : `Delivered (${status})`
    : status === null
      ? 'Not delivered'
      : `Answered ${status}`;
  return `${what} in ${tookText(tookMs).replace(' ', '\u00a0')}`;
}

/** What became of a delivery since its first attempt, without saying again what that attempt said. `now` is milliseconds. */
export function sinceText(delivery: Delivery, { number, detail }: Attempt, now: number): string {
  if (hasEnded(delivery) && delivery.attempts <= number) return '';
  if (delivery.state === 'held') return 'Its channel is held; it is tried again when that ends.';
  const known = delivery.explanation === detail;
  const text = standingText(known ? { ...delivery, explanation: null, reason: null } : delivery, now);
  return delivery.state === 'delivered' ? `A later try was delivered. ${text}` : text;
}

/** The words of what every channel has, by the path in shared/channel.ts. */
export const channelFormWords: Words = {
  name: { label: 'Name', help: 'As it is called in lists and on the command line.' },
  enabled: { label: 'On', help: 'A channel that is off gets nothing but tests.' },
  minSeverity: { label: 'Severity', options: severityFromWords() },
  eventTypes: {
    label: 'Events',
    options: Object.fromEntries(eventTypes.map((type) => [type, eventWords[type].label])),
    optionsHelp: Object.fromEntries(eventTypes.map((type) => [type, eventWords[type].help])),
  },
  ordered: {
    label: 'Keep the order',
    help: 'One at a time; the next goes out when the one before it has ended. Slower.',
  },
  batch: {
    label: 'Several in one message',
    help: 'Fewer messages for more events. Critical ones never wait for company.',
  },
  'batch.upTo': { label: 'Up to', unit: 'events' },
  'batch.windowSeconds': { label: 'The first waits for more', unit: 's' },
  retry: { label: 'When it fails' },
  'retry.timeoutSeconds': { label: 'Wait for an answer', unit: 's' },
  'retry.quickRetries': { label: 'Quick retries', unit: 'times' },
  'retry.patient': {
    label: 'Go on for days',
    help: 'After the quick ones every few minutes, later every few hours, until it is through.',
  },
};

function severityFromWords(): Record<string, string> {
  const { info: _, ...rest } = severityWords;
  return {
    info: 'Everything',
    ...Object.fromEntries(
      Object.entries(rest).map(([severity, word]) => [
        severity,
        severity === 'critical' ? `${word} only` : `${word} and worse`,
      ]),
    ),
  };
}
