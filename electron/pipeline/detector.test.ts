import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Box } from '../../shared/analysis.ts';
import { intersectionOverUnion } from '../../shared/positioning/distances.ts';
import { type Found, settle, withoutDuplicates } from './detector.ts';

const plan = {
  input: { name: 'image', width: 100, height: 100 },
  classes: ['Background', 'Computer monitor', 'Mug', 'Coffee cup'],
  mugClasses: [2, 3],
};
const frame = { width: 400, height: 200 };
const whole = { x: 0, y: 0, ...frame };
const box = { x: 10, y: 10, width: 20, height: 40 };

test('boxes go from the input picture to the photo', () => {
  const [found] = settle([{ box, classIndex: 2, score: 0.9 }], { plan, region: whole, frame });
  expect(found).toEqual({ label: 'mug', score: 0.9, box: { x: 40, y: 20, width: 80, height: 80 } });
});

test('a letterboxed photo is found where it lies in the input picture', () => {
  const region = { x: 0, y: -100, width: 400, height: 400 };
  const [found] = settle([{ box, classIndex: 2, score: 0.9 }], { plan, region, frame });
  expect(found?.box).toEqual({ x: 40, y: 0, width: 80, height: 100 });
});

test('boxes are cut at the edge of the photo, those outside are left out', () => {
  const over = { x: -10, y: 50, width: 30, height: 100 };
  const outside = { x: 101, y: 0, width: 20, height: 20 };
  const candidates = [over, outside].map((at) => ({ box: at, classIndex: 1, score: 0.5 }));
  expect(settle(candidates, { plan, region: whole, frame })).toEqual([
    { label: 'computer monitor', score: 0.5, box: { x: 0, y: 100, width: 80, height: 100 } },
  ]);
});

test('all mug classes are one label, so two of them at one place are one mug', () => {
  const candidates = [
    { box, classIndex: 2, score: 0.6 },
    { box: { ...box, x: 11 }, classIndex: 3, score: 0.8 },
    { box, classIndex: 1, score: 0.7 },
  ];
  const found = settle(candidates, { plan, region: whole, frame });
  expect(found.map(({ label, score }) => [label, score])).toEqual([
    ['mug', 0.8],
    ['computer monitor', 0.7],
  ]);
});

test('at most a hundred detections are given, the best', () => {
  const candidates = Array.from({ length: 150 }, (_, index) => ({
    box: { x: (index % 15) * 6, y: Math.floor(index / 15) * 6, width: 5, height: 5 },
    classIndex: 2,
    score: (index + 1) / 200,
  }));
  const found = settle(candidates, { plan, region: whole, frame });
  expect(found).toHaveLength(100);
  expect(found.at(-1)?.score).toBe(51 / 200);
});

const boxes: fc.Arbitrary<Box> = fc.record({
  x: fc.integer({ min: 0, max: 50 }),
  y: fc.integer({ min: 0, max: 50 }),
  width: fc.integer({ min: 1, max: 50 }),
  height: fc.integer({ min: 1, max: 50 }),
});

test('overlap is 1 with itself, 0 apart, the same both ways', () => {
  fc.assert(
    fc.property(boxes, boxes, (a, b) => {
      expect(intersectionOverUnion(a, a)).toBe(1);
      expect(intersectionOverUnion(a, b)).toBe(intersectionOverUnion(b, a));
      expect(intersectionOverUnion(a, { ...a, x: a.x + a.width })).toBe(0);
    }),
  );
  expect(
    intersectionOverUnion({ x: 0, y: 0, width: 2, height: 1 }, { x: 1, y: 0, width: 2, height: 1 }),
  ).toBeCloseTo(1 / 3);
});

test('what is kept does not overlap its like by more than half, and nothing is lost without a better one', () => {
  const things: fc.Arbitrary<Found> = fc.record({
    label: fc.constantFrom('mug', 'book'),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    box: boxes,
  });
  const repeats = (a: Found, b: Found) => a.label === b.label && intersectionOverUnion(a.box, b.box) > 0.5;
  fc.assert(
    fc.property(fc.array(things, { maxLength: 30 }), (found) => {
      const kept = withoutDuplicates(found);
      for (const one of kept) expect(kept.filter((other) => repeats(one, other))).toEqual([one]);
      for (const one of found) {
        expect(kept.some((other) => other.score >= one.score && (other === one || repeats(one, other)))).toBe(
          true,
        );
      }
      expect(kept.map(({ score }) => score)).toEqual(
        kept.map(({ score }) => score).toSorted((a, b) => b - a),
      );
    }),
  );
});
