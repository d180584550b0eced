import type { Box, Length, Point, Vector } from '../analysis.ts';

/** Size of the photo in pixels, as a person sees it. */
export interface Frame {
  width: number;
  height: number;
}

/** Middle of a box. */
export function centreOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Distance between two points. */
export function distanceBetween(a: Point, b: Point): number {
  const x = a.x - b.x;
  const y = a.y - b.y;
  return Math.sqrt(x * x + y * y);
}

/** Shortest distance between the edges of two boxes; 0 when they touch or overlap. */
export function edgeDistance(a: Box, b: Box): number {
  const x = Math.max(0, b.x - (a.x + a.width), a.x - (b.x + b.width));
  const y = Math.max(0, b.y - (a.y + a.height), a.y - (b.y + b.height));
  return Math.sqrt(x * x + y * y);
}

/** Length of the stretch that two boxes have in common horizontally; 0 when they have none. */
export function horizontalOverlap(a: Box, b: Box): number {
  return Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x));
}

/** The point of the box that lies nearest to a point: the point itself when it is inside. */
export function nearestPoint(box: Box, point: Point): Point {
  return {
    x: Math.min(Math.max(point.x, box.x), box.x + box.width),
    y: Math.min(Math.max(point.y, box.y), box.y + box.height),
  };
}

/** Part of the frame that the box covers, 0 to 1; what lies outside the frame does not count. */
export function shareOfFrame(box: Box, frame: Frame): number {
  const width = Math.min(box.x + box.width, frame.width) - Math.max(box.x, 0);
  const height = Math.min(box.y + box.height, frame.height) - Math.max(box.y, 0);
  return Math.min(1, ratio(Math.max(0, width), frame.width) * ratio(Math.max(0, height), frame.height));
}

/** A length in pixels, and in millimetres when the photo is calibrated. */
export function toLength(px: number, pixelsPerMillimetre: number | null): Length {
  return { px, mm: pixelsPerMillimetre === null ? null : px / pixelsPerMillimetre };
}

/** A vector in pixels, and in millimetres when the photo is calibrated. */
export function toVector(px: Point, pixelsPerMillimetre: number | null): Vector {
  if (pixelsPerMillimetre === null) return { px, mm: null };
  return { px, mm: { x: px.x / pixelsPerMillimetre, y: px.y / pixelsPerMillimetre } };
}

/** Part over whole; 0 when there is no whole. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** Arithmetic mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return ratio(sum, values.length);
}

/** Area in common over area covered by either: 0 apart or without area, 1 the same. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}
