import type { Alert } from '../../../shared/alert.ts';
import { severities, severityRank } from '../../../shared/event.ts';

/** What stands in one line of the list. */
export type AlertLine =
  | { kind: 'group'; id: string; name: string; alerts: readonly Alert[]; folded: boolean }
  | { kind: 'alert'; id: string; alert: Alert; grouped: boolean };

/** A group with more than these is folded until somebody unfolds it: a storm takes one line. */
const mostUnfolded = 20;

export const groupId = (name: string) => `group:${name}`;

/** Alerts of one name stand together, where the newest of them is; one alone has no group. */
export function linesOf(items: readonly Alert[], folds: ReadonlyMap<string, boolean>): AlertLine[] {
  const groups = Map.groupBy(items, ({ labels }) => labels.alertname ?? '');
  return [...groups].flatMap(([name, alerts]): AlertLine[] => {
    const folded = folds.get(name) ?? alerts.length > mostUnfolded;
    const grouped = alerts.length > 1;
    const lines = alerts.map((alert) => ({ kind: 'alert' as const, id: alert.id, alert, grouped }));
    if (!grouped) return lines;
    const head = { kind: 'group' as const, id: groupId(name), name, alerts, folded };
    return folded ? [head] : [head, ...lines];
  });
}

/** The worst of some alerts. */
export const worstOf = (alerts: readonly Alert[]) =>
  severities[Math.max(0, ...alerts.map(({ severity }) => severityRank(severity)))] ?? 'info';
