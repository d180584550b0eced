import type { Alert } from '../../../shared/alert.ts';

/** An alert as tests need it: of the given number, raised so many minutes after the hour. */
export function alert(id: string, minute: number, more: Partial<Alert> = {}): Alert {
  const at = new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString();
  return {
    id: `alr_${id}`,
    fingerprint: id,
    state: 'firing',
    severity: 'warning',
    labels: { alertname: `Name${id}` },
    title: `Title ${id}`,
    message: '',
    details: {},
    analysisId: null,
    count: 1,
    raisedAt: at,
    lastSeenAt: at,
    expiresAt: null,
    acknowledged: null,
    ended: null,
    suppressed: null,
    ...more,
  };
}
