import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../analysis.ts';
import { fitModes } from '../mapping.ts';
import { frameTransform, turned } from './placing.ts';

const side = fc.integer({ min: 10, max: 4_000 });
const sizes = fc.record({ width: side, height: side });
const frames = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
  width: side,
  height: side,
  rotation: fc.integer({ min: -360, max: 360 }),
});
const fits = fc.constantFrom(...fitModes);
/** A box within a photo, by shares of it. */
const part = fc.double({ min: 0, max: 1, noNaN: true });
const shares = fc.tuple(part, part, part, part).map(([a, b, c, d]) => {
  const [x, y] = [0.9 * a, 0.9 * b];
  return { x, y, width: 0.05 + (0.94 - x) * c, height: 0.05 + (0.94 - y) * d };
});
const boxIn = (photo: { width: number; height: number }, share: Box): Box => ({
  x: share.x * photo.width,
  y: share.y * photo.height,
  width: share.width * photo.width,
  height: share.height * photo.height,
});
const centre = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
const within = (box: Box, { x, y }: { x: number; y: number }, slack: number) =>
  x >= box.x - slack &&
  y >= box.y - slack &&
  x <= box.x + box.width + slack &&
  y <= box.y + box.height + slack;

describe('from photo to template', () => {
  it('comes back to where it started, in every fit and turn', () => {
    fc.assert(
      fc.property(
        sizes,
        frames,
        fits,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (photo, box, fit, share) => {
          const transform = frameTransform({ photo, box, fit });
          const point = { x: share * photo.width, y: (1 - share) * photo.height };
          const back = transform.toPhoto(transform.toTemplate(point));
          expect(Math.hypot(back.x - point.x, back.y - point.y)).toBeLessThan(
            1e-6 * (photo.width + photo.height),
          );
        },
      ),
    );
  });

  it('puts the middle of the photo into the middle of the frame', () => {
    fc.assert(
      fc.property(sizes, frames, fits, (photo, box, fit) => {
        const middle = frameTransform({ photo, box, fit }).toTemplate({
          x: photo.width / 2,
          y: photo.height / 2,
        });
        expect(middle.x).toBeCloseTo(centre(box).x, 6);
        expect(middle.y).toBeCloseTo(centre(box).y, 6);
      }),
    );
  });

  it('keeps what is inside the photo inside the frame, unless the frame cuts it; then it is cut to the frame', () => {
    fc.assert(
      fc.property(sizes, frames, fits, shares, (photo, box, fit, share) => {
        const inPhoto = boxIn(photo, share);
        const placed = frameTransform({ photo, box, fit }).boxToTemplate({ ...inPhoto, rotation: 0 });
        if (fit !== 'cover') expect(placed).not.toBeNull();
        if (placed === null) return;
        for (const [x, y] of [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ] as const) {
          const flat = { x: placed.x + x * placed.width, y: placed.y + y * placed.height };
          const corner = turned(turned(flat, centre(placed), placed.rotation), centre(box), -box.rotation);
          expect(within(box, corner, 1e-6 * (box.width + box.height))).toBe(true);
        }
      }),
    );
  });

  it('scales boxes with the photo and turns them with the frame', () => {
    fc.assert(
      fc.property(sizes, frames, fc.constantFrom('contain', 'stretch'), shares, (photo, box, fit, share) => {
        const inPhoto = boxIn(photo, share);
        const placed = frameTransform({ photo, box, fit }).boxToTemplate({ ...inPhoto, rotation: 0 });
        const across = box.width / photo.width;
        const down = box.height / photo.height;
        const [x, y] = fit === 'stretch' ? [across, down] : [Math.min(across, down), Math.min(across, down)];
        expect(placed?.width).toBeCloseTo(inPhoto.width * x, 6);
        expect(placed?.height).toBeCloseTo(inPhoto.height * y, 6);
        expect(placed?.rotation).toBe(box.rotation);
      }),
    );
  });

  const frame = { x: 100, y: 0, width: 200, height: 200, rotation: 0 };
  const photo = { width: 400, height: 200 };

  it('covers: the sides of a wide photo are cut off', () => {
    const cover = frameTransform({ photo, box: frame, fit: 'cover' });
    expect(cover.toTemplate({ x: 100, y: 0 })).toEqual({ x: 100, y: 0 });
    expect(cover.boxToTemplate({ x: 50, y: 50, width: 100, height: 100, rotation: 0 })).toEqual({
      ...{ x: 100, y: 50, width: 50, height: 100, rotation: 0 },
    });
    expect(cover.boxToTemplate({ x: 0, y: 0, width: 90, height: 50, rotation: 0 })).toBeNull();
    expect(cover.shows({ x: 99, y: 50 })).toBe(false);
    expect(cover.shows({ x: 101, y: 50 })).toBe(true);
  });

  it('contains: a wide photo lies in the middle of a square', () => {
    const contain = frameTransform({ photo, box: frame, fit: 'contain' });
    expect(contain.toTemplate({ x: 0, y: 0 })).toEqual({ x: 100, y: 50 });
    expect(contain.boxToTemplate({ x: 0, y: 0, width: 400, height: 200, rotation: 0 }, 10)).toEqual({
      ...{ x: 100, y: 40, width: 200, height: 120, rotation: 0 },
    });
  });

  it('turns a tilted box the way the stretched photo shows it', () => {
    const stretch = frameTransform({ photo, box: { ...frame, rotation: 30 }, fit: 'stretch' });
    expect(stretch.turn(0)).toBe(30);
    expect(stretch.turn(90)).toBeCloseTo(120, 9);
    expect(stretch.turn(45)).toBeCloseTo(30 + (Math.atan2(1, 0.5) * 180) / Math.PI, 9);
  });
});
