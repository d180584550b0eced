/** Ignore below and review below, in percent; the first is never above the second. */
export type ThresholdPair = [ignore: number, review: number];

const page = 10;

/** The thresholds after a key on the first or second thumb; null for a key or thumb that does not move them. */
export function thresholdsByKey(
  [ignore, review]: ThresholdPair,
  thumb: number,
  key: string,
): ThresholdPair | null {
  const moved = (value: number, least: number, most: number): number | null => {
    if (key === 'Home') return least;
    if (key === 'End') return most;
    if (key === 'PageUp') return Math.min(most, value + page);
    if (key === 'PageDown') return Math.max(least, value - page);
    return null;
  };
  if (thumb === 0) {
    const next = moved(ignore, 0, review);
    return next === null ? null : [next, review];
  }
  if (thumb === 1) {
    const next = moved(review, ignore, 100);
    return next === null ? null : [ignore, next];
  }
  return null;
}
