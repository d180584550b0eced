import type { Arrangement, Box, Detection, Length, Placement, Point } from '../analysis.ts';
import { inOrder } from '../positioning/arrangement.ts';
import { handleShare } from '../positioning/calibration.ts';
import type { Frame } from '../positioning.ts';
import type { PositioningSettings } from '../settings.ts';
import type { OverlayTone } from './colours.ts';
import type { LabelSpot } from './label-layout.ts';
import { zoneText } from './wording.ts';

/** Groups of shapes that can be switched on and off, in the order they are drawn: later ones lie on top. */
export const overlayParts = [
  'zones',
  'centreLines',
  'edges',
  'spacing',
  'pose',
  'printArea',
  'handle',
  'objects',
  'boxes',
  'offsets',
  'verdicts',
  'labels',
] as const;
export type OverlayPart = (typeof overlayParts)[number];

/** What every shape knows of itself. */
export interface ShapeBase {
  part: OverlayPart;
  tone: OverlayTone;
  /** The detection it belongs to, for pointing and clicking; null when it belongs to the frame. */
  detection: number | null;
}

/** One thing to draw, in pixels of the photo. Line widths and letters are the drawer's, by `overlayStroke`. */
export type OverlayShape =
  | (ShapeBase & { kind: 'line'; from: Point; to: Point; dashed: boolean; arrow: boolean })
  | (ShapeBase & { kind: 'polygon'; points: Point[]; dashed: boolean })
  | (ShapeBase & LabelSpot & { kind: 'label'; text: string });

/** A mug that has a place. */
export interface PlacedMug {
  placement: Placement;
  detection: Detection;
  tone: OverlayTone;
  /** What it is called on the photo and in the lists. */
  number: number;
}

/** The print area and the handle's side of a mug: no label may cover them. */
export function keepVisible({ detection }: PlacedMug): Box[] {
  const { box, handle, printArea } = detection;
  const kept: Box[] = printArea ? [boundsOf(printArea.corners)] : [];
  const width = box.width * handleShare;
  if (handle?.side === 'left') kept.push({ ...box, width });
  if (handle?.side === 'right') kept.push({ ...box, x: box.x + box.width - width, width });
  return kept;
}

