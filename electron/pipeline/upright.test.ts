import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greyOf } from './crop.ts';
import { findSideEdges, gradientOf, judgeUpright, opennessOf, tiltOf, tiltOfPose } from './upright.ts';

const verdictOf = (pose: number, aroundVertical: number, aroundPose: number) =>
  judgeUpright({ pose, aroundVertical, aroundPose }).verdict;

test.each([
  { pose: 0, aroundVertical: 0, aroundPose: 0, verdict: 'pass' },
  { pose: 4.9, aroundVertical: 2.9, aroundPose: 0, verdict: 'pass' },
  { pose: 4, aroundVertical: -1.1, aroundPose: 4, verdict: 'unsure' },
  { pose: 5.1, aroundVertical: 1, aroundPose: 5, verdict: 'unsure' },
  { pose: 3, aroundVertical: 4, aroundPose: 4, verdict: 'unsure' },
  { pose: 5.5, aroundVertical: 5.5, aroundPose: 0, verdict: 'fail' },
  { pose: -8, aroundVertical: 0, aroundPose: -7, verdict: 'fail' },
  { pose: 11, aroundVertical: 0, aroundPose: 6.5, verdict: 'fail' },
  { pose: 20, aroundVertical: 0, aroundPose: 7, verdict: 'fail' },
  { pose: 20, aroundVertical: 0, aroundPose: 5.5, verdict: 'unsure' },
])('pose $pose°, edges $aroundVertical° and $aroundPose° → $verdict', (example) => {
  expect(verdictOf(example.pose, example.aroundVertical, example.aroundPose)).toBe(example.verdict);
});

test('leaning left and leaning right are judged alike', () => {
  const degrees = fc.double({ min: -45, max: 45, noNaN: true });
  fc.assert(
    fc.property(degrees, degrees, degrees, (pose, aroundVertical, aroundPose) => {
      expect(verdictOf(-pose, -aroundVertical, -aroundPose)).toBe(
        verdictOf(pose, aroundVertical, aroundPose),
      );
    }),
  );
});

const side = 192;

/** A dark body of 70 × 100 on white, leaning by `degrees`, with a handle at its right. */
function leaningMug(degrees: number) {
  const canvas = createCanvas(side, side);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, side, side);
  context.translate(side / 2, side / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.fillStyle = '#333';
  context.fillRect(-45, -50, 70, 100);
  context.strokeStyle = '#333';
  context.lineWidth = 8;
  context.beginPath();
  context.ellipse(25, 0, 20, 30, 0, -Math.PI / 2, Math.PI / 2);
  context.stroke();
  const angle = (Math.abs(degrees) * Math.PI) / 180;
  const width = 94 * Math.cos(angle) + 100 * Math.sin(angle);
  const height = 100 * Math.cos(angle) + 94 * Math.sin(angle);
  const { data } = context.getImageData(0, 0, side, side);
  const box = { x: (side - width) / 2, y: (side - height) / 2, width, height };
  return { grey: greyOf({ data, width: side, height: side }), side, box };
}

test.each([-20, -8, -3, 0, 3, 8, 20])('the edges of a body leaning by %i° are found', (degrees) => {
  const mug = leaningMug(degrees);
  const prior = Math.abs(degrees) < 6 ? 0 : degrees;
  const edges = findSideEdges(mug, gradientOf(mug), 'right', prior);
  expect(Math.abs(edges.degrees - degrees)).toBeLessThan(1.5);
});

test('of an upright body both sides are found to the pixel', () => {
  const mug = leaningMug(0);
  const { left, right } = findSideEdges(mug, gradientOf(mug), 'right', 0);
  expect(Math.abs((left.top.x + left.bottom.x) / 2 - (96 - 45))).toBeLessThan(2);
  expect(Math.abs((right.top.x + right.bottom.x) / 2 - (96 + 25))).toBeLessThan(2);
});

/** Corners of a box seen by a distant camera `pitch` degrees above the horizon and rolled by `roll`. */
function boxSeen(pitch: number, roll = 0) {
  const [sin, cos] = [Math.sin((pitch * Math.PI) / 180), Math.cos((pitch * Math.PI) / 180)];
  const angle = (roll * Math.PI) / 180;
  return Array.from({ length: 8 }, (_, index) => {
    const [x, y, z] = [index & 4 ? 50 : -50, index & 2 ? 50 : -50, index & 1 ? 50 : -50];
    const [across, down] = [x, z * sin - y * cos];
    return {
      x: 112 + across * Math.cos(angle) - down * Math.sin(angle),
      y: 112 + across * Math.sin(angle) + down * Math.cos(angle),
    };
  });
}

test('the tilt of the 3D box is its roll in the picture, from any height', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70 }), fc.integer({ min: -60, max: 60 }), (pitch, roll) => {
      expect(tiltOfPose(boxSeen(pitch, roll))).toBeCloseTo(roll, 5);
    }),
  );
});

test('the 3D box opens from 0 to 90 degrees as the camera rises, however it is rolled', () => {
  const openness = [0, 15, 30, 45, 60, 75, 90].map((pitch) => opennessOf(boxSeen(pitch, 12)));
  expect(openness).toEqual(openness.toSorted((a, b) => a - b));
  expect(openness[0]).toBeCloseTo(0, 5);
  expect(openness.at(-1)).toBeCloseTo(90, 5);
});

test('a line that leans to the right at its top leans clockwise', () => {
  expect(tiltOf({ top: { x: 10, y: 0 }, bottom: { x: 0, y: 10 } })).toBeCloseTo(45);
});
