import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, fitLogistic, fitLogOdds } from './logistic.ts';

const vector = (size: number) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: size, maxLength: size })
    .map((values) => Float64Array.from(values));
const samplesOf = (size: number) => fc.array(vector(size), { minLength: 1, maxLength: 12 });

/** Gradient of the loss that fitLogistic minimises. */
function gradient(samples: Float64Array[], weights: Float64Array, regularisation: number): number[] {
  return Array.from(weights, (weight, axis) => {
    const pull = samples.reduce(
      (sum, sample) => sum + (sample[axis] ?? 0) / (1 + Math.exp(dot(sample, weights))),
      0,
    );
    return regularisation * weight - pull;
  });
}

describe('logistic regression', () => {
  it('solves the one-dimensional case known by hand', () => {
    // λ w = 1 / (1 + e^w) with λ = 1/4 has the solution w where w(1 + e^w) = 4.
    const [weight = 0] = fitLogistic([Float64Array.of(1)], 0.25);
    expect(weight * (1 + Math.exp(weight))).toBeCloseTo(4, 6);
  });

  it('ends where the loss is flat', () => {
    fc.assert(
      fc.property(samplesOf(4), fc.double({ min: 0.1, max: 10, noNaN: true }), (samples, regularisation) => {
        const weights = fitLogistic(samples, regularisation);
        for (const slope of gradient(samples, weights, regularisation)) expect(slope).toBeCloseTo(0, 4);
      }),
    );
  });

  it('turns round when all samples do', () => {
    fc.assert(
      fc.property(samplesOf(3), (samples) => {
        const turned = samples.map((sample) => sample.map((value) => -value));
        const [weights, opposite] = [fitLogistic(samples, 1), fitLogistic(turned, 1)];
        weights.forEach((weight, axis) => {
          expect(opposite[axis]).toBeCloseTo(-weight, 6);
        });
      }),
    );
  });

  it('gives the same weights each time', () => {
    const samples = [Float64Array.of(1, 2), Float64Array.of(-0.5, 1), Float64Array.of(2, -1)];
    expect(fitLogistic(samples, 0.5)).toEqual(fitLogistic(samples, 0.5));
  });
});

describe('log-odds per score', () => {
  it('makes the mean probability the share right, with one more of each kind', () => {
    const scores = [1, 2, 3, 4, -1];
    const slope = fitLogOdds(scores);
    const mean = scores.reduce((sum, score) => sum + 1 / (1 + Math.exp(-slope * Math.abs(score))), 0) / 5;
    expect(mean).toBeCloseTo(5 / 7, 6);
  });

  it('stays finite when every score was right', () => {
    expect(fitLogOdds([1, 2, 3])).toBeLessThan(10);
  });
});
