import type { Analysis, Box } from '../analysis.ts';

interface MugOfPhoto {
  analysis: Pick<Analysis, 'width' | 'height' | 'detections'>;
  /** Index of the detection; null without a mug. */
  detection: number | null;
}

/** The mug's box with its margin, widened to the aspect as far as the photo goes; null without a mug. */
export function mugRegion(
  { analysis, detection }: MugOfPhoto,
  margin: number,
  aspect: number | null,
): Box | null {
  const box = detection === null ? undefined : analysis.detections[detection]?.box;
  if (box === undefined) return null;
  const border = margin * Math.max(box.width, box.height);
  // A box may be flat; a cut has at least a pixel.
  let [width, height] = [Math.max(1, box.width + 2 * border), Math.max(1, box.height + 2 * border)];
  if (aspect !== null) [width, height] = [Math.max(width, height * aspect), Math.max(height, width / aspect)];
  const x = within(box.x + box.width / 2, width, analysis.width);
  const y = within(box.y + box.height / 2, height, analysis.height);
  return { x: x.start, y: y.start, width: x.length, height: y.length };
}

/** A stretch around a centre, moved and if it must be cut to lie between 0 and `end`. */
function within(centre: number, length: number, end: number): { start: number; length: number } {
  const fitting = Math.min(length, end);
  return { start: Math.min(Math.max(0, centre - fitting / 2), end - fitting), length: fitting };
}
