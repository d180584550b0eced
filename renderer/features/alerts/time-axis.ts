/** Marks that a time axis may have, in minutes. */
const marks = [1, 5, 15, 30, 60, 120, 240, 480, 1_440, 2_880, 10_080, 20_160, 43_200];

export interface TimeAxis {
  /** Where a moment stands, from 0 to 1. */
  placeOf(minutes: number): number;
  /** Moments that are named below the axis, in minutes. */
  ticks: number[];
}

/**
 * An axis from the beginning to the last of some moments, in minutes. Later hours take less room than the first
 * minutes: steps follow each other in minutes, and what is repeated in hours and days.
 */
export function timeAxis(moments: readonly number[]): TimeAxis {
  const end = Math.max(1, ...moments);
  const placeOf = (minutes: number) => Math.log1p(minutes) / Math.log1p(end);
  const ticks = [0];
  for (const mark of marks) {
    const last = ticks.at(-1) ?? 0;
    if (mark <= end && placeOf(mark) - placeOf(last) >= 0.11) ticks.push(mark);
  }
  return { placeOf, ticks };
}
