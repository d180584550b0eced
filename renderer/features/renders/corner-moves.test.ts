import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DesignPlacement } from '../../../shared/mapping.ts';
import { bendTo, curveAfter, isFolded, moveAll, moveCorner, viewAround } from './corner-moves.ts';

const frame = { width: 800, height: 600 };
const placement: DesignPlacement = {
  corners: [
    { x: 300, y: 200 },
    { x: 500, y: 200 },
    { x: 500, y: 400 },
    { x: 300, y: 400 },
  ],
  curve: 0.1,
};
const pixel = fc.integer({ min: -2_000, max: 2_000 });
const isInside = ({ x, y }: { x: number; y: number }) => x >= 0 && y >= 0 && x <= 800 && y <= 600;

test('a corner goes where it is put, the others stay, and the photo holds it', () => {
  const moved = moveCorner(placement, 1, { x: 900, y: 150 }, frame);
  expect(moved.corners).toEqual(placement.corners.with(1, { x: 800, y: 150 }));
  expect(moved.curve).toBe(0.1);
});

test('moved together, the corners keep their shape and stay on the photo', () => {
  fc.assert(
    fc.property(pixel, pixel, (x, y) => {
      const { corners } = moveAll(placement, { x, y }, frame);
      expect(corners.every(isInside)).toBe(true);
      expect((corners[1]?.x ?? 0) - (corners[0]?.x ?? 0)).toBeCloseTo(200);
      expect((corners[3]?.y ?? 0) - (corners[0]?.y ?? 0)).toBeCloseTo(200);
    }),
  );
});

test('the curve grows with its handle pulled down the mug, however the mug leans', () => {
  expect(curveAfter(placement, { x: 0, y: 20 })).toBeCloseTo(0.2);
  expect(curveAfter(placement, { x: 50, y: 0 })).toBeCloseTo(0.1);
  const lying: DesignPlacement = {
    corners: [...placement.corners.slice(3), ...placement.corners.slice(0, 3)],
    curve: 0,
  };
  expect(curveAfter(lying, { x: 20, y: 0 })).toBeCloseTo(0.1);
});

test('a curve stays within what a mug can show', () => {
  expect([bendTo(placement, 3).curve, bendTo(placement, -3).curve]).toEqual([0.5, -0.5]);
});

test('crossed corners are noticed, whichever two', () => {
  expect(isFolded(placement)).toBe(false);
  const crossed = { ...placement, corners: placement.corners.with(0, { x: 600, y: 500 }) };
  expect(isFolded(crossed)).toBe(true);
  expect(isFolded({ corners: placement.corners.toReversed() })).toBe(true);
});

test('the part shown holds all points with room, and ends where the photo does', () => {
  expect(viewAround(placement.corners, frame)).toEqual({ x: 230, y: 130, width: 340, height: 340 });
  const atEdge = viewAround(
    [
      { x: 0, y: 0 },
      { x: 800, y: 600 },
    ],
    frame,
  );
  expect(atEdge).toEqual({ x: 0, y: 0, width: 800, height: 600 });
});
