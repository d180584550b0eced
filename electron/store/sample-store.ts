import type { Database } from './database.ts';

/** A chart begins at a round moment, a little before what was asked for: that too has to be there. */
const slack = 1.05;

/** How finely samples are kept, and for how long, finest first. */
export const sampleTiers = [
  { stepMs: 5_000, keptMs: 3_600_000 },
  { stepMs: 60_000, keptMs: 48 * 3_600_000 },
  { stepMs: 900_000, keptMs: 90 * 86_400_000 },
  // For charts of months: an eighth to read.
  { stepMs: 7_200_000, keptMs: 90 * 86_400_000 },
] as const;

/** Several values of one series as one. */
export interface Sample {
  mean: number;
  low: number;
  high: number;
  weight: number;
}

/** A stretch of a chart: where it begins, and what was measured in it. */
export interface Stretch extends Sample {
  at: number;
}

/** What was measured, kept ever more coarsely: its size does not grow with time. */
export interface SampleStore {
  /** Adds one to every tier of each series. Times are milliseconds since 1970. */
  add(at: number, samples: ReadonlyMap<string, Sample>): Promise<void>;
  /** Removes what every tier has kept long enough, and series without any. */
  compact(now: number): Promise<void>;
  /** In stretches of `stepMs` from `from` on; those in which nothing was measured are left out. */
  stretches(series: string, range: { from: number; to: number; stepMs: number }, now: number): Stretch[];
  /** The names of all series that have samples. */
  series(): string[];
  /** The newest value of every series, and when it was taken; null without any. */
  latest(): { at: number; values: Record<string, number> } | null;
}

export function createSampleStore({ statement, read, write }: Database): SampleStore {
  /** Looked up each time: another process may have removed a series and given its number to another. */
  function idOf(name: string): number | null {
    const row = statement('SELECT id FROM metric_series WHERE name = ?').get(name);
    return row === undefined ? null : Number(row.id);
  }

  function makeId(name: string): number | null {
    statement('INSERT INTO metric_series (name) VALUES (?) ON CONFLICT DO NOTHING').run(name);
    return idOf(name);
  }

  const all = () => statement('SELECT id, name FROM metric_series').all();

  return {
    add: (at, samples) =>
      write(() => {
        const insert = statement(upsert);
        for (const [name, { mean, low, high, weight }] of samples) {
          const id = makeId(name);
          for (const { stepMs } of sampleTiers) {
            insert.run(id, stepMs, Math.floor(at / stepMs) * stepMs, mean, low, high, weight);
          }
        }
      }),
    async compact(now) {
      // A step for each series, so that nobody waits long.
      for (const { id } of read(all)) {
        if (id === undefined) continue;
        await write(() => {
          const remove = statement('DELETE FROM samples WHERE series_id = ? AND step_ms = ? AND at < ?');
          for (const { stepMs, keptMs } of sampleTiers) remove.run(id, stepMs, now - keptMs * slack);
          if (statement('SELECT 1 FROM samples WHERE series_id = ? LIMIT 1').get(id) !== undefined) return;
          statement('DELETE FROM metric_series WHERE id = ?').run(id);
        });
      }
    },
    stretches: (series, { from, to, stepMs }, now) =>
      read(() => {
        const id = idOf(series);
        if (id === null) return [];
        return statement(selectStretches)
          .all(from, stepMs, id, tierFor(from, stepMs, now), from, to)
          .map((row) => ({
            at: from + Number(row.slot) * stepMs,
            mean: Number(row.mean),
            low: Number(row.low),
            high: Number(row.high),
            weight: Number(row.weight),
          }));
      }),
    series: () => read(() => all().map(({ name }) => String(name))),
    latest: () =>
      read(() => {
        const newest = all().flatMap(({ id, name }) => {
          const row = statement(selectNewest).get(id ?? 0, sampleTiers[0].stepMs);
          return row === undefined
            ? []
            : [{ name: String(name), at: Number(row.at), value: Number(row.mean) }];
        });
        if (newest.length === 0) return null;
        const at = newest.reduce((latest, one) => Math.max(latest, one.at), 0);
        const values = newest.filter((one) => one.at === at).map(({ name, value }) => [name, value]);
        return { at, values: Object.fromEntries(values) };
      }),
  };
}

/** The step of a chart's points: a round one, as fine as was asked for and as is still kept that far back. */
export function stepFor(range: { from: number; to: number; points: number }, now: number): number {
  const finest = reaching(range.from, now)[0]?.stepMs ?? sampleTiers[0].stepMs;
  const wanted = Math.max(finest, (range.to - range.from) / range.points);
  return roundSteps.find((step) => step >= wanted) ?? Math.ceil(wanted / dayMs) * dayMs;
}

/** The coarsest tier that is fine enough, of those that still have what lies that far back. */
function tierFor(from: number, stepMs: number, now: number): number {
  const fine = reaching(from, now).filter((tier) => tier.stepMs <= stepMs);
  return (fine.at(-1) ?? sampleTiers[0]).stepMs;
}

/** Those that were there longer ago than all is kept have what little is left. */
function reaching(from: number, now: number) {
  const tiers = sampleTiers.filter(({ keptMs }) => from >= now - keptMs * slack);
  return tiers.length > 0 ? tiers : sampleTiers.slice(-2);
}

const [secondMs, minuteMs, hourMs, dayMs] = [1_000, 60_000, 3_600_000, 86_400_000];
/** Each is a multiple of the steps of the tiers below it. */
const roundSteps = [
  ...[5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 4, 6, 12, 24].map((count) => count * hourMs),
];

const upsert = `
  INSERT INTO samples (series_id, step_ms, at, mean, low, high, weight) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET
    mean = (mean * weight + excluded.mean * excluded.weight) / (weight + excluded.weight),
    low = min(low, excluded.low),
    high = max(high, excluded.high),
    weight = weight + excluded.weight`;
const selectStretches = `
  SELECT CAST((at - ?) / ? AS INTEGER) AS slot, sum(mean * weight) / sum(weight) AS mean, min(low) AS low, max(high) AS high,
    sum(weight) AS weight
  FROM samples WHERE series_id = ? AND step_ms = ? AND at >= ? AND at < ? GROUP BY slot`;
const selectNewest = `
  SELECT at, mean FROM samples WHERE series_id = ? AND step_ms = ? ORDER BY at DESC LIMIT 1`;
