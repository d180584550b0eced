import { byMargin, type Truth } from './judge-logic.ts';

/** A limit of the structured form, whatever its values are. */
export type Limit<T> =
  | { is: 'atLeast' | 'atMost' | 'moreThan' | 'lessThan' | 'exactly'; value: T }
  | { is: 'between'; low: T; high: T }
  | { is: 'about'; value: T; tolerance: T | null };

/** The values that a limit allows, in the unit that is measured in; open ends leave out the end itself. */
export interface Range {
  low: number;
  high: number;
  open: boolean;
  /** Room that counts as comfortable: what scores are measured against. */
  base: number;
}

/** `exactly` is as exact as a photo can tell: this share of the value either way. Whole numbers are exact. */
const exactShare = 0.02;
const aboutShare = 0.1;

/** Rounding of the last digits is not a verdict: this share of the limit is let pass. */
const slack = 1e-9;

/** The values allowed; null when one of them cannot be converted. `whole`: they are counted, not measured. */
export function rangeOf<T>(
  limit: Limit<T>,
  convert: (value: T) => number | null,
  whole = false,
): Range | null {
  if (limit.is === 'between') {
    const [a, b] = [convert(limit.low), convert(limit.high)];
    if (a === null || b === null) return null;
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    return { low, high, open: false, base: (high - low) / 2 };
  }
  const value = convert(limit.value);
  if (value === null) return null;
  const around = (room: number) => ({ low: value - room, high: value + room, open: false, base: room });
  switch (limit.is) {
    case 'atLeast':
    case 'moreThan':
      return { low: value, high: Number.POSITIVE_INFINITY, open: limit.is === 'moreThan', base: value };
    case 'atMost':
    case 'lessThan':
      return { ...upTo(value), open: limit.is === 'lessThan' };
    case 'exactly':
      return around(whole ? 0 : value * exactShare);
    case 'about': {
      if (limit.tolerance === null) return around(value * aboutShare);
      const room = convert(limit.tolerance);
      return room === null ? null : around(room);
    }
  }
}

/** Everything up to a limit. */
export function upTo(value: number): Range {
  return { low: Number.NEGATIVE_INFINITY, high: value, open: false, base: value };
}

/** What is to spare; negative when it is missing. */
export function marginOf(value: number, { low, high }: Range): number {
  return Math.min(value - low, high - value);
}

/** Holds a value against a range. */
export function hold(value: number, range: Range): Truth {
  const margin = marginOf(value, range);
  const rounding = slack * Math.max(Math.abs(value), range.base);
  if (Math.abs(margin) <= rounding) {
    return { outcome: range.open ? 'fail' : 'pass', score: range.low === range.high ? 1 : 0.5 };
  }
  return byMargin(margin, range.base);
}

/** The end of a range that a value is nearest to, and so is judged by. */
export function nearestEnd(value: number, { low, high }: Range): number {
  return value - low <= high - value ? low : high;
}

/** What a limit says: `at least 4 cm`. */
export function limitText<T>(limit: Limit<T>, text: (value: T) => string): string {
  switch (limit.is) {
    case 'atLeast':
      return `at least ${text(limit.value)}`;
    case 'atMost':
      return `at most ${text(limit.value)}`;
    case 'moreThan':
      return `more than ${text(limit.value)}`;
    case 'lessThan':
      return `less than ${text(limit.value)}`;
    case 'exactly':
      return `exactly ${text(limit.value)}`;
    case 'between':
      return `between ${text(limit.low)} and ${text(limit.high)}`;
    case 'about':
      return limit.tolerance === null
        ? `about ${text(limit.value)}`
        : `${text(limit.value)} ± ${text(limit.tolerance)}`;
  }
}
