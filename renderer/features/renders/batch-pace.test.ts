import { expect, test } from 'vitest';
import type { RenderBatch } from '../../../shared/render.ts';
import { endedOf, isUnderWay, paceOf, rateText, type Sample, withSample } from './batch-pace.ts';

const batch = (completed: number, failed = 0, total = 40): RenderBatch => ({
  id: 'rbt_1',
  createdAt: '2026-11-22T14:00:00.000Z',
  total,
  counts: { waiting: total - completed - failed, held: 0, rendering: 0, completed, failed, cancelled: 0 },
});

test('failed ones are through as well', () => {
  expect(endedOf(batch(10, 2))).toBe(12);
  expect(isUnderWay(batch(38, 2))).toBe(false);
  expect(isUnderWay(batch(38, 1))).toBe(true);
});

test('a pace is told from three moments on, and what is left by it', () => {
  const samples: Sample[] = [0, 1, 2].map((second) => ({ at: second * 1_000, ended: second * 4 }));
  expect(paceOf(batch(8), samples.slice(0, 2))).toBeNull();
  expect(paceOf(batch(8), samples)).toEqual({ rate: 4, secondsLeft: 8 });
});

test('what stands still has no pace, and an old one is forgotten', () => {
  const still = [0, 1, 2].reduce<readonly Sample[]>(
    (samples, second) => withSample(samples, { at: second * 1_000, ended: 5 }),
    [],
  );
  expect(still).toHaveLength(1);
  expect(withSample([{ at: 0, ended: 1 }], { at: 60_000, ended: 2 })).toEqual([{ at: 60_000, ended: 2 }]);
});

test('a rate reads well, fast or slow', () => {
  expect([12.4, 3.21, 0.1, 0.001].map(rateText)).toEqual(['12/s', '3.2/s', '6/min', '1/min']);
});
