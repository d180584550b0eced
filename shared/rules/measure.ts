import type { Box, Point } from '../analysis.ts';
import { edgeDistance, type Frame } from '../positioning/distances.ts';

/** Sides of a box or frame, as seen in the picture. */
export type Side = 'left' | 'right' | 'top' | 'bottom';
export const sides: readonly Side[] = ['left', 'right', 'top', 'bottom'];

/** Rooms between the sides of a box and those of the region around it; negative where it sticks out. */
export function roomAround(box: Box, region: Box): Record<Side, number> {
  return {
    left: box.x - region.x,
    right: region.x + region.width - (box.x + box.width),
    top: box.y - region.y,
    bottom: region.y + region.height - (box.y + box.height),
  };
}

/** The least of those rooms. */
export function leastRoom(box: Box, region: Box): number {
  return Math.min(
    box.x - region.x,
    region.x + region.width - (box.x + box.width),
    box.y - region.y,
    region.y + region.height - (box.y + box.height),
  );
}

/** The whole photo as a box. */
export function frameBox({ width, height }: Frame): Box {
  return { x: 0, y: 0, width, height };
}

export function areaOf(box: Box): number {
  return box.width * box.height;
}

/** How large what two boxes have in common is. */
export function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** What two boxes have in common; without size when they have nothing. */
export function common(a: Box, b: Box): Box {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y),
  };
}

export function contains(region: Box, { x, y }: Point): boolean {
  return x >= region.x && x <= region.x + region.width && y >= region.y && y <= region.y + region.height;
}

export function movedBy(box: Box, { x, y }: Point): Box {
  return { ...box, x: box.x + x, y: box.y + y };
}

export function lengthOf({ x, y }: Point): number {
  return Math.hypot(x, y);
}

/** The two points of facing edges that lie nearest to each other; in the middle of what the boxes share. */
export function nearestPoints(a: Box, b: Box): { from: Point; to: Point } {
  const [fromX, toX] = nearestValues(a.x, a.x + a.width, b.x, b.x + b.width);
  const [fromY, toY] = nearestValues(a.y, a.y + a.height, b.y, b.y + b.height);
  return { from: { x: fromX, y: fromY }, to: { x: toX, y: toY } };
}

function nearestValues(aLow: number, aHigh: number, bLow: number, bHigh: number): [number, number] {
  if (aHigh < bLow) return [aHigh, bLow];
  if (bHigh < aLow) return [aLow, bHigh];
  const middle = (Math.max(aLow, bLow) + Math.min(aHigh, bHigh)) / 2;
  return [middle, middle];
}

/** The shortest way for a point into a region; (0, 0) when it is inside. */
export function wayInto(point: Point, region: Box): Point {
  return {
    x: Math.min(Math.max(point.x, region.x), region.x + region.width) - point.x,
    y: Math.min(Math.max(point.y, region.y), region.y + region.height) - point.y,
  };
}

/** The shortest way for a box to lie wholly in a region; null when it is too large for it. */
export function wayWhollyInto(box: Box, region: Box): Point | null {
  if (box.width > region.width || box.height > region.height) return null;
  const { left, right, top, bottom } = roomAround(box, region);
  const along = (before: number, after: number) => (before < 0 ? -before : Math.min(after, 0));
  return { x: along(left, right), y: along(top, bottom) };
}

/** The ways straight out of a region for a point in it, a hair beyond its border, shortest first. */
export function waysOut(point: Point, { x, y, width, height }: Box): Point[] {
  const hair = 1e-6 * (1 + width + height);
  return byLength([
    { x: x - hair - point.x, y: 0 },
    { x: x + width + hair - point.x, y: 0 },
    { x: 0, y: y - hair - point.y },
    { x: 0, y: y + height + hair - point.y },
  ]);
}

/** Ways to bring a box so far away from another: straight on, and along each axis; shortest first. */
export function waysApart(box: Box, other: Box, distance: number): Point[] {
  const gap = edgeDistance(box, other);
  const { from, to } = nearestPoints(box, other);
  const straight = gap > 0 ? [scaled({ x: from.x - to.x, y: from.y - to.y }, (distance - gap) / gap)] : [];
  // Along one axis, the gap that there is along the other one helps.
  const [gapX, gapY] = [Math.abs(from.x - to.x), Math.abs(from.y - to.y)];
  const level = Math.sqrt(Math.max(0, distance ** 2 - gapY ** 2));
  const upright = Math.sqrt(Math.max(0, distance ** 2 - gapX ** 2));
  return byLength([
    ...straight,
    { x: other.x - level - (box.x + box.width), y: 0 },
    { x: other.x + other.width + level - box.x, y: 0 },
    { x: 0, y: other.y - upright - (box.y + box.height) },
    { x: 0, y: other.y + other.height + upright - box.y },
  ]);
}

/** The shortest way to bring a box so near to another. */
export function wayNearer(box: Box, other: Box, distance: number): Point {
  const gap = edgeDistance(box, other);
  if (gap <= distance) return { x: 0, y: 0 };
  const { from, to } = nearestPoints(box, other);
  return scaled({ x: to.x - from.x, y: to.y - from.y }, (gap - distance) / gap);
}

function scaled({ x, y }: Point, factor: number): Point {
  return { x: x * factor, y: y * factor };
}

function byLength(ways: Point[]): Point[] {
  return ways.toSorted((a, b) => lengthOf(a) - lengthOf(b));
}
