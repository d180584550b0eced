import type { Detection, PrintArea } from '../analysis.ts';
import type { Calibration, DetectionSettings } from '../settings.ts';
import { distanceBetween, type Frame } from './distances.ts';
import { acceptedMugs } from './standing.ts';

/** Share of a mug's box that its handle takes when it points left or right (measured, models/README.md). */
export const handleShare = 0.25;

/** Share of the body's width at each side that turns away too far to print on: the print area leaves it out. */
export const printAreaInset = 0.06;

/** Outside these a scale is a slip of the hand, not a photo of a mug; they also keep every length finite. */
const scaleLimits = { least: 1e-4, most: 1e4 };

/** Pixels per millimetre; null when the photo is not calibrated or the calibration cannot hold for it. */
export function pixelsPerMillimetre(
  calibration: Calibration,
  detections: readonly Detection[],
  frame: Frame,
  thresholds: DetectionSettings,
): number | null {
  switch (calibration.kind) {
    case 'none':
      return null;
    case 'pixelsPerMillimetre':
      return usable(calibration.value);
    case 'line':
      return usable(lineLength(calibration, frame) / calibration.millimetres);
    case 'mug': {
      const mug = mugToMeasure(acceptedMugs(detections, thresholds), calibration.dimension);
      if (!mug) return null;
      const px = calibration.dimension === 'height' ? mug.box.height : bodyWidth(mug);
      return usable(px / calibration.millimetres);
    }
  }
}

function usable(scale: number): number | null {
  return scale >= scaleLimits.least && scale <= scaleLimits.most ? scale : null;
}

function lineLength(line: Extract<Calibration, { kind: 'line' }>, frame: Frame): number {
  const inFrame = (point: { x: number; y: number }) => ({
    x: point.x * frame.width,
    y: point.y * frame.height,
  });
  return distanceBetween(inFrame(line.from), inFrame(line.to));
}

/**
 * The accepted mug to take the scale from: the best-scoring one that is not tilted, else the best-scoring; of
 * equals the larger, then the one further left, then further up. The height of a mug seen from above does not
 * show, so such a one cannot give it.
 */
function mugToMeasure(mugs: readonly Detection[], dimension: 'height' | 'width'): Detection | null {
  const tilted = (mug: Detection) => (mug.upright?.verdict === 'fail' ? 1 : 0);
  const area = (mug: Detection) => mug.box.width * mug.box.height;
  const better = (a: Detection, b: Detection) =>
    tilted(a) - tilted(b) || b.score - a.score || area(b) - area(a) || a.box.x - b.box.x || a.box.y - b.box.y;
  const showing = mugs.filter((mug) => dimension === 'width' || mug.seenFromAbove?.value !== true);
  return showing.toSorted(better)[0] ?? null;
}

/**
 * Width in pixels of a mug's body at its widest, without its handle: by the print area where there is one, since
 * its sides follow the body's; else the box less the handle's share when the handle points left or right; else
 * the whole box, as a handle that does not show at the side does not widen it.
 */
function bodyWidth(mug: Detection): number {
  if (mug.printArea) return widthOf(mug.printArea) / (1 - 2 * printAreaInset);
  const side = mug.handle?.side ?? 'unknown';
  return side === 'unknown' ? mug.box.width : mug.box.width * (1 - handleShare);
}

function widthOf({ corners }: PrintArea): number {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners;
  if (!topLeft || !topRight || !bottomRight || !bottomLeft) return 0;
  return Math.max(distanceBetween(topLeft, topRight), distanceBetween(bottomLeft, bottomRight));
}
