import type { Box, Detection, Point } from '../analysis.ts';
import type { DesignPlacement } from '../mapping.ts';
import { handleShare, printAreaInset } from '../positioning/calibration.ts';
import { centreOf, distanceBetween, intersectionOverUnion } from '../positioning/distances.ts';
import { type Arc, type BentSheet, bentSheet, sagOf } from './bent-sheet.ts';
import { boxAround } from './place-layer.ts';

/** Half of the body's width is 1: how far the print area reaches to either side. */
const faceReach = 1 - 2 * printAreaInset;
/** Beyond this the wall turns away so far that nothing of a design can be seen. */
const furthestReach = 0.985;
/** Less of the mug than this was seen, or its 3D box lies elsewhere: it says little. */
const [leastPresence, leastOverlap] = [0.5, 0.6];
/** Degrees between the tilt of the edges and that of the 3D box from which one of the two is wrong. */
const mostDisagreement = 15;
/** Degrees up to which a body's outline can be told from its box. */
const mostTilt = 25;
/** Shares of the box' height between which the wall is free of rim and foot. */
const [topShare, bottomShare] = [0.22, 0.9];
/** More is seen only of mugs looked at from above, or of a 3D box gone wrong. */
const steepestRim = 0.65;
/** Share of the face that a design of its own proportions may fill: prints keep off rim and foot. */
const filledShare = 0.92;

/**
 * Where a design goes on a mug: on its print area, as large as its proportions allow, and curved as the rim is.
 * Without a design's size the whole print area. Null when the mug shows no face to print on.
 */
export function estimateDesignPlacement(
  detection: Detection | null,
  design?: { width: number; height: number },
): DesignPlacement | null {
  const corners = detection && faceOf(detection);
  if (!corners) return null;
  const face = { corners: [...corners], curve: curveOf(detection, faceArc) };
  return design ? fitted(face, design, detection) : face;
}

/** The face as a sheet that is bent around the body: unit square to photo and back, equal arcs to equal parts. */
export function sheetOf(placement: DesignPlacement, detection: Detection | null): BentSheet {
  const arc = arcOf(placement.corners, detection);
  return bentSheet(placement.corners, arc, placement.curve ?? (detection ? curveOf(detection, arc) : 0));
}

/** The bent outline of a design on its mug, clockwise from the top left: what a screen draws between the corners. */
export function outlineOf(
  placement: DesignPlacement,
  detection: Detection | null,
  pointsPerSide = 12,
): Point[] {
  const sheet = sheetOf(placement, detection);
  const steps = Array.from({ length: pointsPerSide }, (_, index) => index / pointsPerSide);
  return [
    ...steps.map((step) => sheet.toPhoto({ x: step, y: 0 })),
    ...steps.map((step) => sheet.toPhoto({ x: 1, y: step })),
    ...steps.map((step) => sheet.toPhoto({ x: 1 - step, y: 1 })),
    ...steps.map((step) => sheet.toPhoto({ x: 0, y: 1 - step })),
  ];
}

const faceArc: Arc = { from: -Math.asin(faceReach), to: Math.asin(faceReach) };

/** The body of a mug, without its handle. */
export interface Body {
  box: Box;
  /** Where a point of the photo lies: -1 at the body's left edge, 0 in front, 1 at its right edge. */
  across(point: Point): number;
}

/**
 * The body that lies under four corners. Null without a mug, and when somebody put the middle of the corners elsewhere:
 * then it was the body that was seen wrongly.
 */
export function bodyUnder(corners: readonly Point[], detection: Detection | null): Body | null {
  if (!detection || corners.length === 0) return null;
  const { box } = detection;
  const across = acrossOf(detection);
  const sum = corners.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), origin);
  const middle = { x: sum.x / corners.length, y: sum.y / corners.length };
  const onBody = Math.abs(across(middle)) < 0.5 && middle.y > box.y && middle.y < box.y + box.height;
  return onBody ? { box, across } : null;
}

