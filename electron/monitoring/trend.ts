import { type MetricUnit, wordsOfValue } from '../../shared/metrics.ts';

/** Where a metric goes, in words: "rising, 3 % in 10 minutes". Of times in milliseconds and values, oldest first. */
export function trendOf(points: readonly (readonly [number, number])[], unit: MetricUnit): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || last[0] <= first[0]) return 'no trend yet';
  const minutes = Math.max(1, Math.round((last[0] - first[0]) / 60_000));
  const over = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const change = slopeOf(points) * (last[0] - first[0]);
  const mean = points.reduce((sum, [, value]) => sum + Math.abs(value), 0) / points.length;
  if (Math.abs(change) <= mean / 100) return `steady for ${over}`;
  const amount = wordsOfValue(Math.abs(change), unit);
  return `${change > 0 ? 'rising' : 'falling'}, ${amount} in ${over}`;
}

/** The straight line that fits best (least squares), so that one sample alone makes no trend. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const middle = points.reduce((sum, [at]) => sum + at, 0) / points.length;
  let [top, bottom] = [0, 0];
  for (const [at, value] of points) {
    top += (at - middle) * value;
    bottom += (at - middle) ** 2;
  }
  return bottom === 0 ? 0 : top / bottom;
}
