import { create } from 'zustand';
import type { Delivery } from '../../../shared/delivery.ts';
import type { Render } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { listenForConditions } from '../deliveries/channel-conditions.ts';

/** A picture that was told of, with where each of its deliveries stands. */
export interface Sent {
  renderId: string;
  eventId: string;
  deliveries: readonly Delivery[];
}

interface Sending {
  /** The picture that is about to be sent; null: nobody is asked. */
  asked: Render | null;
  channelIds: readonly string[];
  message: string;
  sending: boolean;
  /** The latest first. */
  sent: readonly Sent[];
}

/** Pictures on their way to channels. */
export const useSending = create<Sending>(() => ({
  asked: null,
  channelIds: [],
  message: '',
  sending: false,
  sent: [],
}));

/** Those that are watched on their way; older ones are found among the deliveries. */
const sentKept = 20;
const mostDeliveries = 1_000;

/** Asks where a picture goes; the channels stay picked from one to the next. */
export const askToSend = (asked: Render) => useSending.setState({ asked, message: '' });
export const stopSending = () => useSending.setState({ asked: null });

export const toggleChannel = (id: string) =>
  useSending.setState(({ channelIds }) => ({
    channelIds: channelIds.includes(id) ? channelIds.filter((other) => other !== id) : [...channelIds, id],
  }));

/** Sends the picture to these channels. */
export async function sendTo(channelIds: readonly string[]): Promise<void> {
  const { asked, message, sending } = useSending.getState();
  if (asked === null || sending || channelIds.length === 0) return;
  useSending.setState({ sending: true });
  try {
    const input = { id: asked.id, channelIds: [...channelIds], message };
    const answer = await core.call('renders.send', input);
    const sent: Sent = { ...answer, renderId: asked.id };
    useSending.setState((now) => ({
      asked: now.asked === asked ? null : now.asked,
      sent: [sent, ...now.sent].slice(0, sentKept),
    }));
    // What happened between the answer and now was told before anybody listened for it.
    await refresh();
  } catch (error) {
    tellFailure(error);
  } finally {
    useSending.setState({ sending: false });
  }
}

/** Follows what was sent until it ends; returns what stops that. */
export function followSent(): () => void {
  void refresh();
  const stops = [
    core.listen('delivery.changed', ({ deliveries, more }) => {
      if (more) void refresh();
      else takeIn(deliveries);
    }),
    listenForConditions(() => void refresh()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

async function refresh(): Promise<void> {
  for (const { eventId } of useSending.getState().sent) {
    // What cannot be fetched now is told by the next change.
    const page = await core.call('deliveries.list', { eventId, limit: mostDeliveries }).catch(() => null);
    if (page !== null) takeIn(page.items);
  }
}

function takeIn(changed: readonly Delivery[]): void {
  const news = new Map(changed.map((delivery) => [delivery.id, delivery]));
  useSending.setState(({ sent }) => ({
    sent: sent.map((one) =>
      one.deliveries.some(({ id }) => news.has(id))
        ? { ...one, deliveries: one.deliveries.map((known) => news.get(known.id) ?? known) }
        : one,
    ),
  }));
}
