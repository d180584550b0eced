import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import headJson from '../../models/handle/head.json' with { type: 'json' };
import { trainedHeadSchema } from '../../models/handle/head.ts';
import { builtInModel } from '../../models/manifest.ts';
import { featureShape, type HandleHead, handleSide, poolColumns, pooledLength } from './handle-head.ts';

const { channels, rows, columns } = featureShape;
const projectHead = trainedHeadSchema.parse(headJson);
const length = channels * rows * columns;

/** Features whose value depends on channel, row and column only through this function. */
function features(value: (channel: number, row: number, column: number) => number): Float32Array {
  return Float32Array.from({ length }, (_, index) => {
    const column = index % columns;
    const row = Math.floor(index / columns) % rows;
    return value(Math.floor(index / (rows * columns)), row, column);
  });
}

/** A head that looks at one pooled value only. */
function headAt(index: number, weight: number): HandleHead {
  const weights = Array.from({ length: pooledLength }, (_, at) => (at === index ? weight : 0));
  return { weights, logOddsPerScore: 2 };
}

describe('pooling features into columns', () => {
  it('averages the left, middle and right third over all rows', () => {
    const pooled = poolColumns(features((channel, _row, column) => 100 * channel + column));
    expect([pooled[0], pooled[channels], pooled[2 * channels]]).toEqual([1, 3, 5]);
    expect([pooled[7], pooled[channels + 7], pooled[2 * channels + 7]]).toEqual([701, 703, 705]);
  });

  it('keeps the mean of what is the same everywhere', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -100, max: 100 }), (value) => {
        for (const pooled of poolColumns(features(() => value))) expect(pooled).toBeCloseTo(value, 4);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a tensor of another size', () => {
    expect(() => poolColumns(new Float32Array(10))).toThrow('Expected 192×7×7 features, got 10 values.');
  });
});

describe('the side of the handle', () => {
  const nothing = features(() => 0);
  const onTheRight = features((channel, _row, column) => (channel === 0 && column >= 4 ? 1 : 0));

  it('is right for a positive score, left for the mirror image', () => {
    const head = headAt(2 * channels, 3);
    expect(handleSide(onTheRight, nothing, head)).toMatchObject({ side: 'right', score: 3 });
    expect(handleSide(nothing, onTheRight, head)).toMatchObject({ side: 'left', score: -3 });
  });

  it.each([
    [1, 'right'],
    [0.999, 'unknown'],
    [0, 'unknown'],
    [-0.999, 'unknown'],
    [-1, 'left'],
  ])('at a score of %d is %s', (score, side) => {
    expect(handleSide(onTheRight, nothing, headAt(2 * channels, score)).side).toBe(side);
  });

  it('comes with a confidence that grows with the score, from one half', () => {
    const confidence = (score: number) =>
      handleSide(onTheRight, nothing, headAt(2 * channels, score)).confidence;
    expect(confidence(0)).toBe(0.5);
    expect(confidence(1)).toBeCloseTo(1 / (1 + Math.exp(-2)));
    expect(confidence(-1)).toBe(confidence(1));
    expect(confidence(3)).toBeGreaterThan(confidence(2));
  });

  it('turns round exactly with the picture', () => {
    const value = fc.float({ noNaN: true, min: -10, max: 10 });
    const some = fc.array(value, { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(some, some, (left, right) => {
        const a = features((channel, row, column) => left[(channel + row + column) % 20] ?? 0);
        const b = features((channel, row, column) => right[(channel + 3 * row + column) % 20] ?? 0);
        const [plain, mirrored] = [handleSide(a, b, projectHead), handleSide(b, a, projectHead)];
        expect(mirrored.score).toBeCloseTo(-plain.score, 6);
        expect(mirrored.confidence).toBeCloseTo(plain.confidence, 6);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the head that comes with the project', () => {
  it('was trained on the pose model that comes with it', () => {
    expect(projectHead.record.poseModelSha256).toBe(builtInModel('cup-pose').sha256);
  });
});