function acrossOf(detection: Detection): Body['across'] {
  const corners = faceOf(detection);
  if (corners) {
    const face = bentSheet(corners, { from: 0, to: 0 }, 0);
    return (point) => (2 * face.toSheet(point).x - 1) * faceReach;
  }
  const { box, handle } = detection;
  const side = handle?.side ?? 'unknown';
  const width = side === 'unknown' ? box.width : box.width * (1 - handleShare);
  const left = box.x + (side === 'left' ? box.width - width : 0);
  return ({ x }) => (2 * (x - left)) / width - 1;
}

/**
 * Corners of the printable face: those measured, else by the box and the tilt, where the 3D box agrees with both. A
 * strongly tilted mug or one looked at from above has none.
 */
function faceOf(mug: Detection): readonly Point[] | null {
  if (mug.printArea) return clearOfRim(mug.printArea.corners, mug);
  const { pose, upright, seenFromAbove } = mug;
  if (!pose || pose.presence < leastPresence || seenFromAbove?.value === true) return null;
  const degrees = upright?.degrees ?? 0;
  const up = meanEdge(pose.corners, 2);
  const lean = (Math.atan2(up.x, -up.y) * 180) / Math.PI - degrees;
  if (Math.abs(lean) > mostDisagreement || Math.abs(degrees) > mostTilt) return null;
  if (intersectionOverUnion(boxAround(pose.corners), mug.box) < leastOverlap) return null;
  return clearOfRim(faceOfBox(mug, degrees), mug);
}

/** The face cut at the top and bottom where rim and foot, seen from above, come down into it and up from below. */
function clearOfRim(corners: readonly Point[], mug: Detection): Point[] {
  const { chord, tall } = sidesOf([...corners]);
  if (tall === 0) return [...corners];
  const height = tall / (bottomShare - topShare);
  const rim = (Math.abs(rimRatio(mug)) * chord) / 2 / faceReach;
  const wall = Math.max(0, height - 2 * rim);
  const edge = rim * Math.cos(faceArc.to);
  const top = Math.max(0, (rim + edge + leastMargin * wall - topShare * height) / tall);
  const bottom = Math.max(0, (rim - edge + leastMargin * wall - (1 - bottomShare) * height) / tall);
  return top + bottom > mostTrimmed ? [...corners] : trimmed(corners, top, bottom);
}

/** Of the wall's height, left free below the rim and above the foot. */
const leastMargin = 0.07;
/** Of the face, cut for rim and foot: where it would be more, the rim was seen wrongly. */
const mostTrimmed = 0.7;
const origin: Point = { x: 0, y: 0 };

/** A straight body within the box, turned by so many degrees. */
function faceOfBox({ box, handle }: Detection, degrees: number): Point[] {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  // The upright box, handle included, whose turned outline just fills the box we see.
  const determinant = cos * cos - sin * sin;
  const width = (box.width * cos - box.height * Math.abs(sin)) / determinant;
  const height = (box.height * cos - box.width * Math.abs(sin)) / determinant;
  const side = handle?.side ?? 'unknown';
  const cut = side === 'unknown' ? 0 : width * handleShare;
  const shift = side === 'left' ? cut / 2 : -cut / 2;
  const reach = ((width - cut) / 2) * faceReach;
  const centre = centreOf(box);
  const at = (x: number, share: number): Point => {
    const [across, down] = [shift + x, (share - 0.5) * height];
    return { x: centre.x + across * cos - down * sin, y: centre.y + across * sin + down * cos };
  };
  return [at(-reach, topShare), at(reach, topShare), at(reach, bottomShare), at(-reach, bottomShare)];
}

