/** What happened lately, as charts and alerts ask for it: how many, how many of them well, how long they took. */
export interface Window {
  add(tookMs: number | null, well: boolean): void;
  figures(): WindowFigures;
}

/** Shares from 0 to 100; null where nothing happened. */
export interface WindowFigures {
  perMinute: number;
  success: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** So many are remembered: under a flood they are those of the last moments. */
const mostKept = 2_000;

/** Over the last minute of a clock that only goes forward. */
export function createWindow(monotonic: () => number, spanMs = 60_000): Window {
  let entries: { at: number; tookMs: number | null; well: boolean }[] = [];
  let counts: { at: number; count: number }[] = [];

  function forget(): void {
    const since = monotonic() - spanMs;
    if ((entries[0]?.at ?? since) < since) entries = entries.filter(({ at }) => at >= since);
    if ((counts[0]?.at ?? since) < since) counts = counts.filter(({ at }) => at >= since);
  }

  return {
    add(tookMs, well) {
      const at = monotonic();
      entries.push({ at, tookMs, well });
      if (entries.length > 2 * mostKept) entries = entries.slice(-mostKept);
      // Those of one second are counted together, however many.
      const last = counts.at(-1);
      if (last !== undefined && at - last.at < 1_000) last.count += 1;
      else counts.push({ at, count: 1 });
    },
    figures() {
      forget();
      const took = entries.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs])).sort((a, b) => a - b);
      const well = entries.filter((entry) => entry.well).length;
      return {
        perMinute: (counts.reduce((sum, { count }) => sum + count, 0) * 60_000) / spanMs,
        success: entries.length === 0 ? null : (100 * well) / entries.length,
        p50: quantile(took, 0.5),
        p95: quantile(took, 0.95),
        p99: quantile(took, 0.99),
      };
    },
  };
}

/** The smallest value that at least this share of all do not exceed; null without any. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}
