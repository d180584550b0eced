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
