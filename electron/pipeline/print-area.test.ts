import { expect, test } from 'vitest';
import { printAreaOf } from './print-area.ts';

const box = { x: 100, y: 200, width: 120, height: 100 };

test('the print area lies between the sides of the body, free of rim and foot', () => {
  const straight = (x: number) => ({ top: { x, y: 200 }, bottom: { x, y: 300 } });
  const edges = { left: straight(100), right: straight(200), degrees: 0 };
  const { corners, confidence } = printAreaOf(box, edges, 'right');
  expect(corners).toEqual([
    { x: 106, y: 222 },
    { x: 194, y: 222 },
    { x: 194, y: 290 },
    { x: 106, y: 290 },
  ]);
  expect(confidence).toBe(0.8);
});

test('it follows sides that taper, from top left clockwise', () => {
  const left = { top: { x: 100, y: 200 }, bottom: { x: 110, y: 300 } };
  const right = { top: { x: 200, y: 200 }, bottom: { x: 190, y: 300 } };
  const [topLeft, topRight, bottomRight, bottomLeft] = printAreaOf(
    box,
    { left, right, degrees: 0 },
    'left',
  ).corners;
  expect((topRight?.x ?? 0) - (topLeft?.x ?? 0)).toBeGreaterThan(
    (bottomRight?.x ?? 0) - (bottomLeft?.x ?? 0),
  );
});

test('it is less sure when the handle may lie within the sides', () => {
  const line = { top: { x: 0, y: 0 }, bottom: { x: 0, y: 1 } };
  const edges = { left: line, right: line, degrees: 0 };
  expect(printAreaOf(box, edges, 'unknown').confidence).toBeLessThan(
    printAreaOf(box, edges, 'left').confidence,
  );
});
