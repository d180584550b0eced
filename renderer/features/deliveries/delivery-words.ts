import type { ChannelState, ChannelView } from '../../../shared/channel.ts';
import type { Attempt, Delivery, DeliveryReason, DeliveryState } from '../../../shared/delivery.ts';
import { rendererNameOf } from '../../../shared/render.ts';
import { clockTime, spanText } from '../../ui/words.ts';

/** Where a delivery stands, as people call it. */
export const stateWords: Readonly<Record<DeliveryState, string>> = {
  waiting: 'Waiting',
  sending: 'Sending',
  delivered: 'Delivered',
  failed: 'Failed',
  cancelled: 'Cancelled',
  held: 'Held',
};

/** Why something was not delivered, in a few words; the explanation beside it says more. */
export const reasonWords: Readonly<Record<DeliveryReason, string>> = {
  offline: 'No network here',
  connection: 'No connection to it',
  timeout: 'No answer in time',
  tls: 'Its certificate was not accepted',
  rateLimited: 'It asked us to slow down',
  serverError: 'It failed on its side',
  badAnswer: 'Its answer makes no sense',
  notListening: 'Nobody is listening there',
  interrupted: 'Interrupted: this program was stopped',
  refused: 'It refused',
  unauthorized: 'It did not accept our login',
  notFound: 'There is nothing at this address',
  gone: 'It is gone for good',
  tooLarge: 'Too large for it',
  redirected: 'It sent us elsewhere, which we do not follow',
  blocked: 'Not allowed by our network settings',
  insecure: 'Not encrypted, so not sent',
  misconfigured: 'Its settings lack something',
  expired: 'Too old: given up',
  overflow: 'Dropped: too many were waiting',
  channelRemoved: 'Its channel was removed',
  byHand: 'Cancelled by hand',
};

/** Whom a delivery goes to, as people call it: a channel or a renderer; its id once it is gone. */
export function channelNameOf(channelId: string, channel: ChannelView | undefined): string {
  return channel?.channel.name ?? rendererNameOf(channelId) ?? channelId;
}

/** Whether a delivery is through, one way or another. */
export const hasEnded = ({ state }: Delivery) =>
  state === 'delivered' || state === 'failed' || state === 'cancelled';

/** What it waits for or how it ended, as one line: "Next try 14:02:10: Slack asked us to wait 30 s." */
export function standingText(delivery: Delivery, now: number, channel?: ChannelState): string {
  const { state, dueAt, reason } = delivery;
  const explanation = delivery.explanation ?? (reason === null ? '' : `${reasonWords[reason]}.`);
  if (state === 'held') return heldText(explanation, now, channel);
  if (state === 'waiting' && dueAt !== null) return waitingText(delivery, dueAt, explanation, now);
  if (explanation !== '') return explanation;
  if (state === 'sending') return 'On its way.';
  return state === 'delivered' ? arrivedText(delivery) : '';
}

/** "After 0.4 s, at try 2.": how long it was on its way. */
function arrivedText({ createdAt, endedAt, attempts }: Delivery): string {
  const seconds = endedAt === null ? 0 : Math.max(0, (Date.parse(endedAt) - Date.parse(createdAt)) / 1_000);
  const after = `After ${seconds < 10 ? `${seconds.toFixed(1)} s` : spanText(seconds)}`;
  return attempts > 1 ? `${after}, at try ${attempts}.` : `${after}.`;
}

/** A held one waits for its channel: the channel says until when and why. */
function heldText(explanation: string, now: number, channel: ChannelState | undefined): string {
  const why =
    channel?.reason ?? (explanation === '' ? 'Its channel takes nothing at the moment.' : explanation);
  const until = channel?.heldUntil ?? null;
  return until === null || Date.parse(until) <= now ? why : `Held until ${clockTime(until, now)}: ${why}`;
}

function waitingText({ attempts }: Delivery, dueAt: string, explanation: string, now: number): string {
  if (Date.parse(dueAt) <= now) return explanation === '' ? 'Its turn is next.' : explanation;
  const next = `${attempts === 0 ? 'Goes out' : 'Next try'} ${clockTime(dueAt, now)}`;
  return explanation === '' ? `${next}.` : `${next}: ${explanation}`;
}

/** How one try went, in words. */
export function attemptText({ delivered, reason, status }: Attempt): string {
  if (delivered) return 'Delivered';
  if (reason !== null) return reasonWords[reason];
  return status === null ? 'Not delivered' : `Answered ${status}`;
}
