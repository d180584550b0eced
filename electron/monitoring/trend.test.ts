import { expect, test } from 'vitest';
import { trendOf } from './trend.ts';

const line = (from: number, to: number, minutes = 10) =>
  Array.from({ length: 21 }, (_, index) => {
    const share = index / 20;
    return [share * minutes * 60_000, from + share * (to - from)] as const;
  });

test.each([
  ['rising, 3 % in 10 minutes', line(87, 90), 'percent'],
  ['falling, 20 % in a minute', line(90, 70, 1), 'percent'],
  ['steady for 10 minutes', line(90, 90.5), 'percent'],
  ['steady for 10 minutes', line(0, 0), 'count'],
  ['rising, 300 MB in 10 minutes', line(1e9, 1.3e9), 'bytes'],
  ['no trend yet', line(1, 2).slice(0, 1), 'percent'],
  ['no trend yet', [], 'percent'],
] as const)('%s', (words, points, unit) => {
  expect(trendOf(points, unit)).toBe(words);
});

test('one sample that stands out makes no trend', () => {
  const points = line(90, 90).map(([at, value], index) => [at, index === 10 ? 10 : value] as const);
  expect(trendOf(points, 'percent')).toBe('steady for 10 minutes');
});
