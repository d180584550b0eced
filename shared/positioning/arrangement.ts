import type { Arrangement, Box, Point } from '../analysis.ts';
import { centreOf, mean, ratio, toLength } from './distances.ts';

/**
 * How mugs stand together, judged by their boxes' centres. `tolerance` is a share of the mean mug size, which
 * is the mean of all widths and heights.
 *
 * - The line is that of total least squares. The mugs are aligned on it when their root mean square distance
 *   from it is at most tolerance × size; then they are a row when it runs nearly level (|rise| ≤ tolerance ×
 *   |run|), a column when nearly plumb.
 * - Four and more that fill every crossing of at least two rows and two columns are a grid when their root
 *   mean square distance from the crossings is at most tolerance × size. A new row or column begins where the
 *   next centre lies more than half a mug size further.
 * - Otherwise `none`, with the deviation from the line.
 */
export function arrange(
  boxes: readonly Box[],
  tolerance: number,
  pixelsPerMillimetre: number | null,
): Arrangement {
  const lengthOf = (px: number) => toLength(px, pixelsPerMillimetre);
  if (boxes.length < 2) return { kind: 'none', deviation: lengthOf(0), spacing: null };
  const centres = boxes.map(centreOf);
  const size = meanSize(boxes);

  const line = fitLine(centres);
  if (line.deviation <= tolerance * size) {
    const kind = lineKind(line.direction, tolerance);
    if (kind !== 'none') {
      const spacing = spacingAlong(boxes, kind);
      return {
        kind,
        deviation: lengthOf(line.deviation),
        spacing: {
          gaps: spacing.gaps.map(lengthOf),
          mean: lengthOf(spacing.mean),
          evenness: spacing.evenness,
        },
      };
    }
  }
  const gridDeviation = fitGrid(centres, size / 2);
  if (gridDeviation !== null && gridDeviation <= tolerance * size) {
    return { kind: 'grid', deviation: lengthOf(gridDeviation), spacing: null };
  }
  return { kind: 'none', deviation: lengthOf(line.deviation), spacing: null };
}

/** Mean of all widths and heights. */
export function meanSize(boxes: readonly Box[]): number {
  return mean(boxes.map((box) => (box.width + box.height) / 2));
}

/**
 * The line with the least squared distances: it runs through the mean along the larger eigenvector of the
 * covariance matrix. Its direction is (0, 0) when the points do not say one.
 */
export function fitLine(points: readonly Point[]): { direction: Point; deviation: number } {
  const middle = { x: mean(points.map((point) => point.x)), y: mean(points.map((point) => point.y)) };
  const xx = mean(points.map((point) => (point.x - middle.x) ** 2));
  const yy = mean(points.map((point) => (point.y - middle.y) ** 2));
  const xy = mean(points.map((point) => (point.x - middle.x) * (point.y - middle.y)));
  const spread = Math.sqrt((xx - yy) ** 2 + 4 * xy * xy);
  if (spread === 0) return { direction: { x: 0, y: 0 }, deviation: Math.sqrt(xx) };
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const direction = { x: Math.cos(angle), y: Math.sin(angle) };
  // Distances are taken point by point: the smaller eigenvalue would be a difference of large numbers.
  const distances = points.map(
    (point) => (point.x - middle.x) * direction.y - (point.y - middle.y) * direction.x,
  );
  return { direction, deviation: Math.sqrt(mean(distances.map((distance) => distance ** 2))) };
}

export function lineKind(direction: Point, tolerance: number): 'row' | 'column' | 'none' {
  const run = Math.abs(direction.x);
  const rise = Math.abs(direction.y);
  if (run > rise && rise <= tolerance * run) return 'row';
  if (rise > run && run <= tolerance * rise) return 'column';
  return 'none';
}

/** Root mean square distance from the crossings of the rows and columns; null when the points fill no grid. */
export function fitGrid(points: readonly Point[], clusterGap: number): number | null {
  const columns = cluster(
    points.map((point) => point.x),
    clusterGap,
  );
  const rows = cluster(
    points.map((point) => point.y),
    clusterGap,
  );
  if (columns.means.length < 2 || rows.means.length < 2) return null;
  const crossings = new Set(columns.memberOf.map((column, index) => `${column} ${rows.memberOf[index]}`));
  if (crossings.size !== points.length) return null;
  if (points.length !== columns.means.length * rows.means.length) return null;
  const squares = points.map((point, index) => {
    const x = columns.means[columns.memberOf[index] ?? 0] ?? 0;
    const y = rows.means[rows.memberOf[index] ?? 0] ?? 0;
    return (point.x - x) ** 2 + (point.y - y) ** 2;
  });
  return Math.sqrt(mean(squares));
}

/** Groups values; a group ends where the next value is more than `gap` away. */
function cluster(values: readonly number[], gap: number): { means: number[]; memberOf: number[] } {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const groups: number[][] = [];
  const memberOf: number[] = values.map(() => 0);
  let previous = Number.NEGATIVE_INFINITY;
  for (const { value, index } of order) {
    if (groups.length === 0 || value - previous > gap) groups.push([]);
    groups.at(-1)?.push(value);
    memberOf[index] = groups.length - 1;
    previous = value;
  }
  return { means: groups.map(mean), memberOf };
}

/** The boxes in the order in which they stand along the row (from the left) or column (from the top). */
export function inOrder<T>(items: readonly T[], boxOf: (item: T) => Box, kind: 'row' | 'column'): T[] {
  const place = (item: T) => centreOf(boxOf(item))[kind === 'row' ? 'x' : 'y'];
  return items.toSorted((a, b) => place(a) - place(b));
}

/**
 * Gaps between the facing edges of neighbours, 0 where they overlap. Evenness is 1 − σ ÷ mean of the gaps
 * (σ with n, not n − 1), not below 0: 1 when all gaps are equal, 0 when they scatter as much as they measure.
 */
export function spacingAlong(boxes: readonly Box[], kind: 'row' | 'column') {
  const ordered = inOrder(boxes, (box) => box, kind);
  const gaps = ordered.slice(1).map((box, index) => {
    const before = ordered[index] ?? box;
    return kind === 'row'
      ? Math.max(0, box.x - (before.x + before.width))
      : Math.max(0, box.y - (before.y + before.height));
  });
  const average = mean(gaps);
  const scatter = Math.sqrt(mean(gaps.map((gap) => (gap - average) ** 2)));
  return { gaps, mean: average, evenness: Math.max(0, 1 - ratio(scatter, average)) };
}
