import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxAround, projector, radians, rollZ, turnX, turnY, type Vector } from './projection.ts';

const frame = { width: 1200, height: 800 };
const length = fc.double({ min: -50, max: 50, noNaN: true });
const point = fc.tuple(length, length, length);
const angle = fc.double({ min: -180, max: 180, noNaN: true });

test('what the camera looks at lands in the middle of the picture', () => {
  fc.assert(
    fc.property(
      point,
      fc.tuple(length, length, fc.double({ min: 60, max: 300, noNaN: true })),
      (lookAt, [x, y, z]) => {
        const [column, row] = projector({ location: [x, y, -z], lookAt, angleDegrees: 30 }, frame)(lookAt);
        expect(column).toBeCloseTo(600, 6);
        expect(row).toBeCloseTo(400, 6);
      },
    ),
  );
});

test('the angle of view spans the picture from left to right, and pixels are square', () => {
  const project = projector({ location: [0, 0, -10], lookAt: [0, 0, 0], angleDegrees: 40 }, frame);
  const half = 10 * Math.tan(radians(20));
  expect(project([-half, 0, 0])[0]).toBeCloseTo(0, 6);
  expect(project([half, 0, 0])[0]).toBeCloseTo(1200, 6);
  expect(project([0, (half * 2) / 3, 0])[1]).toBeCloseTo(0, 6);
});

test('what is twice as far is half as large', () => {
  const project = projector({ location: [0, 0, 0], lookAt: [0, 0, 1], angleDegrees: 50 }, frame);
  fc.assert(
    fc.property(length, length, fc.double({ min: 1, max: 100, noNaN: true }), (x, y, z) => {
      const [near, far] = [project([x, y, z]), project([x, y, 2 * z])];
      expect(near[0] - 600).toBeCloseTo(2 * (far[0] - 600), 6);
      expect(near[1] - 400).toBeCloseTo(2 * (far[1] - 400), 6);
    }),
  );
});

test('turning and rolling keep lengths and can be undone', () => {
  fc.assert(
    fc.property(point, angle, (start, by) => {
      for (const turn of [turnX, turnY, rollZ]) {
        const turned = turn(start, by);
        expect(Math.hypot(...turned)).toBeCloseTo(Math.hypot(...start), 6);
        turn(turned, -by).forEach((value, i) => {
          expect(value).toBeCloseTo(start[i] ?? Number.NaN, 6);
        });
      }
    }),
  );
});

test('a positive roll is clockwise for the viewer and a turn of 90 degrees points away', () => {
  const up: Vector = [0, 1, 0];
  expect(rollZ(up, 30)[0]).toBeCloseTo(0.5, 9);
  expect(turnY([1, 0, 0], 90)[2]).toBeCloseTo(1, 9);
});

test('a box is as small as its pixels allow and stays inside the frame', () => {
  const pixels = [
    [-20, 30],
    [100, 900],
    [40, 10],
  ] as const;
  expect(boxAround(pixels)).toEqual({ x: -20, y: 10, width: 120, height: 890 });
  expect(boxAround(pixels, frame)).toEqual({ x: 0, y: 10, width: 100, height: 790 });
});
