import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roundUp, timeTicks, topFor } from './chart-axis.ts';

it.each([
  [0, 1],
  [0.3, 0.5],
  [1, 1],
  [1.1, 2],
  [2.2, 2.5],
  [84, 100],
  [501, 1_000],
])('an axis for %d goes up to %d', (value, top) => expect(roundUp(value)).toBeCloseTo(top));

it('the top stays where it is until something reaches it, or all is far below', () => {
  expect(topFor(90, 100)).toBe(100);
  expect(topFor(21, 100)).toBe(100);
  expect(topFor(101, 100)).toBe(200);
  expect(topFor(10, 100)).toBe(20);
});

it('everything fits below the top, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1 }), (values) => {
      let top: number | null = null;
      for (const value of values) {
        top = topFor(value, top);
        expect(top).toBeGreaterThanOrEqual(value);
      }
    }),
  );
});

it('a value that trembles does not move the axis', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 50, max: 90, noNaN: true }), { minLength: 2 }), (values) => {
      for (const value of values) expect(topFor(value, 100)).toBe(100);
    }),
  );
});

it('marks round moments, never more than fit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1.6e12, max: 1.9e12 }),
      fc.integer({ min: 900_000, max: 90 * 86_400_000 }),
      fc.integer({ min: 2, max: 8 }),
      (from, length, most) => {
        const ticks = timeTicks(from, from + length, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const at of ticks) expect(at % 60_000).toBe(0);
      },
    ),
  );
});
