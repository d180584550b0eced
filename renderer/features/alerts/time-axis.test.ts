import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeAxis } from './time-axis.ts';

it('goes from the beginning to the last moment, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(43_200), { minLength: 1 }), (moments) => {
      const { placeOf, ticks } = timeAxis(moments);
      const places = moments.toSorted((a, b) => a - b).map(placeOf);
      expect(placeOf(0)).toBe(0);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places.at(-1)).toBeLessThanOrEqual(1);
      expect(ticks.map(placeOf).every((place) => place >= 0 && place <= 1)).toBe(true);
    }),
  );
});

it('names moments far enough from each other to be read', () => {
  const { placeOf, ticks } = timeAxis([0, 5, 20, 80, 1_440]);
  expect(ticks[0]).toBe(0);
  const gaps = ticks.slice(1).map((tick, index) => placeOf(tick) - placeOf(ticks[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.11);
});
