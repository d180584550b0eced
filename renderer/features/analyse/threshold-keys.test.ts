import { expect, test } from 'vitest';
import { thresholdsByKey } from './threshold-keys.ts';

test.each([
  [0, 'Home', [0, 45]],
  [0, 'End', [45, 45]],
  [0, 'PageUp', [40, 45]],
  [0, 'PageDown', [20, 45]],
  [1, 'Home', [30, 30]],
  [1, 'End', [30, 100]],
  [1, 'PageUp', [30, 55]],
  [1, 'PageDown', [30, 35]],
])('thumb %i at 30 and 45 goes with %s to %o', (thumb, key, after) => {
  expect(thresholdsByKey([30, 45], thumb, key)).toEqual(after);
});

test('a page stops at the other threshold and at the ends', () => {
  expect(thresholdsByKey([40, 45], 0, 'PageUp')).toEqual([45, 45]);
  expect(thresholdsByKey([5, 95], 0, 'PageDown')).toEqual([0, 95]);
  expect(thresholdsByKey([5, 95], 1, 'PageUp')).toEqual([5, 100]);
});

test('other keys, and keys on no thumb, move nothing', () => {
  expect(thresholdsByKey([30, 45], 0, 'ArrowUp')).toBeNull();
  expect(thresholdsByKey([30, 45], -1, 'Home')).toBeNull();
});
