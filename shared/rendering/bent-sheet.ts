import type { Point } from '../analysis.ts';

/** The angles around a cylinder's axis at the left and right edge of a sheet, radians; 0 is in front. */
export interface Arc {
  from: number;
  to: number;
}

/** A sheet laid around a cylinder and seen in a photo. */
export interface BentSheet {
  /** From the sheet (unit square, y down) to the photo. */
  toPhoto(point: Point): Point;
  /** From the photo to the sheet; outside of the unit square beside the sheet. */
  toSheet(point: Point): Point;
}

/**
 * A sheet with these corners in the photo, clockwise from the top left. Across, equal parts are equal arcs of the
 * cylinder, so that they get narrower towards its sides; no arc (from = to) is a flat sheet. Up and down it follows the
 * rim: `curve` is the depth of its sag as a share of the width.
 */
export function bentSheet(corners: readonly Point[], arc: Arc, curve: number): BentSheet {
  const square = squareTo(corners);
  const { forward, inverse } = { forward: square, inverse: invert(square) };
  const [topLeft = origin, topRight = origin, bottomRight = origin, bottomLeft = origin] = corners;
  const width = distance(topLeft, topRight) + distance(bottomLeft, bottomRight);
  const height = distance(topLeft, bottomLeft) + distance(topRight, bottomRight);
  const depth = height > 0 ? (curve * width) / height : 0;
  const bend = bendOf(arc);
  return {
    toPhoto({ x, y }) {
      const chord = bend.toChord(x);
      return project(forward, { x: chord, y: y + depth * bend.sag(chord) });
    },
    toSheet(point) {
      const { x, y } = project(inverse, point);
      return { x: bend.toArc(x), y: y - depth * bend.sag(x) };
    },
  };
}

/** Deepest sag of the rim's arc below the line between its ends, when the rim's half height is 1. */
export function sagOf({ from, to }: Arc): number {
  const across = Math.sin(to) - Math.sin(from);
  if (across === 0) return 0;
  const steepness = (Math.cos(to) - Math.cos(from)) / across;
  const deepest = Math.atan(-steepness);
  const line = Math.cos(from) + (Math.sin(deepest) - Math.sin(from)) * steepness;
  return Math.cos(deepest) - line;
}

/** How parts of the arc and parts of the straight line between its ends belong together; `sag` is 1 at its deepest. */
function bendOf(arc: Arc) {
  const { from, to } = arc;
  const across = Math.sin(to) - Math.sin(from);
  if (!(across > 1e-6)) {
    const same = (part: number) => part;
    return { toChord: same, toArc: same, sag: (chord: number) => 4 * chord * (1 - chord) };
  }
  const deepest = sagOf(arc);
  const sine = (chord: number) => Math.sin(from) + chord * across;
  // Beyond the sides of the body the sheet goes on straight, so that it stays one to one.
  const angle = (chord: number) => Math.asin(Math.min(1, Math.max(-1, sine(chord))));
  const beyond = (chord: number) => sine(chord) - Math.min(1, Math.max(-1, sine(chord)));
  return {
    toChord: (part: number) => (Math.sin(from + part * (to - from)) - Math.sin(from)) / across,
    toArc: (chord: number) => (angle(chord) + beyond(chord) - from) / (to - from),
    sag(chord: number) {
      const line = Math.cos(from) + chord * (Math.cos(to) - Math.cos(from));
      return (Math.cos(angle(chord)) - line) / deepest;
    },
  };
}

/** A projective map as the nine numbers of its matrix, row by row. */
type Projection = readonly [number, number, number, number, number, number, number, number, number];

const origin: Point = { x: 0, y: 0 };

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

function project([a, b, c, d, e, f, g, h, i]: Projection, { x, y }: Point): Point {
  const w = g * x + h * y + i;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** The unit square to four corners. Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), 2.2.3 */
function squareTo(corners: readonly Point[]): Projection {
  const [p = origin, q = origin, r = origin, s = origin] = corners;
  const sum = { x: p.x - q.x + r.x - s.x, y: p.y - q.y + r.y - s.y };
  const [one, two] = [
    { x: q.x - r.x, y: q.y - r.y },
    { x: s.x - r.x, y: s.y - r.y },
  ];
  const determinant = one.x * two.y - two.x * one.y;
  const g = determinant === 0 ? 0 : (sum.x * two.y - two.x * sum.y) / determinant;
  const h = determinant === 0 ? 0 : (one.x * sum.y - sum.x * one.y) / determinant;
  return [
    ...([q.x - p.x + g * q.x, s.x - p.x + h * s.x, p.x] as const),
    ...([q.y - p.y + g * q.y, s.y - p.y + h * s.y, p.y] as const),
    ...([g, h, 1] as const),
  ];
}

/** The adjugate: a projective map needs no division by the determinant. */
function invert([a, b, c, d, e, f, g, h, i]: Projection): Projection {
  return [
    ...([e * i - f * h, c * h - b * i, b * f - c * e] as const),
    ...([f * g - d * i, a * i - c * g, c * d - a * f] as const),
    ...([d * h - e * g, b * g - a * h, a * e - b * d] as const),
  ];
}