/** The angles that four corners span on the body: those of a whole face where it lies elsewhere; flat without a mug. */
function arcOf(corners: readonly Point[], detection: Detection | null): Arc {
  const [a, b, c, d] = corners;
  if (!detection || !a || !b || !c || !d) return { from: 0, to: 0 };
  const body = bodyUnder(corners, detection);
  if (!body) return faceArc;
  const angle = (from: Point, to: Point) => {
    const reach = body.across({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
    return Math.asin(Math.min(furthestReach, Math.max(-furthestReach, reach)));
  };
  const [from, to] = [angle(a, d), angle(b, c)];
  // Corners that were crossed over: no arc, the sheet is flat.
  return to - from > 0.01 ? { from, to } : { from: 0, to: 0 };
}

/** Depth of the curve of a face over this arc, as a share of its width. */
function curveOf(detection: Detection, arc: Arc): number {
  const width = Math.sin(arc.to) - Math.sin(arc.from);
  if (width <= 0) return 0;
  return Math.min(0.5, Math.max(-0.5, (rimRatio(detection) * sagOf(arc)) / width));
}

/**
 * Half height over half width of the rim as it is seen, an ellipse: 0 from the side, positive from above. Its height is
 * that of the ellipse within the lid of the 3D box, whose corners are numbered in binary: 4 right, 2 top, 1 near. Its
 * width is the body's: that of the 3D box is often wrong.
 * https://github.com/google-research-datasets/Objectron (box.py)
 */
function rimRatio({ pose, upright, box, handle }: Detection): number {
  if (!pose || box.width === 0) return 0;
  const angle = (-(upright?.degrees ?? 0) * Math.PI) / 180;
  const downOf = ({ x, y }: Point) => x * Math.sin(angle) + y * Math.cos(angle);
  const [across, inwards] = [meanEdge(pose.corners, 4), meanEdge(pose.corners, 1)];
  // Boxes hold the handle as well: the body alone is narrower.
  const body = handle === null || handle.side === 'unknown' ? 1 : 1 - handleShare;
  const ratio = Math.hypot(body * downOf(across), downOf(inwards)) / (body * box.width);
  // From above, one turns clockwise from right to near, however the mug is turned.
  const fromAbove = across.x * inwards.y - across.y * inwards.x >= 0;
  return Math.min(steepestRim, ratio) * (fromAbove ? 1 : -1);
}

/** Mean of the four parallel edges of the 3D box in one direction. */
function meanEdge(corners: readonly Point[], step: 1 | 2 | 4): Point {
  const sum = { x: 0, y: 0 };
  corners.forEach((corner, index) => {
    const sign = index & step ? 0.25 : -0.25;
    sum.x += sign * corner.x;
    sum.y += sign * corner.y;
  });
  return sum;
}

/** The part of a face, around its middle, that a design takes without being stretched. */
function fitted(
  face: DesignPlacement & { curve: number },
  design: { width: number; height: number },
  detection: Detection,
): DesignPlacement {
  const { chord, tall } = sidesOf(face.corners);
  const arcWidth = (chord * (faceArc.to - faceArc.from)) / (Math.sin(faceArc.to) - Math.sin(faceArc.from));
  // Seen from above, the wall is foreshortened.
  const height = tall / Math.sqrt(1 - rimRatio(detection) ** 2);
  const scale = filledShare * Math.min(arcWidth / design.width, height / design.height);
  const left = (1 - (design.width * scale) / arcWidth) / 2;
  const top = (1 - (design.height * scale) / height) / 2;
  const strip = sheetOf({ corners: trimmed(face.corners, top, top), curve: face.curve }, detection);
  const corners = [
    { x: left, y: 0 },
    { x: 1 - left, y: 0 },
    { x: 1 - left, y: 1 },
    { x: left, y: 1 },
  ].map(strip.toPhoto);
  return { corners, curve: curveOf(detection, arcOf(corners, detection)) };
}

/** Mean lengths of the sides of four corners: across and down. */
function sidesOf([topLeft = origin, topRight = origin, bottomRight = origin, bottomLeft = origin]: Point[]): {
  chord: number;
  tall: number;
} {
  return {
    chord: (distanceBetween(topLeft, topRight) + distanceBetween(bottomLeft, bottomRight)) / 2,
    tall: (distanceBetween(topLeft, bottomLeft) + distanceBetween(topRight, bottomRight)) / 2,
  };
}

/**
 * Corners moved along the sides by these shares. Evenly, not in perspective: a body that narrows to its foot is not one
 * that leans away.
 */
function trimmed(corners: readonly Point[], top: number, bottom: number): Point[] {
  const [topLeft = origin, topRight = origin, bottomRight = origin, bottomLeft = origin] = corners;
  const along = (from: Point, to: Point, part: number): Point => ({
    x: from.x + (to.x - from.x) * part,
    y: from.y + (to.y - from.y) * part,
  });
  return [
    along(topLeft, bottomLeft, top),
    along(topRight, bottomRight, top),
    along(bottomRight, topRight, bottom),
    along(bottomLeft, topLeft, bottom),
  ];
}
