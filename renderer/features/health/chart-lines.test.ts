import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  endOf,
  hasValues,
  highestOf,
  indexAt,
  type Lines,
  linesOf,
  looksSame,
  withSample,
} from './chart-lines.ts';

const grid = (values: (number | null)[], stepMs = 5_000): Lines =>
  linesOf({
    resolutionMs: stepMs,
    series: [
      {
        id: 'cpu',
        label: 'Processor',
        unit: 'percent',
        points: values.map((value, index) => [index * stepMs, value]),
        band: null,
      },
    ],
  });
const means = (lines: Lines) => (lines.byId.get('cpu') ?? []).map((stretch) => stretch?.mean ?? null);

it('a sample of the last stretch joins its mean, its lowest and its highest', () => {
  const lines = withSample(grid([1, 2, 4]), 14_000, { cpu: 8 });
  expect(means(lines)).toEqual([1, 2, 6]);
  expect(lines.byId.get('cpu')?.[2]).toMatchObject({ low: 4, high: 8 });
});

it('a sample of the next stretch moves the window on by one', () => {
  const lines = withSample(grid([1, 2, 4]), 15_000, { cpu: 8 });
  expect(means(lines)).toEqual([2, 4, 8]);
  expect(lines.from).toBe(5_000);
});

it('time without samples is a gap', () => {
  expect(means(withSample(grid([1, 2, 4]), 26_000, { cpu: 8 }))).toEqual([null, null, 8]);
  expect(means(withSample(grid([1, 2, 4]), 900_000, { cpu: 8 }))).toEqual([null, null, 8]);
});

it('a metric that was not measured leaves a gap, one that is not drawn is ignored', () => {
  expect(means(withSample(grid([1, 2]), 10_000, { cpu: null, other: 3 }))).toEqual([2, null]);
});

it('however many samples come, the lines stay as long and their grid stays even', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40_000 })), (pauses) => {
      let at = 10_000;
      let lines = grid([1, null, 2]);
      for (const pause of pauses) {
        at += pause;
        lines = withSample(lines, at, { cpu: 1 });
        expect(indexAt(lines, at)).not.toBeNull();
      }
      expect(means(lines)).toHaveLength(3);
      expect(lines.from % 5_000).toBe(0);
      expect(endOf(lines)).toBe(lines.from + 15_000);
    }),
  );
});

it('a value that stays where it is looks the same until the window moves', () => {
  const lines = grid([1, 2, 4]);
  expect(looksSame(lines, withSample(lines, 14_000, { cpu: 4 }), ['cpu'])).toBe(true);
  expect(looksSame(lines, withSample(lines, 14_000, { cpu: 5 }), ['cpu'])).toBe(false);
  expect(looksSame(lines, withSample(lines, 15_000, { cpu: 4 }), ['cpu'])).toBe(false);
});

it('finds the highest and the stretch of a moment', () => {
  const lines = grid([1, null, 4]);
  expect(highestOf(lines, ['cpu', 'unknown'])).toBe(4);
  expect(hasValues(lines, ['cpu'])).toBe(true);
  expect(hasValues(grid([null, null]), ['cpu'])).toBe(false);
  expect([indexAt(lines, -1), indexAt(lines, 5_000), indexAt(lines, 15_000)]).toEqual([null, 1, null]);
});
