import type { Alert, AlertFilter } from '../../../shared/alert.ts';
import { severityRank } from '../../../shared/event.ts';

/** Whether an alert is among those a filter asks for: what the core would answer, for news that come by event. */
export function matches(alert: Alert, filter: AlertFilter): boolean {
  const { states, minSeverity, text = '', labels = {}, from, to } = filter;
  if (states !== undefined && !states.includes(alert.state)) return false;
  if (minSeverity !== undefined && severityRank(alert.severity) < severityRank(minSeverity)) return false;
  if (Object.entries(labels).some(([name, value]) => alert.labels[name] !== value)) return false;
  if (from !== undefined && alert.raisedAt < from) return false;
  if (to !== undefined && alert.raisedAt > to) return false;
  const searched = [alert.title, alert.message, ...Object.values(alert.labels)].join('\n').toLowerCase();
  return searched.includes(text.trim().toLowerCase());
}

/** Newest first; of one moment, in the order they are in. */
const byAge = (a: Alert, b: Alert) => (a.raisedAt < b.raisedAt ? 1 : a.raisedAt > b.raisedAt ? -1 : 0);

export interface Changed {
  items: readonly Alert[];
  /** Those that match and are not among the items. */
  unknown: readonly Alert[];
}

/** The items as they are after a change: updated in place; what no longer matches is gone. */
export function withChanges(
  items: readonly Alert[],
  changed: readonly Alert[],
  filter: AlertFilter,
): Changed {
  const news = new Map(changed.map((alert) => [alert.id, alert]));
  const kept = items.flatMap((item) => {
    const now = news.get(item.id);
    news.delete(item.id);
    if (now === undefined) return [item];
    return matches(now, filter) ? [now] : [];
  });
  return { items: kept, unknown: [...news.values()].filter((alert) => matches(alert, filter)) };
}

/** The items with others put in where they belong; with a page still `open`, none behind the last item. */
export function withMore(items: readonly Alert[], more: readonly Alert[], open: boolean): readonly Alert[] {
  const last = items.at(-1);
  const fitting =
    open && last !== undefined ? more.filter(({ raisedAt }) => raisedAt >= last.raisedAt) : more;
  return fitting.length === 0 ? items : [...fitting, ...items].sort(byAge);
}

/** Those that belong before all the items and are not among them. */
export function newerThan(items: readonly Alert[], alerts: readonly Alert[]): Alert[] {
  const [first] = items;
  if (first === undefined) return [];
  const known = new Set(items.map(({ id }) => id));
  return alerts.filter(({ id, raisedAt }) => raisedAt >= first.raisedAt && !known.has(id));
}
