import { type Alert, alertStateSchema, type Labels, type Suppression } from '../../shared/alert.ts';
import { type Severity, severities } from '../../shared/event.ts';
import type { Row } from '../delivery/delivery-rows.ts';

/** What of an alert people read; its labels stand in a column of their own. */
export type AlertBody = Pick<Alert, 'title' | 'message' | 'details' | 'analysisId'>;

/** An alert from its row. */
export function readAlert(row: Row, suppressionOf: (alert: Alert) => Suppression | null): Alert {
  const body: AlertBody = JSON.parse(String(row.body));
  const alert: Alert = {
    id: String(row.id),
    fingerprint: String(row.fingerprint),
    state: alertStateSchema.parse(row.state),
    severity: severityOf(row.rank),
    labels: readLabels(row),
    ...body,
    count: Number(row.count),
    raisedAt: isoTime(row.raised_at),
    lastSeenAt: isoTime(row.seen_at),
    expiresAt: row.expires_at === null ? null : isoTime(row.expires_at),
    acknowledged:
      row.acknowledged_at === null
        ? null
        : {
            at: isoTime(row.acknowledged_at),
            who: String(row.acknowledged_by),
            note: String(row.acknowledged_note),
          },
    ended:
      row.ended_at === null
        ? null
        : {
            at: isoTime(row.ended_at),
            who: row.ended_by === null ? null : String(row.ended_by),
            note: String(row.ended_note),
          },
    suppressed: null,
  };
  return alert.ended === null ? { ...alert, suppressed: suppressionOf(alert) } : alert;
}

export function readLabels(row: Row): Labels {
  return JSON.parse(String(row.labels));
}

export function severityOf(rank: unknown): Severity {
  return severities[Number(rank)] ?? 'info';
}

export function isoTime(value: unknown): string {
  return new Date(Number(value)).toISOString();
}
