import type { Arrangement, Box, Detection, Neighbour, Placement, Point, Zone } from './analysis.ts';
import { arrange } from './positioning/arrangement.ts';
import { pixelsPerMillimetre } from './positioning/calibration.ts';
import {
  centreOf,
  distanceBetween,
  edgeDistance,
  type Frame,
  horizontalOverlap,
  nearestPoint,
  ratio,
  shareOfFrame,
  toLength,
  toVector,
} from './positioning/distances.ts';
import { isMug, standingOf } from './positioning/standing.ts';
import type { DetectionSettings, PositioningSettings } from './settings.ts';

export type { Frame } from './positioning/distances.ts';
export { acceptedMugs, countMugs, isMug, type Standing, standingOf } from './positioning/standing.ts';

/** Labels of what a mug can stand on. */
const surfaceLabels: ReadonlySet<string> = new Set(['table', 'desk']);

/** A detection that counts, with its index among all of them. */
interface Seen {
  index: number;
  detection: Detection;
  standing: Placement['standing'];
}

/**
 * Where every mug stands. Detections the thresholds ignore are left out, be they mugs or not. `detection` in
 * the result is an index into `detections`; placements keep their order, neighbours come nearest first.
 */
export function place(
  detections: readonly Detection[],
  frame: Frame,
  settings: { detection: DetectionSettings; positioning: PositioningSettings },
): { placements: Placement[]; arrangement: Arrangement; pixelsPerMillimetre: number | null } {
  const { detection: thresholds, positioning } = settings;
  const scale = pixelsPerMillimetre(positioning.calibration, detections, frame, thresholds);
  const seen = detections.flatMap((detection, index): Seen[] => {
    const standing = standingOf(detection, thresholds);
    return standing === 'ignored' ? [] : [{ index, detection, standing }];
  });
  const mugs = seen.filter(({ detection }) => isMug(detection));
  const objects = seen.filter(({ detection }) => !isMug(detection));

  const placements = mugs.map((mug): Placement => {
    const { box, score } = mug.detection;
    const centre = centreOf(box);
    const reference = referencePoint(positioning.reference, centre, frame);
    return {
      detection: mug.index,
      standing: mug.standing,
      score,
      centre: {
        px: centre,
        share: { x: ratio(centre.x, frame.width), y: ratio(centre.y, frame.height) },
      },
      zone: zoneOf(centre, frame, positioning.zoneEdges),
      offset: toVector({ x: centre.x - reference.x, y: centre.y - reference.y }, scale),
      edges: {
        left: toLength(box.x, scale),
        right: toLength(frame.width - (box.x + box.width), scale),
        top: toLength(box.y, scale),
        bottom: toLength(frame.height - (box.y + box.height), scale),
      },
      surface: surfaceUnder(box, objects, scale),
      size: sizeOf(box, frame, positioning.sizeClasses, scale),
      mugs: neighbours(
        mug,
        mugs.filter((other) => other !== mug),
        scale,
      ),
      objects: neighbours(mug, objects, scale),
    };
  });
  const boxes = mugs.map(({ detection }) => detection.box);
  const arrangement = arrange(boxes, positioning.alignmentTolerance, scale);
  return { placements, arrangement, pixelsPerMillimetre: scale };
}

/** The zone a point lies in. A point exactly on the border of an outer zone belongs to the inner one. */
export function zoneOf(point: Point, frame: Frame, edges: PositioningSettings['zoneEdges']): Zone {
  const band = (value: number, length: number, edge: number) =>
    value < edge * length ? -1 : length - value < edge * length ? 1 : 0;
  const column = band(point.x, frame.width, edges.horizontal);
  const row = band(point.y, frame.height, edges.vertical);
  const rows = [
    ['top-left', 'top', 'top-right'],
    ['left', 'centre', 'right'],
    ['bottom-left', 'bottom', 'bottom-right'],
  ] as const;
  return rows[row + 1]?.[column + 1] ?? 'centre';
}

/** Where the offset of something at `centre` is measured from, in pixels. */
function referencePoint(reference: PositioningSettings['reference'], centre: Point, frame: Frame): Point {
  switch (reference.kind) {
    case 'frameCentre':
      return { x: frame.width / 2, y: frame.height / 2 };
    case 'point':
      return { x: reference.point.x * frame.width, y: reference.point.y * frame.height };
    case 'area': {
      const { x, y, width, height } = reference.area;
      const area = {
        x: x * frame.width,
        y: y * frame.height,
        width: width * frame.width,
        height: height * frame.height,
      };
      return nearestPoint(area, centre);
    }
  }
}

/**
 * The table or desk a mug is seen with: one that shares some of its width and does not end above its centre
 * (such a one stands behind). Of several the one under most of its width, then the best-scoring, then the one
 * whose upper edge is nearest to its foot.
 */
export function surfaceUnder(
  mug: Box,
  objects: readonly Pick<Seen, 'index' | 'detection'>[],
  scale: number | null,
): Placement['surface'] {
  const foot = mug.y + mug.height;
  const best = objects
    .filter(({ detection }) => surfaceLabels.has(detection.label.toLowerCase()))
    .map(({ detection, index }) => ({
      index,
      label: detection.label,
      score: detection.score,
      overlap: horizontalOverlap(mug, detection.box),
      gap: detection.box.y - foot,
      bottom: detection.box.y + detection.box.height,
    }))
    .filter(({ overlap, bottom }) => overlap > 0 && bottom >= foot - mug.height / 2)
    .sort((a, b) => b.overlap - a.overlap || b.score - a.score || Math.abs(a.gap) - Math.abs(b.gap))[0];
  return best ? { detection: best.index, label: best.label, distance: toLength(best.gap, scale) } : null;
}

function sizeOf(
  box: Box,
  frame: Frame,
  classes: PositioningSettings['sizeClasses'],
  scale: number | null,
): Placement['size'] {
  const share = shareOfFrame(box, frame);
  return {
    class: share < classes.small ? 'small' : share < classes.large ? 'medium' : 'large',
    share,
    width: toLength(box.width, scale),
    height: toLength(box.height, scale),
  };
}

function neighbours(mug: Seen, others: readonly Seen[], scale: number | null): Neighbour[] {
  const centre = centreOf(mug.detection.box);
  return others
    .map(({ detection, index }) => ({
      detection: index,
      label: detection.label,
      edge: toLength(edgeDistance(mug.detection.box, detection.box), scale),
      centre: toLength(distanceBetween(centre, centreOf(detection.box)), scale),
    }))
    .sort((a, b) => a.edge.px - b.edge.px || a.centre.px - b.centre.px || a.detection - b.detection);
}
