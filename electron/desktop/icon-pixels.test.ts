import { expect, it } from 'vitest';
import { discPixels, mugPixels } from './icon-pixels.ts';

/** Blue, green, red, alpha. */
const at = (pixels: Buffer, size: number, x: number, y: number) => [
  ...pixels.subarray((Math.floor(y * size) * size + Math.floor(x * size)) * 4).subarray(0, 4),
];

it.each([16, 32])('the mug of %i pixels has a body, a handle with a hole, and nothing around', (size) => {
  const pixels = mugPixels(size, false);
  expect(pixels).toHaveLength(size * size * 4);
  expect(at(pixels, size, 0.4, 0.5)).toEqual([140, 140, 140, 255]);
  expect(at(pixels, size, 0.87, 0.5)[3]).toBeGreaterThan(127);
  expect(at(pixels, size, 0.74, 0.5)[3]).toBeLessThan(128);
  expect(at(pixels, size, 0.02, 0.02)).toEqual([0, 0, 0, 0]);
});

it('a dot marks it, set off from the mug', () => {
  const pixels = mugPixels(32, true);
  expect(at(pixels, 32, 0.76, 0.24)).toEqual([46, 58, 222, 255]);
  expect(at(pixels, 32, 0.5, 0.32)[3]).toBeLessThan(255);
});

it('no colour is brighter than its alpha', () => {
  for (const pixels of [mugPixels(16, true), discPixels(16)]) {
    for (let at = 0; at < pixels.length; at += 4) {
      const [blue = 0, green = 0, red = 0, alpha = 0] = pixels.subarray(at, at + 4);
      expect(Math.max(blue, green, red)).toBeLessThanOrEqual(alpha);
    }
  }
});
