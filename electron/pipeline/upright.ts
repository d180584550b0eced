import type { Box, Handle, Point, Upright } from '../../shared/analysis.ts';
import { handleShare } from '../../shared/positioning/calibration.ts';

/** A square grey picture around a mug; `box` is the mug's box in its pixels. */
export interface GreyCrop {
  grey: Float32Array;
  side: number;
  box: Box;
}

/** A side of the body: from top to bottom. */
export interface SideEdge {
  top: Point;
  bottom: Point;
}

/** The two sides of the body and the mean of their tilts, which is the body's: mugs taper evenly. */
export interface SideEdges {
  left: SideEdge;
  right: SideEdge;
  degrees: number;
}

/** The furthest angle at which edges are looked for. */
const maxPriorDegrees = 40;
/** How far each end of a line may move from its prior, as a share of the body's width. */
const searchShare = 0.18;
const searchStepPixels = 1.5;
/** Lines are looked at between these shares of their length: rim and foot are round. */
const [sampledFrom, sampledTo] = [0.1, 0.9];
const samplesPerLine = 32;
/** The best lines of a side that are tried in pairs with those of the other. */
const candidatesPerSide = 80;
/** Loss of a pair's strength per degree that its mean tilt lies away from the prior: tuned on renders. */
const lossPerDegree = 0.015;

/** Three measures of tilt in degrees, positive clockwise. */
export interface TiltMeasures {
  /** Of the 3D box. */
  pose: number;
  /** Of the body's edges, looked for around the vertical. */
  aroundVertical: number;
  /** Of the body's edges, looked for around the tilt of the 3D box. */
  aroundPose: number;
}

/**
 * The three-way rule: the edges of the body and the 3D box have to agree. A leaning camera can't be told from
 * a leaning mug in one photo. Confidences are the shares right on renders (models/README.md).
 */
export function judgeUpright({ pose, aroundVertical, aroundPose }: TiltMeasures): Upright {
  const degrees = nearVertical(pose) ? aroundVertical : aroundPose;
  const agree = Math.abs(degrees - pose) < 5;
  if (agree && Math.abs(degrees) < 3 && Math.abs(pose) < 5) {
    return { verdict: 'pass', degrees, confidence: 0.9 };
  }
  const tilted = (agree && Math.abs(degrees) > 5) || (Math.abs(pose) > 10 && Math.abs(aroundPose) > 6);
  return tilted
    ? { verdict: 'fail', degrees, confidence: 0.9 }
    : { verdict: 'unsure', degrees, confidence: 0.5 };
}

/** Whether edges are better looked for around the vertical than around a 3D box tilted so. */
export function nearVertical(poseDegrees: number): boolean {
  return Math.abs(poseDegrees) < 6;
}

/** The two side edges of the body, best found around a body tilted by this many degrees. */
export function findSideEdges(
  crop: GreyCrop,
  gradient: Gradient,
  handle: Handle['side'],
  degrees: number,
): SideEdges {
  const clipped = Math.min(maxPriorDegrees, Math.max(-maxPriorDegrees, degrees));
  const prior = bodyPrior(crop.box, handle, clipped);
  const reach = Math.max(3, searchShare * prior.width);
  const lefts = searchEdge(gradient, prior.left, reach);
  const rights = searchEdge(gradient, prior.right, reach);
  let best: SideEdges & { strength: number } = {
    ...{ left: prior.left, right: prior.right, degrees: clipped },
    strength: Number.NEGATIVE_INFINITY,
  };
  for (const left of lefts) {
    for (const right of rights) {
      const mean = (left.degrees + right.degrees) / 2;
      const strength = (left.strength + right.strength) * (1 - lossPerDegree * Math.abs(mean - clipped));
      if (strength > best.strength) best = { left: left.edge, right: right.edge, degrees: mean, strength };
    }
  }
  return { left: best.left, right: best.right, degrees: best.degrees };
}

/** Where the body's sides are expected: the box without the handle's share, turned around its centre. */
function bodyPrior(box: Box, handle: Handle['side'], degrees: number) {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(angle)), Math.cos(angle)];
  // The size of the upright box (body and handle) whose turned outline just fills the box we see.
  const determinant = Math.max(0.35, cos * cos - sin * sin);
  const outerWidth = clampTo((box.width * cos - box.height * sin) / determinant, box.width);
  const outerHeight = clampTo((box.height * cos - box.width * sin) / determinant, box.height);
  const cut = outerWidth * handleShare;
  const from = -outerWidth / 2 + (handle === 'left' ? cut : 0);
  const to = outerWidth / 2 - (handle === 'right' ? cut : 0);
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const turn = (x: number, y: number): Point => ({
    x: centre.x + x * Math.cos(angle) - y * Math.sin(angle),
    y: centre.y + x * Math.sin(angle) + y * Math.cos(angle),
  });
  const edge = (x: number): SideEdge => ({
    top: turn(x, -outerHeight / 2),
    bottom: turn(x, outerHeight / 2),
  });
  return { left: edge(from), right: edge(to), width: to - from };
}

