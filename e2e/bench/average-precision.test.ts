import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Box } from '../../shared/analysis.ts';
import { intersectionOverUnion } from '../../shared/positioning/distances.ts';
import { averagePrecision, type Match, matchPhoto, recallAndPrecision } from './average-precision.ts';

const box = (x: number, y = 0, width = 10, height = 10): Box => ({ x, y, width, height });

/** Matches by score: the first list found something, the second did not. */
function matches(right: number[], wrong: number[]): Match[] {
  return [
    ...right.map((score, truth) => ({ prediction: { score, box: box(0) }, truth })),
    ...wrong.map((score) => ({ prediction: { score, box: box(0) }, truth: null })),
  ];
}

describe('intersectionOverUnion', () => {
  test.each([
    [box(0), box(0), 1],
    [box(0), box(5), 50 / 150],
    [box(0), box(10), 0],
    [box(0), box(20), 0],
    [box(0), box(2, 2, 5, 5), 0.25],
    [box(0, 0, 0, 0), box(0, 0, 0, 0), 0],
  ])('of %o and %o is %d', (a, b, expected) => {
    expect(intersectionOverUnion(a, b)).toBeCloseTo(expected, 12);
    expect(intersectionOverUnion(b, a)).toBeCloseTo(expected, 12);
  });
});

describe('matchPhoto', () => {
  it('lets the surest prediction choose first, and each true box be found once', () => {
    const found = matchPhoto(
      [
        { score: 0.5, box: box(0) },
        { score: 0.9, box: box(1) },
        { score: 0.7, box: box(50) },
      ],
      [box(0)],
    );
    expect(found.map(({ prediction, truth }) => [prediction.score, truth])).toEqual([
      [0.9, 0],
      [0.7, null],
      [0.5, null],
    ]);
  });

  it('takes the free box that is overlapped most', () => {
    const truth = [box(0), box(2)];
    expect(matchPhoto([{ score: 0.9, box: box(2) }], truth).map((match) => match.truth)).toEqual([1]);
    const both = [
      { score: 0.9, box: box(2) },
      { score: 0.8, box: box(2) },
    ];
    expect(matchPhoto(both, truth).map((match) => match.truth)).toEqual([1, 0]);
  });

  it('counts an overlap of exactly the least', () => {
    const half = [{ score: 0.9, box: box(0, 0, 10, 5) }];
    expect(matchPhoto(half, [box(0)])[0]?.truth).toBe(0);
    expect(matchPhoto(half, [box(0)], 0.51)[0]?.truth).toBeNull();
  });
});

describe('averagePrecision', () => {
  test.each<[string, number[], number[], number, number]>([
    ['all found, nothing else', [0.9, 0.8], [], 2, 1],
    ['nothing found', [], [], 2, 0],
    ['only wrong ones', [], [0.9], 2, 0],
    ['half found', [0.9], [], 2, 0.5],
    ['a wrong one below the right ones', [0.9, 0.8], [0.1], 2, 1],
    ['a wrong one above the right one', [0.8], [0.9], 1, 0.5],
    // Precision 1, 1/2, 2/3, 2/4, 3/5 at recall 1/4, 1/4, 2/4, 2/4, 3/4.
    ['a mix', [0.9, 0.7, 0.5], [0.8, 0.6], 4, 0.25 + 0.25 * (2 / 3) + 0.25 * 0.6],
    // Precision 1, 1/2, 1/3, 2/4, 3/5: the later 3/5 counts for the recall before it too.
    ['better again further down', [0.9, 0.6, 0.5], [0.8, 0.7], 3, (1 + 0.6 + 0.6) / 3],
    ['equal scores come in together', [0.5], [0.5], 1, 0.5],
  ])('%s', (_, right, wrong, truthCount, expected) => {
    expect(averagePrecision(matches(right, wrong), truthCount)).toBeCloseTo(expected, 12);
  });

  it('is null when there is nothing to find', () => {
    expect(averagePrecision(matches([], [0.9]), 0)).toBeNull();
  });

  it('lies between 0 and 1, does not depend on the order, and only falls with a wrong one', () => {
    const scores = fc.array(
      fc.integer({ min: 1, max: 10 }).map((score) => score / 10),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(
        scores,
        scores,
        fc.nat(5),
        fc.integer({ min: 1, max: 10 }),
        (right, wrong, missed, extra) => {
          const all = matches(right, wrong);
          const truthCount = right.length + missed + 1;
          const area = averagePrecision(all, truthCount) ?? Number.NaN;
          expect(area).toBeGreaterThanOrEqual(0);
          expect(area).toBeLessThanOrEqual(right.length / truthCount + 1e-12);
          expect(averagePrecision(all.toReversed(), truthCount)).toBe(area);
          const worse = averagePrecision([...all, ...matches([], [extra / 10])], truthCount) ?? Number.NaN;
          expect(worse).toBeLessThanOrEqual(area + 1e-12);
        },
      ),
    );
  });
});

describe('recallAndPrecision', () => {
  it('counts from the threshold up', () => {
    const some = matches([0.9, 0.3, 0.2], [0.5, 0.1]);
    expect(recallAndPrecision(some, 4, 0.3)).toEqual({ recall: 0.5, precision: 2 / 3 });
    expect(recallAndPrecision(some, 4, 0.95)).toEqual({ recall: 0, precision: null });
    expect(recallAndPrecision([], 0, 0.3)).toEqual({ recall: null, precision: null });
  });
});
