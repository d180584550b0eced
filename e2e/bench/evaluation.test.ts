import { describe, expect, it } from 'vitest';
import { boxAt, mug, thing } from '../../shared/positioning/test-scenes.ts';
import { evaluate } from './evaluation.ts';
import type { TrueMug } from './truth.ts';

function trueMug(x: number, more: Partial<TrueMug> = {}): TrueMug {
  return { box: boxAt(x, 0), handle: 'right', upright: 'upright', topView: false, ...more };
}

const right = { handle: { side: 'right', confidence: 0.9 } } as const;
const left = { handle: { side: 'left', confidence: 0.9 } } as const;
const fromAbove = {
  seenFromAbove: { value: true, confidence: 0.9 },
  upright: { verdict: 'notApplicable', degrees: null, confidence: 0.9 },
} as const;

describe('evaluate', () => {
  const evaluation = evaluate(
    [
      {
        photo: { path: 'a.jpg', mugs: [trueMug(0), trueMug(200), trueMug(400), trueMug(600)] },
        detections: [
          mug(boxAt(0, 0), { score: 0.9, ...right }),
          mug(boxAt(200, 0), { score: 0.8, ...left }),
          mug(boxAt(400, 0), { score: 0.7 }),
          mug(boxAt(600, 0), { score: 0.1, ...right }),
          thing('table', boxAt(600, 0), 0.95),
        ],
      },
      {
        photo: {
          path: 'b.jpg',
          mugs: [
            trueMug(0, { handle: 'front', upright: 'tilted' }),
            trueMug(200, { handle: 'hidden', upright: 'n/a', topView: true }),
          ],
        },
        detections: [
          mug(boxAt(0, 0), { score: 0.6, ...left }),
          mug(boxAt(200, 0), { score: 0.5, ...fromAbove }),
        ],
      },
      { photo: { path: 'c.jpg', mugs: [] }, detections: [mug(boxAt(0, 0), { score: 0.4 })] },
      { photo: { path: 'd.jpg', mugs: [] }, detections: [thing('book', boxAt(0, 0))] },
    ],
    0.3,
  );

  it('counts what was found at the threshold', () => {
    expect(evaluation).toMatchObject({ photos: 4, mugs: 6, recall: 5 / 6, precision: 5 / 6 });
    // Five right ones, a wrong one at 0.4, the sixth right one at 0.1.
    expect(evaluation.averagePrecision).toBeCloseTo((5 + 6 / 7) / 6, 12);
  });

  it('tells the photos without a mug in which one was found', () => {
    expect(evaluation.negatives).toEqual({ photos: 2, withMug: 1, highestScore: 0.4 });
  });

  it('counts answers about the handle only of mugs that were found', () => {
    expect(evaluation.handle).toEqual({ found: 3, answered: 2, right: 1 });
    expect(evaluation.handleElsewhere).toEqual({ found: 2, answered: 1 });
  });

  it('confronts verdicts and views with the truth', () => {
    expect(evaluation.upright).toEqual({
      upright: { pass: 3 },
      tilted: { pass: 1 },
      'n/a': { notApplicable: 1 },
    });
    expect(evaluation.topView).toEqual({ found: 1, seen: 1, others: 4, wronglySeen: 0 });
  });
});
