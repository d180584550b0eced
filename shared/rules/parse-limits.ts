import type { Cursor } from './cursor.ts';
import type { AngleLimit, LengthLimit, NumberLimit, RuleAngle, RuleLength } from './rule.ts';
import type { Term } from './vocabulary.ts';

/** A limit on whatever is measured. */
export type LimitOf<T> =
  | { is: 'atLeast' | 'atMost' | 'moreThan' | 'lessThan' | 'exactly'; value: T }
  | { is: 'between'; low: T; high: T }
  | { is: 'about'; value: T; tolerance: T | null };

/** A number with what stands behind it: `unit` reads that, or says null. */
export interface Quantity<T> {
  /** Reads the unit behind a number; without one what it is taken for, null when that cannot be said. */
  unit(c: Cursor, value: number): T | null;
  /** The value of a number that borrows the unit of the next ("2 to 4 cm"). */
  like(value: number, other: T, number: number): T;
  /** Counted without a unit. */
  isBare?: true;
  /** For ordering. */
  measure(value: T): number;
}

const lengthUnits = {
  px: ['px', 1],
  percent: ['percent', 1],
  mm: ['mm', 1],
  cm: ['cm', 1],
  m: ['cm', 100],
  inches: ['in', 1],
  feet: ['in', 12],
} as const;
const lengthTerms = Object.keys(lengthUnits) as (keyof typeof lengthUnits)[];
const pxPer: Readonly<Record<RuleLength['unit'], number>> = { px: 1, percent: 10, mm: 3, cm: 30, in: 76.2 };

export const aLength: Quantity<RuleLength> = {
  unit(c, value) {
    const term = c.take(...lengthTerms) as keyof typeof lengthUnits | null;
    if (term === null) return null;
    const [unit, times] = lengthUnits[term];
    if (unit === 'percent') c.take('ofFrame');
    return { value: neat(value * times), unit };
  },
  like: (value, { unit }) => ({ value, unit }),
  measure: ({ value, unit }) => value * pxPer[unit],
};

export const anAngle: Quantity<RuleAngle> = {
  unit(c, value) {
    const term = c.take('degrees', 'radians');
    if (term === null) c.assume(c.at - 1, 'Taken as degrees.');
    return { value, unit: term === 'radians' ? 'radians' : 'degrees' };
  },
  like: (value, { unit }) => ({ value, unit }),
  measure: ({ value, unit }) => (unit === 'radians' ? (value * 180) / Math.PI : value),
};

/** How many. */
export const aCount: Quantity<number> = {
  unit: (_, value) => value,
  isBare: true,
  like: (value) => value,
  measure: (value) => value,
};

/** A share: "60 %", "0.6", "half". */
export const aShare: Quantity<number> = {
  unit(c, value) {
    if (c.take('percent')) {
      if (value > 100) c.refuse(c.at - 2, 'Nothing is more than 100 % here.');
      c.take('ofFrame');
      return shareOf(value);
    }
    if (value > 1) return null;
    c.take('ofFrame');
    return neat(value);
  },
  // "20 to 50 %", "a quarter to half"
  like: (value, other, number) => (number === 0 ? shareOf(value) : neat((value * other) / number)),
  measure: (value) => value,
};

/** Counted in one unit, which must be said: megapixels, pixels, megabytes. */
export function countedIn(units: Partial<Record<Term, number>>): Quantity<number> {
  const terms = Object.keys(units) as Term[];
  return {
    unit(c, value) {
      const term = c.take(...terms);
      return term === null ? null : neat(value * (units[term] ?? 1));
    },
    like: (value) => value,
    measure: (value) => value,
  };
}

export const shareOf = (percent: number) => neat(percent / 100);

/** Without the last digits, where arithmetic leaves its noise. */
export const neat = (value: number) => Number(value.toPrecision(12));

/** One number with its unit: "4 cm". */
export function quantity<T>(c: Cursor, of: Quantity<T>): T | null {
  const value = c.number();
  return value === null ? null : of.unit(c, value);
}

const comparisons = ['atLeast', 'atMost', 'moreThan', 'lessThan', 'exactly'] as const;

/** What a bare value stands for: "4 cm apart" asks for at least 4 cm. */
export type Bare = (typeof comparisons)[number] | 'about';

/** "at least 4 cm", "between 2 and 4 cm", "4 cm or more", "about 4 cm ± 5 mm". */
export function limit<T>(c: Cursor, of: Quantity<T>, bare: Bare): LimitOf<T> | null {
  return c.first<LimitOf<T>>(
    () => range(c, of),
    () => (of.isBare ? oneOrNext(c, of) : null),
    () => bothEnds(c, of),
    () => {
      const is = c.take(...comparisons) as (typeof comparisons)[number] | null;
      const value = is && quantity(c, of);
      return is && value !== null ? { is, value } : null;
    },
    () => (c.take('about') ? around(c, of) : null),
    () => around(c, of, true),
    () => bareLimit(c, of, bare),
  );
}

