import type { PartFigures } from '../../shared/health.ts';
import type { Database } from '../store/database.ts';

const [hourMs, rateOverMs, most] = [3_600_000, 300_000, 500];

export interface AttemptFigures extends Pick<PartFigures, 'successRate' | 'perMinute' | 'retries'> {
  tookMs: number[];
  /** Since the last one that failed. */
  deliveredInRow: number;
  /** Wall-clock milliseconds; null when none of them failed. */
  lastFailureAt: number | null;
}

/** What the last attempts of a channel say: of the last hour, 500 at most. */
export function attemptFigures(database: Database, channelId: string, now: number): AttemptFigures {
  const rows = database
    .read(() => database.statement(selectLast).all(channelId, most))
    .filter(({ at }) => Number(at) > now - hourMs);
  const delivered = rows.filter((row) => row.delivered === 1).length;
  const lastFailure = rows.findIndex((row) => row.delivered !== 1);
  const lately = rows.filter(({ at }) => Number(at) > now - rateOverMs).length;
  return {
    tookMs: rows.map(({ took_ms }) => Number(took_ms)),
    successRate: rows.length === 0 ? null : delivered / rows.length,
    perMinute: lately / (rateOverMs / 60_000),
    deliveredInRow: lastFailure === -1 ? rows.length : lastFailure,
    lastFailureAt: lastFailure === -1 ? null : Number(rows[lastFailure]?.at),
    retries: rows.filter(({ number }) => Number(number) > 1).length,
  };
}

const selectLast = `
  SELECT at, took_ms, delivered, number FROM attempts WHERE channel_id = ? ORDER BY sequence DESC LIMIT ?`;
