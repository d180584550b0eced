import { describe, expect, it } from 'vitest';
import { pooledLength } from '../../electron/pipeline/handle-head.ts';
import { trainedHeadSchema } from './head.ts';
import { dot } from './logistic.ts';
import { trainHead } from './train.ts';

/** Samples whose first two features tell the side; `strength` says how clearly. */
function sample(strength: number, protrusion = 0.3) {
  const features = new Float64Array(pooledLength);
  features.set([strength, 0.5 * strength]);
  return { protrusion, features };
}

const clear = Array.from({ length: 50 }, (_, index) => sample(5 + index / 10));
const hidden = Array.from({ length: 10 }, () => sample(-50, 0.01));
const sha256 = 'a'.repeat(64);

describe('training the handle head', () => {
  const head = trainHead([...clear, ...hidden], sha256);

  it('writes what the program reads', () => {
    expect(trainedHeadSchema.parse(JSON.parse(JSON.stringify(head)))).toEqual(head);
  });

  it('leaves out handles that hardly protrude', () => {
    expect(head.record).toMatchObject({ renders: 60, learntFrom: 50, accuracy: 1, poseModelSha256: sha256 });
  });

  it('scales the score so that clear samples get an answer and fainter ones do not', () => {
    const score = (strength: number) => dot(head.weights, sample(strength).features);
    expect(clear.filter(({ features }) => dot(head.weights, features) >= 1).length).toBeGreaterThan(45);
    expect(score(5 / 2)).toBeLessThan(1);
    expect(score(-10)).toBeLessThan(-1);
  });

  it('judges itself on samples it has not seen', () => {
    // Each sample stands alone in a feature of its own: learnt by heart at once, told by no other.
    const strangers = Array.from({ length: 40 }, (_, index) => {
      const features = new Float64Array(pooledLength);
      features[index] = 50;
      return { protrusion: 0.3, features };
    });
    expect(trainHead(strangers, sha256).record.accuracy).toBe(0);
  });

  it('rounds weights to six digits', () => {
    for (const weight of head.weights) expect(weight).toBe(Number(weight.toPrecision(6)));
  });
});
