import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../analysis.ts';
import { bentSheet, sagOf } from './bent-sheet.ts';

const square = [
  { x: 100, y: 100 },
  { x: 300, y: 100 },
  { x: 300, y: 250 },
  { x: 100, y: 250 },
];
const unit = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];
const flat = { from: 0, to: 0 };
const round = { from: -1.07, to: 1.07 };
const near = (a: Point, b: Point, within = 1e-6) =>
  expect(Math.hypot(a.x - b.x, a.y - b.y), `${JSON.stringify(a)} ${JSON.stringify(b)}`).toBeLessThan(within);

const jitter = fc.tuple(...Array.from({ length: 8 }, () => fc.integer({ min: -30, max: 30 })));
const corners = jitter.map((by) =>
  square.map(({ x, y }, index) => ({ x: x + (by[2 * index] ?? 0), y: y + (by[2 * index + 1] ?? 0) })),
);
const arcs = fc
  .tuple(fc.double({ min: -1.3, max: 0.5, noNaN: true }), fc.double({ min: 0.1, max: 0.8, noNaN: true }))
  .map(([from, span]) => ({ from, to: Math.min(1.3, from + span) }));
const curves = fc.double({ min: -0.4, max: 0.4, noNaN: true });
const parts = fc.double({ min: 0, max: 1, noNaN: true });

describe('a sheet around a cylinder', () => {
  it('has its corners exactly where they were put, however it is bent', () => {
    fc.assert(
      fc.property(corners, arcs, curves, (at, arc, curve) => {
        const sheet = bentSheet(at, arc, curve);
        for (const [index, corner] of unit.entries())
          near(sheet.toPhoto(corner), at[index] ?? { x: 0, y: 0 });
      }),
    );
  });

  it('is found again from the photo', () => {
    fc.assert(
      fc.property(corners, arcs, curves, parts, parts, (at, arc, curve, x, y) => {
        const sheet = bentSheet(at, arc, curve);
        near(sheet.toSheet(sheet.toPhoto({ x, y })), { x, y }, 1e-5);
      }),
    );
  });

  it('is a straight grid when it is flat', () => {
    const sheet = bentSheet(square, flat, 0);
    for (const x of [0, 0.25, 0.5, 1]) {
      for (const y of [0, 0.1, 1]) near(sheet.toPhoto({ x, y }), { x: 100 + 200 * x, y: 100 + 150 * y });
    }
  });

  it('follows the perspective of its corners: the diagonals meet in the middle', () => {
    const leaning = [
      { x: 150, y: 100 },
      { x: 250, y: 100 },
      { x: 300, y: 250 },
      { x: 100, y: 250 },
    ];
    near(bentSheet(leaning, flat, 0).toPhoto({ x: 0.5, y: 0.5 }), { x: 200, y: 150 });
  });

  it('is symmetrical, and narrower towards its sides', () => {
    const sheet = bentSheet(square, round, 0.1);
    const at = (x: number) => sheet.toPhoto({ x, y: 0.5 });
    near(at(0.5), { x: 200, y: 175 + 20 });
    for (const x of [0.1, 0.3, 0.45]) {
      expect(at(x).x - 100).toBeCloseTo(300 - at(1 - x).x, 6);
      expect(at(x).y).toBeCloseTo(at(1 - x).y, 6);
    }
    expect(at(0.1).x - at(0).x).toBeLessThan(0.6 * (at(0.55).x - at(0.45).x));
  });

  it('sags in the middle by the share of its width that was asked for, flat or round', () => {
    for (const arc of [flat, round]) {
      expect(bentSheet(square, arc, 0.1).toPhoto({ x: 0.5, y: 0 }).y).toBeCloseTo(120, 6);
      expect(bentSheet(square, arc, -0.1).toPhoto({ x: 0.5, y: 1 }).y).toBeCloseTo(230, 6);
      expect(bentSheet(square, arc, 0).toPhoto({ x: 0.5, y: 1 }).y).toBeCloseTo(250, 6);
    }
  });

  it('says of points beside it that they are beside it', () => {
    const sheet = bentSheet(square, round, 0.1);
    expect(sheet.toSheet({ x: 95, y: 175 }).x).toBeLessThan(0);
    expect(sheet.toSheet({ x: 0, y: 175 }).x).toBeLessThan(sheet.toSheet({ x: 50, y: 175 }).x);
    expect(sheet.toSheet({ x: 305, y: 175 }).x).toBeGreaterThan(1);
    expect(sheet.toSheet({ x: 200, y: 115 }).y).toBeLessThan(0);
    expect(sheet.toSheet({ x: 200, y: 265 }).y).toBeLessThan(1);
  });
});

it('knows how deep the arc of a rim sags below its ends', () => {
  expect(sagOf({ from: -Math.PI / 2, to: Math.PI / 2 })).toBeCloseTo(1, 9);
  expect(sagOf({ from: -Math.PI / 3, to: Math.PI / 3 })).toBeCloseTo(0.5, 9);
  expect(sagOf({ from: 0.2, to: 0.2 })).toBe(0);
});
