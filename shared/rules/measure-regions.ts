import type { Box } from '../analysis.ts';
import { defaultSettings } from '../settings.ts';
import type { Region } from './rule.ts';
import type { Scene } from './scene.ts';

/** A region in pixels of the photo; null for a named area that there is not. Its border belongs to it. */
export function regionBox(region: Region, scene: Scene): Box | null {
  if (region.kind === 'area') return areaNamed(region.name, scene);
  const { width, height } = scene.frame;
  const shares = regionShares(region, scene.positioning.zoneEdges);
  return (
    shares && {
      x: shares.x * width,
      y: shares.y * height,
      width: shares.width * width,
      height: shares.height * height,
    }
  );
}

const usualZoneEdges = defaultSettings.positioning.zoneEdges;

/** A region in shares of the frame; null for a named area. Zones are thirds until the settings say otherwise. */
export function regionShares(region: Region, zoneEdges = usualZoneEdges): Box | null {
  /** From one share to another of each axis. */
  const part = (x: readonly [number, number], y: readonly [number, number]): Box => ({
    x: x[0],
    y: y[0],
    width: x[1] - x[0],
    height: y[1] - y[0],
  });
  switch (region.kind) {
    case 'frame':
      return part(whole, whole);
    case 'zone':
      return part(
        bandOf(region.zone, 'left', 'right', zoneEdges.horizontal),
        bandOf(region.zone, 'top', 'bottom', zoneEdges.vertical),
      );
    case 'half':
      return part(
        bandOf(region.side, 'left', 'right', 0.5, whole),
        bandOf(region.side, 'top', 'bottom', 0.5, whole),
      );
    case 'quadrant':
      return part(bandOf(region.corner, 'left', 'right', 0.5), bandOf(region.corner, 'top', 'bottom', 0.5));
    case 'third':
      return part(thirds[region.side][0], thirds[region.side][1]);
    case 'area':
      return null;
  }
}

/** A named area in pixels, by its name in whatever case. */
export function areaNamed(name: string, { areas }: Scene): Box | null {
  const wanted = name.toLowerCase();
  return areas.find((area) => area.name.toLowerCase() === wanted)?.box ?? null;
}

export function noArea(name: string): string {
  return `There is no area named “${name}”: draw one on the photo.`;
}

const whole = [0, 1] as const;

/** The stretch of one axis that a word like `top-left` names; `between` the outer ones when it names neither. */
function bandOf(
  words: string,
  first: string,
  last: string,
  edge: number,
  between: readonly [number, number] = [edge, 1 - edge],
): readonly [number, number] {
  if (words.includes(first)) return [0, edge];
  return words.includes(last) ? [1 - edge, 1] : between;
}

/** As photographers count them: left, centre and right stand beside each other; top, middle and bottom one
 *  above the other. */
const thirds = {
  left: [[0, 1 / 3], whole],
  centre: [[1 / 3, 2 / 3], whole],
  right: [[2 / 3, 1], whole],
  top: [whole, [0, 1 / 3]],
  middle: [whole, [1 / 3, 2 / 3]],
  bottom: [whole, [2 / 3, 1]],
} as const;

/** A region in words: `the left third`. */
export function regionText(region: Region): string {
  switch (region.kind) {
    case 'frame':
      return 'the frame';
    case 'zone':
      return `the ${region.zone.replace('-', ' ')} zone`;
    case 'half':
      return `the ${region.side} half`;
    case 'third':
      return `the ${region.side} third`;
    case 'quadrant':
      return `the ${region.corner.replace('-', ' ')} quadrant`;
    case 'area':
      return `the area “${region.name}”`;
  }
}
