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
