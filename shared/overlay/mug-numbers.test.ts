import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxAround, frame, mug, settingsWith } from '../positioning/test-scenes.ts';
import { place } from '../positioning.ts';
import { mugNumbers } from './mug-numbers.ts';

function numbersOf(centres: readonly (readonly [number, number])[]): number[] {
  const detections = centres.map(([x, y]) => mug(boxAround(x, y)));
  const { placements, arrangement } = place(detections, frame, settingsWith());
  const numbers = mugNumbers(placements, arrangement);
  return centres.map((_, index) => numbers.get(index) ?? 0);
}

describe('mugNumbers', () => {
  it('counts a row from the left though it falls by more than a mug is high', () => {
    expect(
      numbersOf([
        [850, 250],
        [50, 350],
        [450, 300],
      ]),
    ).toEqual([3, 1, 2]);
  });

  it('counts a column from the top', () => {
    expect(
      numbersOf([
        [110, 500],
        [100, 100],
        [90, 300],
      ]),
    ).toEqual([3, 1, 2]);
  });

  it('counts a grid as one reads, lines that are not quite level too', () => {
    expect(
      numbersOf([
        [500, 390],
        [500, 90],
        [300, 400],
        [300, 100],
      ]),
    ).toEqual([4, 2, 3, 1]);
  });

  it('gives every mug a number of its own', () => {
    const centre = fc.tuple(fc.nat(900), fc.nat(600));
    fc.assert(
      fc.property(fc.array(centre, { maxLength: 8 }), (centres) => {
        expect(numbersOf(centres).toSorted((a, b) => a - b)).toEqual(centres.map((_, index) => index + 1));
      }),
    );
  });
});
