import type { CallOutput } from '../../../shared/contract.ts';

type Answer = CallOutput<'metrics.query'>;

/** What is known of a stretch of time; null: nothing was measured. */
export type Stretch = { mean: number; low: number; high: number; weight: number } | null;

/** The lines of a board over one grid of time; every line has as many stretches as there are times. */
export interface Lines {
  /** Beginning of the first stretch, milliseconds since 1970. */
  from: number;
  stepMs: number;
  count: number;
  byId: ReadonlyMap<string, readonly Stretch[]>;
}

export const endOf = ({ from, stepMs, count }: Lines) => from + stepMs * count;

/** Lines as the core answered. */
export function linesOf({ series, resolutionMs }: Pick<Answer, 'series' | 'resolutionMs'>): Lines {
  const first = series[0]?.points ?? [];
  return {
    from: first[0]?.[0] ?? 0,
    stepMs: resolutionMs,
    count: first.length,
    byId: new Map(
      series.map(({ id, points, band }) => [
        id,
        points.map(([, mean], index) => {
          if (mean === null) return null;
          const [low, high] = band?.[index] ?? [mean, mean];
          return { mean, low, high, weight: 1 };
        }),
      ]),
    ),
  };
}

/** The same length of time, moved on to where a new sample lies, with that sample in it. */
export function withSample(lines: Lines, at: number, values: Readonly<Record<string, number | null>>): Lines {
  const { from, stepMs, count } = lines;
  const slot = Math.floor((at - from) / stepMs);
  if (count === 0 || slot < 0) return lines;
  const by = Math.max(0, slot - (count - 1));
  const gone = Math.min(by, count);
  const index = slot - by;
  const byId = new Map(
    [...lines.byId].map(([id, line]) => {
      const moved = by === 0 ? [...line] : [...line.slice(gone), ...Array<Stretch>(gone).fill(null)];
      const value = values[id];
      if (value !== undefined && value !== null) moved[index] = taking(moved[index] ?? null, value);
      return [id, moved];
    }),
  );
  return { from: from + by * stepMs, stepMs, count, byId };
}

function taking(stretch: Stretch, value: number): Stretch {
  if (stretch === null) return { mean: value, low: value, high: value, weight: 1 };
  const { mean, low, high, weight } = stretch;
  return {
    mean: (mean * weight + value) / (weight + 1),
    low: Math.min(low, value),
    high: Math.max(high, value),
    weight: weight + 1,
  };
}

/** The number of the stretch that a moment lies in; null beyond both ends. */
export function indexAt(lines: Lines, at: number): number | null {
  const index = Math.floor((at - lines.from) / lines.stepMs);
  return index >= 0 && index < lines.count ? index : null;
}

/** The highest value of some lines; 0 when there is none. */
export function highestOf({ byId }: Lines, ids: readonly string[]): number {
  let highest = 0;
  for (const id of ids) {
    for (const stretch of byId.get(id) ?? [])
      if (stretch !== null && stretch.high > highest) highest = stretch.high;
  }
  return highest;
}

/** Whether some lines look the same: a value that stays where it is draws nothing new. */
export function looksSame(a: Lines, b: Lines, ids: readonly string[]): boolean {
  if (a.from !== b.from || a.stepMs !== b.stepMs || a.count !== b.count) return false;
  return ids.every((id) => {
    const [one, other] = [a.byId.get(id), b.byId.get(id)];
    if (one === undefined || other === undefined) return one === other;
    return one.every((stretch, index) => {
      const now = other[index];
      return stretch?.mean === now?.mean && stretch?.low === now?.low && stretch?.high === now?.high;
    });
  });
}

/** Whether any of some lines has a value. */
export const hasValues = ({ byId }: Lines, ids: readonly string[]): boolean =>
  ids.some((id) => byId.get(id)?.some((stretch) => stretch !== null));
