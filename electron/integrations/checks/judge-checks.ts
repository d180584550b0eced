import type { Finding, Look } from '../integration.ts';

/** What the looks for oneself said lately. */
export interface CheckRecord {
  /** In a row. */
  failures: number;
  /** When the last one ended. */
  at: number;
  detail: string;
  warning: string | null;
}

/** One failure alone is no outage: the next look says whether it stays. */
const failuresToBelieve = 2;

export function noteFinding(
  before: CheckRecord | undefined,
  { ok, detail, warning }: Finding,
  at: number,
): CheckRecord {
  return { failures: ok ? 0 : (before?.failures ?? 0) + 1, at, detail, warning: warning ?? null };
}

/** What happened and what was looked at, taken together: what worked since then says more than a look. */
export function judge(look: Look, record: CheckRecord | undefined): Pick<Look, 'state' | 'reason'> {
  const { state, reason, wellAt = Number.NEGATIVE_INFINITY } = look;
  const isInUse = state !== 'disabled' && state !== 'incomplete';
  if (record === undefined || !isInUse || state === 'down') return { state, reason };
  if (record.failures >= failuresToBelieve && wellAt < record.at)
    return { state: 'down', reason: record.detail };
  if (state === 'healthy' && record.warning !== null) return { state: 'degraded', reason: record.warning };
  return { state, reason };
}
