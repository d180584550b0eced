import type { Predicate } from './rule.ts';

/** What is claimed, and whether that it is not so ("off-centre", "outside", "cut off"). */
export interface Claimed {
  predicate: Predicate;
  negated: boolean;
  /** "in the photo": of a thing it may say only that there is one. */
  isThere?: 'in' | 'visible';
  /** What else is claimed with it. */
  more?: Predicate[];
}

export const so = (predicate: Predicate | null): Claimed | null => predicate && { predicate, negated: false };

export const notSo = (predicate: Predicate | null): Claimed | null =>
  predicate && { predicate, negated: true };