/** The four sides of a box. */
export function outline(base: ShapeBase, { x, y, width, height }: Box, dashed: boolean): OverlayShape {
  const points = [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
  return { kind: 'polygon', ...base, points, dashed };
}

function guide(part: OverlayPart, from: Point, to: Point): OverlayShape {
  return { kind: 'line', part, tone: 'guide', detection: null, from, to, dashed: true, arrow: false };
}

/** The four lines between the nine zones. */
export function zoneLines({ width, height }: Frame, edges: PositioningSettings['zoneEdges']): OverlayShape[] {
  const { horizontal, vertical } = edges;
  return [
    ...[horizontal * width, (1 - horizontal) * width].map((x) =>
      guide('zones', { x, y: 0 }, { x, y: height }),
    ),
    ...[vertical * height, (1 - vertical) * height].map((y) => guide('zones', { x: 0, y }, { x: width, y })),
  ];
}

/** Each zone with a mug in it: its name, and its upper edge to write it under. */
export function occupiedZones(
  mugs: readonly PlacedMug[],
  { width, height }: Frame,
  edges: PositioningSettings['zoneEdges'],
): { text: string; box: Box }[] {
  return [...new Set(mugs.map(({ placement }) => placement.zone))].map((zone) => {
    const [left, top] = [edges.horizontal * width, edges.vertical * height];
    const [x, zoneWidth] = zone.endsWith('left')
      ? [0, left]
      : zone.endsWith('right')
        ? [width - left, left]
        : [left, width - 2 * left];
    const y = zone.startsWith('top') ? 0 : zone.startsWith('bottom') ? height - top : top;
    return { text: zoneText(zone), box: { x, y, width: zoneWidth, height: 0 } };
  });
}

/** The upright and the level line through the frame's centre. */
export function frameCentreLines({ width, height }: Frame): OverlayShape[] {
  return [
    guide('centreLines', { x: width / 2, y: 0 }, { x: width / 2, y: height }),
    guide('centreLines', { x: 0, y: height / 2 }, { x: width, y: height / 2 }),
  ];
}

/** A small cross on a mug's centre, so that little of the mug is covered. */
export function centreCross({ placement, detection, tone }: PlacedMug): OverlayShape[] {
  const { x, y } = placement.centre.px;
  const arm = Math.min(detection.box.width, detection.box.height) * 0.05;
  const base = {
    part: 'centreLines',
    tone,
    detection: placement.detection,
    dashed: false,
    arrow: false,
  } as const;
  return [
    { kind: 'line', ...base, from: { x: x - arm, y }, to: { x: x + arm, y } },
    { kind: 'line', ...base, from: { x, y: y - arm }, to: { x, y: y + arm } },
  ];
}

/** A distance to draw between two points. */
export interface Measure {
  from: Point;
  to: Point;
  length: Length;
}

/** From the box to each edge of the frame that it does not reach. */
export function edgeLines({ placement, detection }: PlacedMug, frame: Frame): Measure[] {
  const { x, y, width, height } = detection.box;
  const { px: centre } = placement.centre;
  const { left, right, top, bottom } = placement.edges;
  return [
    { from: { x, y: centre.y }, to: { x: 0, y: centre.y }, length: left },
    { from: { x: x + width, y: centre.y }, to: { x: frame.width, y: centre.y }, length: right },
    { from: { x: centre.x, y }, to: { x: centre.x, y: 0 }, length: top },
    { from: { x: centre.x, y: y + height }, to: { x: centre.x, y: frame.height }, length: bottom },
  ].filter(({ length }) => length.px > 0);
}

/** The gaps of a row or column, each drawn half-way between the centres of the two mugs. */
export function gapLines(mugs: readonly PlacedMug[], { kind, spacing }: Arrangement): Measure[] {
  if (!spacing || (kind !== 'row' && kind !== 'column')) return [];
  const boxes = inOrder(mugs, ({ detection }) => detection.box, kind).map(({ detection }) => detection.box);
  return boxes.slice(1).flatMap((box, index): Measure[] => {
    const before = boxes[index];
    const length = spacing.gaps[index];
    if (!before || !length || length.px === 0) return [];
    if (kind === 'row') {
      const y = (before.y + before.height / 2 + box.y + box.height / 2) / 2;
      return [{ from: { x: before.x + before.width, y }, to: { x: box.x, y }, length }];
    }
    const x = (before.x + before.width / 2 + box.x + box.width / 2) / 2;
    return [{ from: { x, y: before.y + before.height }, to: { x, y: box.y }, length }];
  });
}

/** Corner k of the pose lies at the k-th combination of three signs, so an edge joins two that differ in one. */
export function poseEdges({ detection, placement }: PlacedMug): OverlayShape[] {
  const corners = detection.pose?.corners ?? [];
  return corners.flatMap((from, index) =>
    [1, 2, 4].flatMap((bit): OverlayShape[] => {
      const to = corners[index | bit];
      if (index & bit || !to) return [];
      const base = { part: 'pose', tone: 'body', detection: placement.detection } as const;
      return [{ kind: 'line', ...base, from, to, dashed: false, arrow: false }];
    }),
  );
}

/** The face a design can be printed on, where it is known. */
export function printArea({ detection, placement }: PlacedMug): OverlayShape[] {
  if (!detection.printArea) return [];
  const points = detection.printArea.corners;
  const base = { part: 'printArea', tone: 'body', detection: placement.detection } as const;
  return [{ kind: 'polygon', ...base, points, dashed: true }];
}

/** An arrow that leaves the box on the handle's side; drawn inside when the frame ends there. */
export function handleArrow({ detection, placement }: PlacedMug, frame: Frame): OverlayShape[] {
  const { box, handle } = detection;
  if (!handle || handle.side === 'unknown') return [];
  const y = box.y + box.height / 2;
  const length = box.width * 0.12;
  const edge = handle.side === 'left' ? box.x : box.x + box.width;
  const way = handle.side === 'left' ? -1 : 1;
  const tip = Math.max(0, Math.min(frame.width, edge + way * length));
  const base = { part: 'handle', tone: 'body', detection: placement.detection } as const;
  return [
    {
      kind: 'line',
      ...base,
      from: { x: tip - way * length, y },
      to: { x: tip, y },
      dashed: false,
      arrow: true,
    },
  ];
}

/** The middle of a line, as a box without size. */
export function middleOf(from: Point, to: Point): Box {
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, width: 0, height: 0 };
}

function boundsOf(points: readonly Point[]): Box {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
