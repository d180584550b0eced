import type { Point } from '../../../shared/analysis.ts';
import type { DesignPlacement } from '../../../shared/mapping.ts';

interface Frame {
  width: number;
  height: number;
}

/** The corners as people call them, in their order: clockwise from the top left. */
export const cornerNames = ['Top left', 'Top right', 'Bottom right', 'Bottom left'] as const;

/** The deepest curve either way, as a share of the width. */
const deepest = 0.5;

const within = (value: number, most: number) => Math.min(most, Math.max(0, value));

/** Moves one corner to a point, kept on the photo. */
export function moveCorner(
  placement: DesignPlacement,
  index: number,
  to: Point,
  frame: Frame,
): DesignPlacement {
  const kept = { x: within(to.x, frame.width), y: within(to.y, frame.height) };
  return { ...placement, corners: placement.corners.map((corner, at) => (at === index ? kept : corner)) };
}

/** Moves all corners alike, as far as all of them stay on the photo. */
export function moveAll(placement: DesignPlacement, by: Point, frame: Frame): DesignPlacement {
  const { corners } = placement;
  const limited = (wanted: number, values: readonly number[], most: number) =>
    Math.min(Math.max(wanted, -Math.min(...values)), most - Math.max(...values));
  const x = limited(
    by.x,
    corners.map((corner) => corner.x),
    frame.width,
  );
  const y = limited(
    by.y,
    corners.map((corner) => corner.y),
    frame.height,
  );
  return { ...placement, corners: corners.map((corner) => ({ x: corner.x + x, y: corner.y + y })) };
}

/** Bends the design to a curve, kept within what a mug can show. */
export const bendTo = (placement: DesignPlacement, curve: number): DesignPlacement => ({
  ...placement,
  curve: Math.min(deepest, Math.max(-deepest, curve)),
});

/** The curve after its handle was moved by some pixels of the photo. */
export function curveAfter({ corners, curve = 0 }: DesignPlacement, by: Point): number {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners;
  if (!topLeft || !topRight || !bottomRight || !bottomLeft) return curve;
  const down = {
    x: bottomLeft.x + bottomRight.x - topLeft.x - topRight.x,
    y: bottomLeft.y + bottomRight.y - topLeft.y - topRight.y,
  };
  const height = Math.hypot(down.x, down.y);
  const width = (distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2;
  if (height === 0 || width === 0) return curve;
  return curve + (by.x * down.x + by.y * down.y) / height / width;
}

const distance = (a: Point, b: Point) => Math.hypot(b.x - a.x, b.y - a.y);

/** Whether the corners lie so that a design on them would be folded over: not all turns go the same way. */
export function isFolded({ corners }: DesignPlacement): boolean {
  return corners.some((corner, index) => {
    const [next, after] = [corners[(index + 1) % corners.length], corners[(index + 2) % corners.length]];
    if (next === undefined || after === undefined) return true;
    return (next.x - corner.x) * (after.y - next.y) - (next.y - corner.y) * (after.x - next.x) <= 0;
  });
}

/** The part of a photo that shows these points with room around them, `room` as a share of their larger side. */
export function viewAround(points: readonly Point[], frame: Frame, room = 0.35) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const margin = room * Math.max(right - left, bottom - top, 20);
  const x = within(left - margin, frame.width);
  const y = within(top - margin, frame.height);
  return {
    x,
    y,
    width: within(right + margin, frame.width) - x,
    height: within(bottom + margin, frame.height) - y,
  };
}
