import { expect, test } from 'vitest';
import { trainingScene, trainingTruth } from './training.ts';

const truths = Array.from({ length: 360 }, (_, index) => trainingTruth(index + 1));

test('the same seed gives the same scene, another seed another', () => {
  expect(trainingScene(5)).toEqual(trainingScene(5));
  expect(trainingScene(6)).not.toEqual(trainingScene(5));
});

test('handles stand out to the left and to the right about equally often', () => {
  const right = truths.filter(({ handle }) => handle === 'right').length;
  expect(right).toBeGreaterThan(140);
  expect(right).toBeLessThan(220);
});

test('a handle that is turned to the right is labelled right, by the sign of its protrusion', () => {
  for (const { yaw, handle, protrusion } of truths) {
    if (Math.abs(protrusion) < 0.05) continue;
    expect(handle).toBe(protrusion > 0 ? 'right' : 'left');
    expect(handle).toBe(Math.cos((yaw * Math.PI) / 180) > 0 ? 'right' : 'left');
  }
});

test('tilts stay moderate and every box lies in the picture', () => {
  for (const { tiltDegrees, box } of truths) {
    expect(Math.abs(tiltDegrees)).toBeLessThan(16);
    const [left, top, right, bottom] = box;
    expect(left).toBeGreaterThanOrEqual(0);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(256);
    expect(bottom).toBeLessThanOrEqual(256);
    expect(right - left).toBeGreaterThan(40);
    expect(bottom - top).toBeGreaterThan(40);
  }
});
