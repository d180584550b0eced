import { beforeEach, expect, test } from 'vitest';
import {
  expect as add,
  answered,
  dismissProgress,
  expectLess,
  expectOnly,
  isRunning,
  pace,
  useProgress,
} from './progress.ts';

beforeEach(dismissProgress);
const now = () => useProgress.getState();

test('a run lasts until every photo is answered, well or not', () => {
  add(2);
  answered(true, 0);
  expect(isRunning(now())).toBe(true);
  answered(false, 10);
  expect(isRunning(now())).toBe(false);
  expect(now()).toMatchObject({ total: 2, done: 1, failed: 1 });
});

test('photos added during a run join it, after it they begin another', () => {
  add(2);
  add(3);
  expect(now().total).toBe(5);
  expectLess(5);
  expect(isRunning(now())).toBe(false);
  add(1);
  expect(now()).toMatchObject({ total: 1, done: 0, failed: 0 });
});

test('a run given up ends where it is, however often that is said', () => {
  add(5);
  answered(true, 0);
  expectOnly(0);
  expectOnly(0);
  expect(now()).toMatchObject({ total: 1, done: 1 });
  expect(isRunning(now())).toBe(false);
});

test('the pace is told from the latest answers, and not from too few', () => {
  add(100);
  answered(true, 0);
  answered(true, 100);
  expect(pace(now())).toBeNull();
  answered(true, 200);
  expect(pace(now())).toEqual({ rate: 10, secondsLeft: 9.7 });
  for (let index = 0; index < 50; index++) answered(true, 1_000 + index * 1_000);
  expect(pace(now())?.rate).toBeCloseTo(1);
});
