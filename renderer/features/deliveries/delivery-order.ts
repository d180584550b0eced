import type { Delivery, DeliveryFilter } from '../../../shared/delivery.ts';
import { severityRank } from '../../../shared/event.ts';

/** Whether a delivery is among those a filter asks for: what the core would answer, for news that come by event. */
export function matches(delivery: Delivery, filter: DeliveryFilter): boolean {
  const { channelId, states, eventType, eventId, minSeverity, text = '', from, to } = filter;
  if (channelId !== undefined && delivery.channelId !== channelId) return false;
  if (states !== undefined && !states.includes(delivery.state)) return false;
  if (eventType !== undefined && delivery.eventType !== eventType) return false;
  if (eventId !== undefined && delivery.eventId !== eventId) return false;
  if (minSeverity !== undefined && severityRank(delivery.severity) < severityRank(minSeverity)) return false;
  const created = Date.parse(delivery.createdAt);
  if (from !== undefined && created < Date.parse(from)) return false;
  if (to !== undefined && created > Date.parse(to)) return false;
  const wanted = text.trim().toLowerCase();
  return [delivery.title, delivery.id, delivery.eventId].some((part) => part.toLowerCase().includes(wanted));
}

const recordedAt = ({ createdAt }: Delivery) => Date.parse(createdAt);

/** Newest first; of one moment, in the order they are in. */
const byAge = (a: Delivery, b: Delivery) => recordedAt(b) - recordedAt(a);

export interface Changed {
  items: readonly Delivery[];
  /** Those that match and are not among the items. */
  unknown: readonly Delivery[];
}

/** The items as they are after a change: updated in place; what no longer matches is gone. */
export function withChanges(
  items: readonly Delivery[],
  changed: readonly Delivery[],
  filter: DeliveryFilter,
): Changed {
  const news = new Map(changed.map((delivery) => [delivery.id, delivery]));
  const kept = items.flatMap((item) => {
    const now = news.get(item.id);
    news.delete(item.id);
    if (now === undefined) return [item];
    return matches(now, filter) ? [now] : [];
  });
  return { items: kept, unknown: [...news.values()].filter((delivery) => matches(delivery, filter)) };
}

/** The items with others put in where they belong; with a page still `open`, none behind the last item. */
export function withMore(
  items: readonly Delivery[],
  more: readonly Delivery[],
  open: boolean,
): readonly Delivery[] {
  const last = items.at(-1);
  const fitting =
    open && last !== undefined ? more.filter((delivery) => recordedAt(delivery) >= recordedAt(last)) : more;
  return fitting.length === 0 ? items : [...fitting, ...items].sort(byAge);
}

/** Those that belong before all the items and are not among them. */
export function newerThan(items: readonly Delivery[], deliveries: readonly Delivery[]): Delivery[] {
  const [first] = items;
  if (first === undefined) return [];
  const known = new Set(items.map(({ id }) => id));
  return deliveries.filter(
    (delivery) => recordedAt(delivery) >= recordedAt(first) && !known.has(delivery.id),
  );
}
