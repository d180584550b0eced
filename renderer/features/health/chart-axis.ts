/** Nothing that is measured is finer. */
const least = 1e-3;

/** The next 1, 2, 2.5 or 5 times a power of ten at or above a value. */
export function roundUp(value: number): number {
  if (value < least) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  // A hair of a rounding error is no reason for the next step.
  const step = [1, 2, 2.5, 5, 10].find((step) => step * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/**
 * The top of an axis that stays where it is: it grows when something reaches it, and shrinks only when everything is
 * far below. `before`: what it was.
 */
export function topFor(highest: number, before: number | null): number {
  if (before !== null && highest <= before && highest > before / 5) return before;
  return roundUp(highest * 1.1);
}

/** Four steps from zero to the top. */
export const valueTicks = (top: number): number[] => [0, top / 2, top];

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
const tickSteps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
  ...[1, 2, 7, 14, 30].map((count) => count * dayMs),
];

/** Round moments of the local clock between two, `most` of them at most. */
export function timeTicks(from: number, to: number, most: number): number[] {
  const step = tickSteps.find((step) => (to - from) / step <= most) ?? 90 * dayMs;
  const offset = new Date(from).getTimezoneOffset() * minuteMs;
  const first = Math.ceil((from - offset) / step) * step + offset;
  const ticks: number[] = [];
  for (let at = first; at <= to; at += step) ticks.push(at);
  return ticks;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' });

/** A moment as an axis of that length shows it. */
export function tickText(at: number, lengthMs: number): string {
  if (lengthMs <= dayMs) return clock.format(at);
  return lengthMs <= 8 * dayMs ? weekday.format(at).replace(',', '') : day.format(at);
}
