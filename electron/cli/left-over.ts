import type { ChannelView } from '../../shared/channel.ts';
import type { Delivery } from '../../shared/delivery.ts';
import { isRendererLane, rendererNameOf } from '../../shared/render.ts';
import type { Core } from './with-core.ts';

/** Channels by their ids, as they stand now. */
export type Channels = ReadonlyMap<string, ChannelView>;

/** Reads the channels. */
export async function readChannels({ call }: Pick<Core, 'call'>): Promise<Channels> {
  const { channels } = await call('channels.list', {});
  return new Map(channels.map((view) => [view.channel.id, view]));
}

/** The name of a channel or a renderer; its id when it is gone. */
export function nameOf(channels: Channels, id: string): string {
  return channels.get(id)?.channel.name ?? rendererNameOf(id) ?? id;
}

/** What a delivery waits for, empty when it has ended. `now` in wall-clock milliseconds. */
export function waitsFor({ state, dueAt, channelId, endedAt }: Delivery, channels: Channels, now: number) {
  const channel = channels.get(channelId);
  if (endedAt !== null) return '';
  if (state === 'sending') return 'being sent';
  if (channel === undefined && !isRendererLane(channelId)) {
    return 'its channel is gone: set it up again, or cancel it';
  }
  if (state === 'held') {
    const { heldUntil, reason } = channel?.state ?? { heldUntil: null, reason: null };
    return `held${heldUntil === null ? '' : ` until ${clockTime(heldUntil, now)}`}${reason === null ? '' : `: ${reason}`}`;
  }
  return dueAt === null || Date.parse(dueAt) <= now ? 'due now' : `next try at ${clockTime(dueAt, now)}`;
}

/** Whether trying can help: the channel is there, complete and switched on. */
export function takesSome(channel: ChannelView | undefined): boolean {
  return channel !== undefined && !['disabled', 'incomplete'].includes(channel.state.condition);
}

/** When the next start of the program would send it. */
function afterStart(delivery: Delivery, channels: Channels, now: number): string {
  const channel = channels.get(delivery.channelId);
  if (channel === undefined || !takesSome(channel)) return waitsFor(delivery, channels, now);
  const { breaker, heldUntil } = channel.state;
  // A breaker lets one try at a start; a service that asked for a pause gets it.
  const freeAt = breaker === 'closed' && heldUntil !== null ? heldUntil : null;
  const at = Math.max(...[delivery.dueAt, freeAt].map((time) => (time === null ? now : Date.parse(time))));
  return at <= now
    ? 'goes out when the program is next started'
    : `is tried again at ${clockTime(new Date(at).toISOString(), now)} when the program runs`;
}

/** One line for each channel and fate: `Slack: is tried again at 14:05 when the program runs.` */
export function leftOverLines(
  deliveries: readonly Delivery[],
  { channels, now, anotherDelivers }: { channels: Channels; now: number; anotherDelivers: boolean },
): string[] {
  const lines = deliveries
    .filter(({ endedAt }) => endedAt === null)
    .map((delivery) => {
      const goesOn =
        delivery.state === 'sending' ||
        (delivery.state === 'waiting' &&
          (channels.has(delivery.channelId) || isRendererLane(delivery.channelId)));
      const fate = !anotherDelivers
        ? afterStart(delivery, channels, now)
        : goesOn
          ? 'is sent again at once by the running program'
          : waitsFor(delivery, channels, now);
      return `${nameOf(channels, delivery.channelId)}: ${fate}`;
    });
  const counts = Map.groupBy(lines, (line) => line);
  return [...counts].map(([line, { length }]) => {
    const sentence = line.endsWith('.') ? line : `${line}.`;
    return length === 1 ? sentence : `${length} × ${sentence}`;
  });
}

/** Of this time zone: `14:05`, with the date on another day. */
export function clockTime(time: string, now: number): string {
  const text = localTime(time);
  return text.slice(0, 10) === localTime(new Date(now).toISOString()).slice(0, 10)
    ? text.slice(11, 16)
    : text.slice(0, 16);
}

/** Of this time zone: `2026-05-01 14:05:09`. */
export function localTime(time: string): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
