import type { Delivery } from '../../shared/delivery.ts';
import { type Channels, localTime, nameOf, waitsFor } from './left-over.ts';
import { type Paint, paintForTerminal } from './report.ts';
import { tableOf } from './table.ts';

/** What a script wants to know of a delivery. */
export function lineOf(delivery: Delivery, channels: Channels) {
  return { ...delivery, channel: nameOf(channels, delivery.channelId) };
}

/** A table row for each delivery; nothing for none. `now` in wall-clock milliseconds. */
export function deliveriesReport(
  deliveries: readonly Delivery[],
  channels: Channels,
  now: number,
  paint: Paint = paintForTerminal,
): string {
  if (deliveries.length === 0) return '';
  const rows = deliveries.map((delivery) => [
    delivery.id,
    nameOf(channels, delivery.channelId),
    delivery.state,
    delivery.severity,
    localTime(delivery.createdAt),
    `${delivery.attempts}`,
    delivery.title,
    waitsFor(delivery, channels, now),
    [delivery.reason, delivery.explanation].filter((text) => text !== null).join(': '),
  ]);
  const headings = [
    'delivery',
    'channel',
    'state',
    'severity',
    'recorded',
    'tries',
    'title',
    'waits for',
    'why',
  ];
  return tableOf([headings, ...rows], paint);
}