function range<T>(c: Cursor, of: Quantity<T>): LimitOf<T> | null {
  const start = c.at;
  const worded = c.take('range') !== null;
  const low = c.number();
  if (low === null) return null;
  const lowValue = c.sees('upTo') ? undefined : of.unit(c, low);
  // "2 and 4" is a range behind "between" only.
  if (lowValue === null || (!worded && c.sees('and')) || !c.take('upTo')) return null;
  const number = c.number();
  const high = number === null ? null : of.unit(c, number);
  if (number === null || high === null) return null;
  const first = lowValue ?? of.like(low, high, number);
  if (of.measure(first) > of.measure(high)) {
    c.assume(start, 'The smaller value was taken first.');
    return { is: 'between', low: high, high: first };
  }
  return { is: 'between', low: first, high };
}

/** "two or three mugs". */
function oneOrNext<T>(c: Cursor, of: Quantity<T>): LimitOf<T> | null {
  const low = c.number();
  const high = low !== null && c.take('or') ? c.number() : null;
  if (low === null || high !== low + 1) return null;
  const [first, second] = [of.unit(c, low), of.unit(c, high)];
  return first === null || second === null ? null : { is: 'between', low: first, high: second };
}

const lower: readonly string[] = ['atLeast', 'moreThan'];
const upper: readonly string[] = ['atMost', 'lessThan'];

/** "at least 2 and at most 5", "more than 2 cm but less than 6 cm". */
function bothEnds<T>(c: Cursor, of: Quantity<T>): LimitOf<T> | null {
  const end = () => c.take(...comparisons) as (typeof comparisons)[number] | null;
  const is = end();
  const number = is && c.number();
  if (is === null || number === null) return null;
  const said = c.sees('and', 'comma') ? undefined : of.unit(c, number);
  const comma = c.sees('comma') && c.take('comma') !== null;
  const joined = said !== null && (c.sees('and') ? c.take('and') !== null : comma && of.isBare === true);
  const other = joined ? end() : null;
  const second = other && c.number();
  const behind = c.at;
  const value = second === null ? null : of.unit(c, second);
  // "at most 5° and at least one mug" are two limits.
  if (c.at === behind && !of.isBare) return null;
  if (other === null || second === null || value === null) return null;
  const first = said ?? of.like(number, value, second);
  const [low, high] = lower.includes(is) ? [first, value] : [value, first];
  const apart = lower.includes(is) ? upper.includes(other) : lower.includes(other) && upper.includes(is);
  if (!apart || of.measure(low) > of.measure(high)) return null;
  if (is !== 'moreThan' && is !== 'lessThan' && other !== 'moreThan' && other !== 'lessThan')
    return { is: 'between', low, high };
  c.also = { is: other, value };
  return { is, value: first };
}

/** The same with each end of its limit, where there are two. */
export function withBothEnds<T extends object>(c: Cursor, one: T): T[] {
  const { also } = c;
  c.also = null;
  return also === null || !('limit' in one) ? [one] : [one, { ...one, limit: also }];
}

/** How a comparison is said. */
export const saidSo = {
  atLeast: 'at least',
  atMost: 'at most',
  moreThan: 'more than',
  lessThan: 'less than',
} as const;

function bareLimit<T>(c: Cursor, of: Quantity<T>, bare: Bare): LimitOf<T> | null {
  const start = c.at;
  const value = quantity(c, of);
  if (value === null) return null;
  if (c.take('orMore')) return { is: 'atLeast', value };
  if (c.take('orLess')) return { is: 'atMost', value };
  if (bare === 'exactly') return { is: 'exactly', value };
  c.assume(
    start,
    bare === 'about' ? 'Taken as “about”: a tenth of it either way.' : `Taken as “${saidSo[bare]}”.`,
  );
  return bare === 'about' ? { is: 'about', value, tolerance: null } : { is: bare, value };
}

/** "4 cm ± 5 mm", "4 ± 0.5 cm"; `surely` wants the tolerance to be said. */
function around<T>(c: Cursor, of: Quantity<T>, surely = false): LimitOf<T> | null {
  const number = c.number();
  if (number === null) return null;
  const said = c.sees('plusMinus') ? undefined : of.unit(c, number);
  if (said === null) return null;
  const either = c.first(() => {
    const comma = c.take('comma');
    const within = c.take(comma ? 'giveOrTake' : 'plusMinus') ? c.number() : null;
    const tolerance = within === null ? null : of.unit(c, within);
    return within === null || tolerance === null ? null : { within, tolerance };
  });
  if (either === null)
    return said === undefined || surely ? null : { is: 'about', value: said, tolerance: null };
  const { within, tolerance } = either;
  return { is: 'about', value: said ?? of.like(number, tolerance, within), tolerance };
}

export const lengthLimit = (c: Cursor, bare: Bare = 'about'): LengthLimit | null => limit(c, aLength, bare);
export const countLimit = (c: Cursor): NumberLimit | null => limit(c, aCount, 'exactly');
export const shareLimit = (c: Cursor): NumberLimit | null => limit(c, aShare, 'about');
export const angleLimit = (c: Cursor): AngleLimit | null => limit(c, anAngle, 'about');
