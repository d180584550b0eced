import { expect, test } from 'vitest';
import { createRestarts } from './restarts.ts';

const loading = { whileLoading: true };
const loaded = { whileLoading: false };

test('the first restart comes at once, later ones wait twice as long each, the fifth death is one too many', () => {
  const restarts = createRestarts({ now: () => 0, random: () => 1 });
  expect(Array.from({ length: 5 }, () => restarts.died(loading))).toEqual([0, 500, 1_000, 2_000, null]);
});

test('a child that loads is never given up, only waited for, at most 15 seconds', () => {
  const restarts = createRestarts({ now: () => 0, random: () => 1 });
  const delays = Array.from({ length: 20 }, () => restarts.died(loaded));
  expect(delays.slice(0, 5)).toEqual([0, 500, 1_000, 2_000, 4_000]);
  expect(Math.max(...delays.map(Number))).toBe(15_000);
  expect(delays).not.toContain(null);
});

test('the wait is anywhere between nothing and its longest', () => {
  for (const [random, delay] of [
    [0, 0],
    [0.5, 250],
  ] as const) {
    const restarts = createRestarts({ now: () => 0, random: () => random });
    restarts.died(loading);
    expect(restarts.died(loading)).toBe(delay);
  }
});

test('one answer makes up for all deaths before it', () => {
  const restarts = createRestarts({ now: () => 0, random: () => 1 });
  for (let death = 0; death < 4; death++) restarts.died(loading);
  restarts.succeeded();
  expect(restarts.died(loading)).toBe(0);
});

test('after giving up, a call may try again once 15 to 30 seconds have passed', () => {
  for (const [random, afterMs] of [
    [0, 15_000],
    [1, 30_000],
  ] as const) {
    let time = 1_000;
    const restarts = createRestarts({ now: () => time, random: () => random });
    restarts.refused();
    time += afterMs - 1;
    expect(restarts.mayTry()).toBe(false);
    time += 1;
    expect(restarts.mayTry()).toBe(true);
  }
});