function clampTo(value: number, size: number): number {
  return Math.min(size, Math.max(size * 0.4, value));
}

/** Change of brightness across columns and rows. */
export interface Gradient {
  x: Float32Array;
  y: Float32Array;
  side: number;
}

/** Sobel gradient of a grey square; 0 along its border. */
export function gradientOf({ grey, side }: GreyCrop): Gradient {
  const x = new Float32Array(side * side);
  const y = new Float32Array(side * side);
  for (let row = 1; row < side - 1; row++) {
    for (let at = row * side + 1; at < (row + 1) * side - 1; at++) {
      const nw = grey[at - side - 1] ?? 0;
      const ne = grey[at - side + 1] ?? 0;
      const sw = grey[at + side - 1] ?? 0;
      const se = grey[at + side + 1] ?? 0;
      x[at] = ne - nw + se - sw + 2 * ((grey[at + 1] ?? 0) - (grey[at - 1] ?? 0));
      y[at] = sw - nw + se - ne + 2 * ((grey[at + side] ?? 0) - (grey[at - side] ?? 0));
    }
  }
  return { x, y, side };
}

interface Candidate {
  edge: SideEdge;
  degrees: number;
  strength: number;
}

/** Moves both ends of the line sideways; the lines with the strongest step of brightness across them. */
function searchEdge(gradient: Gradient, { top, bottom }: SideEdge, reach: number): Candidate[] {
  const length = Math.hypot(bottom.x - top.x, bottom.y - top.y);
  const across = { x: (bottom.y - top.y) / length, y: -(bottom.x - top.x) / length };
  const moved = (point: Point, by: number): Point => ({
    x: point.x + by * across.x,
    y: point.y + by * across.y,
  });
  const candidates: Candidate[] = [];
  for (let atTop = -reach; atTop <= reach; atTop += searchStepPixels) {
    for (let atBottom = -reach; atBottom <= reach; atBottom += searchStepPixels) {
      const edge = { top: moved(top, atTop), bottom: moved(bottom, atBottom) };
      candidates.push({ edge, degrees: tiltOf(edge), strength: strengthOf(gradient, edge) });
    }
  }
  return candidates.sort((a, b) => b.strength - a.strength).slice(0, candidatesPerSide);
}

/** Mean of √|gradient across the line|: the root keeps one bright spot from deciding. */
function strengthOf({ x, y, side }: Gradient, { top, bottom }: SideEdge): number {
  const [dx, dy] = [bottom.x - top.x, bottom.y - top.y];
  const length = Math.hypot(dx, dy);
  let sum = 0;
  for (let sample = 0; sample < samplesPerLine; sample++) {
    const share = sampledFrom + ((sampledTo - sampledFrom) * (sample + 0.5)) / samplesPerLine;
    const column = Math.floor(top.x + dx * share + 0.5);
    const row = Math.floor(top.y + dy * share + 0.5);
    if (column < 0 || row < 0 || column >= side || row >= side) continue;
    const at = row * side + column;
    sum += Math.sqrt(Math.abs((x[at] ?? 0) * dy - (y[at] ?? 0) * dx));
  }
  return sum / samplesPerLine / Math.sqrt(length);
}

/** Degrees from the vertical, positive clockwise. */
export function tiltOf({ top, bottom }: SideEdge): number {
  return (Math.atan2(top.x - bottom.x, bottom.y - top.y) * 180) / Math.PI;
}

/** Tilt of the 3D box in the picture, degrees, positive clockwise: the mean of its four upright edges. */
export function tiltOfPose(corners: readonly Point[]): number {
  const { x, y } = meanEdge(corners, 2);
  return (Math.atan2(x, -y) * 180) / Math.PI;
}

/**
 * Mean of the four parallel edges of the 3D box in one direction. Corners are numbered in binary: 4 stands for
 * right, 2 for top, 1 for near. https://github.com/google-research-datasets/Objectron (box.py)
 */
function meanEdge(corners: readonly Point[], step: 1 | 2 | 4): Point {
  const sum = { x: 0, y: 0 };
  corners.forEach((corner, index) => {
    const sign = index & step ? 0.25 : -0.25;
    sum.x += sign * corner.x;
    sum.y += sign * corner.y;
  });
  return sum;
}

/**
 * How far the 3D box is opened towards the camera, in degrees: about 0 seen from the side, 90 straight from
 * above. It grows with the camera's height, but is not that angle: the mug's proportions are not known.
 */
export function opennessOf(corners: readonly Point[]): number {
  const [across, upwards, inwards] = ([4, 2, 1] as const).map((step) => meanEdge(corners, step));
  if (across === undefined || upwards === undefined || inwards === undefined) return 0;
  const lid = Math.abs(across.x * inwards.y - across.y * inwards.x);
  return (Math.atan2(Math.sqrt(lid), Math.hypot(upwards.x, upwards.y)) * 180) / Math.PI;
}
