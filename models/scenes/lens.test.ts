import { expect, test } from 'vitest';
import { blurRadius, throughLens } from './lens.ts';

const frame = { width: 40, height: 20 };
const pixels = frame.width * frame.height;
const halves = Uint8Array.from({ length: pixels * 3 }, (_, at) => (Math.floor(at / 3) % 40 < 20 ? 255 : 0));
const at = (x: number) => (10 * frame.width + x) * 3;

test('what is in focus is not blurred, and the farther from it the more', () => {
  const lens = { focus: 60, blur: 0.02 };
  expect(blurRadius(60, lens, 1280)).toBe(0);
  expect(blurRadius(120, lens, 1280)).toBeGreaterThan(blurRadius(90, lens, 1280));
  expect(blurRadius(1e6, lens, 1280)).toBeCloseTo(0.02 * 1280 - 0.6, 1);
});

test('a picture in focus stays as it is', () => {
  expect(throughLens(halves, new Float32Array(pixels), frame)).toEqual(Float32Array.from(halves));
});

test('a picture out of focus, however far, loses its edges', () => {
  for (const radius of [4, 15, 24, 90]) {
    const soft = throughLens(halves, new Float32Array(pixels).fill(radius), frame);
    expect(soft[at(19)]).toBeLessThan(220);
    expect(soft[at(20)]).toBeGreaterThan(90);
  }
});

test('something sharp does not bleed into the soft background beside it', () => {
  const radii = Float32Array.from({ length: pixels }, (_, pixel) => (pixel % 40 < 20 ? 0 : 8));
  const seen = throughLens(halves, radii, frame);
  expect(seen[at(19)]).toBe(255);
  expect(seen[at(21)]).toBeLessThan(60);
});
