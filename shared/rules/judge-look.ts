import { type Truth, unclear } from './judge-logic.ts';
import { hold, type Limit, limitText, marginOf, nearestEnd, type Range } from './measure-limits.ts';
import { quantity, type Unit } from './measure-units.ts';
import type { Body } from './scene.ts';
import type { Finding, Mark } from './verdict.ts';

/** What is told of a look: everything of a finding that costs words. */
export type Told = Omit<Finding, 'outcome' | 'score' | 'detections'>;

/**
 * One thing that was looked at. Judging a thousand rules takes only the numbers; the words are found when
 * somebody reads them. `wanted` is false where a rule asks that it be not so.
 */
export interface Look extends Truth {
  detections: number[];
  /** How sure the sight of it is. */
  confidence: number;
  /** It is about the photo itself, whatever is in it. */
  ofPhoto?: true;
  /** It cannot tell because what it would be measured to is not there. */
  isAbsent?: true;
  tell(wanted: boolean): Told;
}

/** Looks at one body. */
export type Judge = (body: Body) => Look;

/** A sentence begins with a capital. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A look that cannot tell, and why. */
export function unknownLook(reason: string, detections: number[] = [], marks: Mark[] = []): Look {
  return {
    ...unclear,
    detections,
    confidence: 1,
    tell: () => ({
      measured: null,
      limit: null,
      margin: null,
      reason: sentence(reason),
      advice: null,
      marks,
    }),
  };
}

/** A look that cannot tell because what it is about was not found: what is forbidden has not happened then. */
export function absentLook(reason: string, detections: number[]): Look {
  return { ...unknownLook(reason, detections), isAbsent: true };
}

/** What the words of a plain look are made of. */
interface Plain {
  detections: number[];
  confidence?: number;
  /** What is so: `mug 2 is in the left third`. */
  fact: string;
  advice?: (wanted: boolean) => string | null;
  marks?: (wanted: boolean) => Mark[];
}

/** A look at what either is or is not, or is by a score; `words` is only called when it is told. */
export function plainLook(
  truth: Truth,
  detections: number[],
  words: () => Omit<Plain, 'detections'>,
  confidence = 1,
): Look {
  const { outcome, score } = truth;
  return {
    outcome,
    score,
    detections,
    confidence,
    tell(wanted) {
      const { fact, advice, marks } = words();
      const bad = outcome === (wanted ? 'fail' : 'pass');
      return {
        measured: null,
        limit: null,
        margin: null,
        reason: sentence(`${fact}.`),
        advice: bad ? (advice?.(wanted) ?? null) : null,
        marks: marks?.(wanted) ?? [],
      };
    },
  };
}

/** A limit made ready: the range in the unit of measuring, and how it is written. */
export interface Ready {
  range: Range;
  unit: Unit;
  /** What is measured in, in one of `unit`: pixels per centimetre, or 0.01 for shares. */
  per: number;
  /** `at least 4 cm`. */
  text(): string;
}

export function ready<T>(
  range: Range,
  limit: Limit<T>,
  unit: Unit,
  per: number,
  text: (value: T) => string,
): Ready {
  return { range, unit, per, text: () => limitText(limit, text) };
}

interface Measured {
  /** What is so, given the measured value in words: `mug 2 is 31 mm from the left edge`. */
  fact: (value: string) => string;
  advice?: (wanted: boolean) => string | null;
  marks?: (wanted: boolean, value: string) => Mark[];
}

/** A look at a value that is held against a limit. */
export function measuredLook(
  value: number,
  limit: Ready,
  detections: number[],
  words: () => Measured,
  confidence = 1,
): Look {
  const { range, unit, per } = limit;
  const { outcome, score } = hold(value, range);
  return {
    outcome,
    score,
    detections,
    confidence,
    tell(wanted) {
      const { fact, advice, marks } = words();
      const end = nearestEnd(value, range);
      const measured = quantity(value / per, unit, [end / per]);
      const bad = outcome === (wanted ? 'fail' : 'pass');
      const asked = `${wanted ? 'asked' : 'not allowed'}: ${limit.text()}`;
      return {
        measured,
        limit: { value: end / per, unit, text: limit.text() },
        margin: ((wanted ? 1 : -1) * marginOf(value, range)) / per + 0,
        reason: sentence(`${fact(measured.text)}; ${asked}.`),
        advice: bad ? (advice?.(wanted) ?? null) : null,
        marks: marks?.(wanted, measured.text) ?? [],
      };
    },
  };
}
