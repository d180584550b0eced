import { describe, expect, it } from 'vitest';
import type { Box, Detection, Point, Pose } from '../analysis.ts';
import { designPlacementSchema } from '../mapping.ts';
import { boxAt, mug } from '../positioning/test-scenes.ts';
import { bodyUnder, estimateDesignPlacement, outlineOf } from './mug-face.ts';

const box = boxAt(100, 100, 400, 300);

/** A mug in the box whose handle takes a quarter at its right, seen from so far above. */
function seenFrom(above: number, { x, y, width, height } = box): Pose {
  const depth = above * 0.75 * width;
  const corners = Array.from({ length: 8 }, (_, index) => ({
    x: index & 4 ? x + width : x,
    y: (index & 2 ? y : y + height - depth) + (index & 1 ? depth : 0),
  }));
  return { centre: { x: x + width / 2, y: y + height / 2 }, corners, presence: 1 };
}

function mugWith(more: Partial<Detection> = {}): Detection {
  return mug(box, {
    handle: { side: 'right', confidence: 0.9 },
    pose: seenFrom(0.2),
    printArea: { corners: corners(box), confidence: 0.8 },
    ...more,
  });
}

/** A straight print area between the usual heights of the body. */
function corners({ x, y, width, height }: Box): Point[] {
  const body = 0.75 * width;
  const [left, right] = [x + 0.06 * body, x + 0.94 * body];
  const [top, bottom] = [y + 0.22 * height, y + 0.9 * height];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

const widthOf = ([a, b]: Point[]) => (a && b ? Math.hypot(b.x - a.x, b.y - a.y) : 0);
const middleOf = (points: Point[]) => points.reduce((sum, { x }) => sum + x / points.length, 0);

describe('where a design goes', () => {
  it('is the print area when no design is named', () => {
    const face = estimateDesignPlacement(mugWith({ pose: null }));
    expect(face?.corners).toEqual(corners(box));
    expect(designPlacementSchema.safeParse(face).success).toBe(true);
  });

  it('curves as the rim is seen: not from the side, down from above, up from below', () => {
    const curveFrom = (above: number) =>
      estimateDesignPlacement(mugWith({ pose: seenFrom(above) }))?.curve ?? 9;
    expect(curveFrom(0)).toBeCloseTo(0, 9);
    expect(curveFrom(0.2)).toBeGreaterThan(0.03);
    expect(curveFrom(0.4)).toBeGreaterThan(curveFrom(0.2));
    expect(curveFrom(-0.2)).toBeLessThan(-0.03);
    expect(estimateDesignPlacement(mugWith({ pose: null }))?.curve).toBe(0);
  });

  it('keeps the proportions of a design, in the middle of the face', () => {
    for (const design of [
      { width: 500, height: 500 },
      { width: 900, height: 200 },
      { width: 100, height: 900 },
    ]) {
      const placed = estimateDesignPlacement(mugWith({ pose: null }), design)?.corners ?? [];
      const [topLeft, , , bottomLeft] = placed;
      const tall = (bottomLeft?.y ?? 0) - (topLeft?.y ?? 0);
      // Laid flat, the arc over the chord is as wide as the design wants it.
      const half = Math.asin((0.88 * widthOf(placed)) / widthOf(corners(box)));
      const arc = (half * widthOf(placed)) / Math.sin(half);
      expect(arc / tall).toBeCloseTo(design.width / design.height, 1);
      expect(middleOf(placed)).toBeCloseTo(middleOf(corners(box)), 6);
    }
  });

  it('keeps off a rim that comes down into the face', () => {
    const [low, high] = [0.05, 0.55].map((above) =>
      estimateDesignPlacement(mugWith({ pose: seenFrom(above) })),
    );
    expect(high?.corners[0]?.y ?? 0).toBeGreaterThan((low?.corners[0]?.y ?? 0) + 10);
    expect(high?.corners[3]?.y).toBeLessThan(low?.corners[3]?.y ?? 0);
  });

  it('is told by the box where the print area was not measured and the 3D box agrees', () => {
    const unsure = { printArea: null, upright: { verdict: 'unsure', degrees: 0, confidence: 0.5 } } as const;
    const face = estimateDesignPlacement(mugWith(unsure));
    expect(middleOf(face?.corners ?? [])).toBeCloseTo(250, 0);
    const left = estimateDesignPlacement(mugWith({ ...unsure, handle: { side: 'left', confidence: 0.9 } }));
    expect(middleOf(left?.corners ?? [])).toBeCloseTo(350, 0);
  });

  it('is nowhere when no face can be told', () => {
    const unsure = { printArea: null, upright: { verdict: 'unsure', degrees: 0, confidence: 0.5 } } as const;
    const elsewhere = seenFrom(0.2, boxAt(0, 0, 100, 100));
    const upsideDown = { ...seenFrom(0.2), corners: seenFrom(0.2).corners.toReversed() };
    expect(estimateDesignPlacement(null)).toBeNull();
    expect(estimateDesignPlacement(mugWith({ ...unsure, pose: null }))).toBeNull();
    expect(estimateDesignPlacement(mugWith({ ...unsure, pose: elsewhere }))).toBeNull();
    expect(estimateDesignPlacement(mugWith({ ...unsure, pose: upsideDown }))).toBeNull();
    expect(
      estimateDesignPlacement(mugWith({ ...unsure, seenFromAbove: { value: true, confidence: 0.9 } })),
    ).toBeNull();
    expect(
      estimateDesignPlacement(
        mugWith({ printArea: null, upright: { verdict: 'fail', degrees: 40, confidence: 0.9 } }),
      ),
    ).toBeNull();
  });
});

describe('the body under a design', () => {
  it('knows where on it a point lies', () => {
    const measured = bodyUnder(corners(box), mugWith());
    const [left, right] = corners(box);
    expect(left && measured?.across(left)).toBeCloseTo(-0.88, 6);
    expect(right && measured?.across(right)).toBeCloseTo(0.88, 6);
    const guessed = bodyUnder(corners(box), mugWith({ printArea: null, pose: null }));
    expect([100, 250, 400].map((x) => guessed?.across({ x, y: 200 }))).toEqual([-1, 0, 1]);
  });

  it('is not known when the corners were put beside it: the design then is as round as on a whole face', () => {
    const beside = corners(box).map(({ x, y }) => ({ x: x + 150, y }));
    expect(bodyUnder(beside, mugWith())).toBeNull();
    expect(bodyUnder(corners(box), null)).toBeNull();
    const [first] = outlineOf({ corners: beside, curve: 0 }, mugWith(), 4).slice(1);
    const [same] = outlineOf({ corners: corners(box), curve: 0 }, mugWith(), 4).slice(1);
    expect(first?.x).toBeCloseTo((same?.x ?? 0) + 150, 6);
  });
});

it('draws the bent outline from corner to corner', () => {
  const placement = { corners: corners(box), curve: 0.1 };
  const outline = outlineOf(placement, mugWith(), 10);
  expect(outline).toHaveLength(40);
  for (const [index, corner] of placement.corners.entries()) {
    expect(outline[10 * index]?.x).toBeCloseTo(corner.x, 6);
    expect(outline[10 * index]?.y).toBeCloseTo(corner.y, 6);
  }
  const deepest = Math.max(...outline.map(({ y }) => y));
  expect(deepest).toBeCloseTo(370 + 0.1 * widthOf(placement.corners), 6);
});
