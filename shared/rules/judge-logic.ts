import type { Outcome } from './verdict.ts';

/** What something comes to, and how comfortably: `score` is at least 0.5 of a pass and at most 0.5 of a failure. */
export interface Truth {
  outcome: Outcome;
  score: number;
}

export const holds: Truth = { outcome: 'pass', score: 1 };
export const fails: Truth = { outcome: 'fail', score: 0 };
export const unclear: Truth = { outcome: 'unknown', score: 0.5 };

/** Yes or no, without degrees. */
export function plainly(value: boolean): Truth {
  return value ? holds : fails;
}

/**
 * The room to the limit as a truth. With nothing to spare it still holds. `limit` is what the score is measured
 * against; without one any room is comfortable.
 */
export function byMargin(margin: number, limit: number): Truth {
  if (Number.isNaN(margin)) return unclear;
  const share = limit > 0 ? margin / limit : Math.sign(margin);
  const score = Math.min(1, Math.max(0, 0.5 + share / 2));
  return { outcome: margin >= 0 ? 'pass' : 'fail', score };
}

/** Kleene's three values: the worst decides, and one failure outweighs what is unknown. True of nothing. */
export function all(truths: readonly Truth[]): Truth {
  let outcome: Outcome = 'pass';
  let score = 1;
  for (const truth of truths) {
    if (truth.outcome === 'fail' || (truth.outcome === 'unknown' && outcome === 'pass'))
      outcome = truth.outcome;
    score = Math.min(score, truth.score);
  }
  return { outcome, score: outcome === 'unknown' ? 0.5 : score };
}

/** Kleene's three values: the best decides, and one pass outweighs what is unknown. False of nothing. */
export function some(truths: readonly Truth[]): Truth {
  let outcome: Outcome = 'fail';
  let score = 0;
  for (const truth of truths) {
    if (truth.outcome === 'pass' || (truth.outcome === 'unknown' && outcome === 'fail')) {
      outcome = truth.outcome;
    }
    score = Math.max(score, truth.score);
  }
  return { outcome, score: outcome === 'unknown' ? 0.5 : score };
}

export function not({ outcome, score }: Truth): Truth {
  const turned = outcome === 'pass' ? 'fail' : outcome === 'fail' ? 'pass' : 'unknown';
  return { outcome: turned, score: 1 - score };
}
