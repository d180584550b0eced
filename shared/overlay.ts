import type { Arrangement, Detection, Placement } from './analysis.ts';
import { createLabelLayout, type LabelWish } from './overlay/label-layout.ts';
import { mugNumbers } from './overlay/mug-numbers.ts';
import {
  centreCross,
  edgeLines,
  frameCentreLines,
  gapLines,
  handleArrow,
  keepVisible,
  type Measure,
  middleOf,
  type OverlayPart,
  type OverlayShape,
  occupiedZones,
  outline,
  overlayParts,
  type PlacedMug,
  poseEdges,
  printArea,
  type ShapeBase,
  zoneLines,
} from './overlay/shapes.ts';
import { type VerdictShape, verdictShapes } from './overlay/verdict-shapes.ts';
import { lengthText, moveText, mugText, objectText, type Units } from './overlay/wording.ts';
import { type Frame, isMug } from './positioning.ts';
import type { Finding } from './rules/verdict.ts';
import { defaultSettings, type PositioningSettings } from './settings.ts';

export {
  type OverlayTone,
  overlayColours,
  overlayHalo,
  overlayStroke,
  overlayTones,
} from './overlay/colours.ts';
export { mugNumbers } from './overlay/mug-numbers.ts';
export { type OverlayPart, type OverlayShape, overlayParts } from './overlay/shapes.ts';
export { lengthText, moveText, type Units, vectorText, zoneText } from './overlay/wording.ts';

/** What is on until the operator says otherwise. */
export const defaultOverlayParts: readonly OverlayPart[] = [
  'centreLines',
  'spacing',
  'handle',
  'boxes',
  'offsets',
  'verdicts',
  'labels',
];

/** An analysis, and how the operator wants to see it. */
export interface OverlayInput {
  detections: readonly Detection[];
  placements: readonly Placement[];
  arrangement: Arrangement;
  frame: Frame;
  parts: readonly OverlayPart[];
  /** Pixels are written where millimetres are asked for but the photo is not calibrated. */
  units: Units;
  /** Height of letters in pixels of the photo: the screen divides by its zoom, so that labels find room. */
  style: { fontSize: number };
  /** Index of the detection the operator works on. */
  selected?: number | null;
  zoneEdges?: PositioningSettings['zoneEdges'];
  /** Other things scoring less are not shown. */
  ignoreBelow?: number;
  /** What rules found in the photo. */
  findings?: readonly Finding[];
}

/** What the drawers look at: the input with its gaps filled. */
interface Scene {
  frame: Frame;
  mugs: PlacedMug[];
  objects: { detection: Detection; index: number }[];
  arrangement: Arrangement;
  selected: number | null;
  units: Units;
  zoneEdges: PositioningSettings['zoneEdges'];
  verdicts: VerdictShape[];
}

/** Everything there is to draw over a photo, back to front. Pure: the same for the screen and the PNG. */
export function describeOverlay(input: OverlayInput): OverlayShape[] {
  const scene = readScene(input);
  const pen = createPen(scene, input.style.fontSize);
  const shown = new Set(input.parts);
  // What is drawn last matters most, so its labels get the best places: drawn front to back, then turned round.
  return overlayParts
    .filter((part) => shown.has(part))
    .toReversed()
    .map((part) => drawers[part](scene, pen))
    .toReversed()
    .flat();
}

function readScene(input: OverlayInput): Scene {
  const { detections, placements, frame, arrangement, units, selected = null } = input;
  const { zoneEdges = defaultSettings.positioning.zoneEdges } = input;
  const { ignoreBelow = defaultSettings.detection.ignoreBelow } = input;
  const numbers = mugNumbers(placements, arrangement);
  const mugs = placements.flatMap((placement): PlacedMug[] => {
    const detection = detections[placement.detection];
    if (!detection) return [];
    const tone = placement.detection === selected ? 'selected' : placement.standing;
    return [{ placement, detection, tone, number: numbers.get(placement.detection) ?? 0 }];
  });
  const objects = detections.flatMap((detection, index) =>
    isMug(detection) || detection.score < ignoreBelow ? [] : [{ detection, index }],
  );
  const verdicts = verdictShapes(input.findings ?? []);
  return { frame, mugs, objects, arrangement, selected, units, zoneEdges, verdicts };
}

type Pen = ReturnType<typeof createPen>;

/** Writes labels where there is room for them; the mugs' own and those of the selected mug always. */
function createPen({ frame, mugs, units, selected }: Scene, fontSize: number) {
  const layout = createLabelLayout(frame, fontSize, mugs.flatMap(keepVisible));
  const label = (base: ShapeBase, wish: Omit<LabelWish, 'always'>): OverlayShape[] => {
    const always = base.part === 'labels' || (selected !== null && base.detection === selected);
    const spot = layout.put({ ...wish, always });
    return spot === null ? [] : [{ kind: 'label', ...base, text: wish.text, ...spot }];
  };
  const measure = (base: ShapeBase, { from, to, length }: Measure): OverlayShape[] => [
    { kind: 'line', ...base, from, to, dashed: true, arrow: false },
    ...label(base, {
      text: lengthText(length, units),
      around: middleOf(from, to),
      first: from.x === to.x ? 'beside' : 'above',
    }),
  ];
  return { label, measure };
}

const drawers: Record<OverlayPart, (scene: Scene, pen: Pen) => OverlayShape[]> = {
  zones: ({ frame, mugs, zoneEdges }, pen) => [
    ...zoneLines(frame, zoneEdges),
    ...occupiedZones(mugs, frame, zoneEdges).flatMap(({ text, box }) =>
      pen.label({ part: 'zones', tone: 'guide', detection: null }, { text, around: box, first: 'below' }),
    ),
  ],

  centreLines: ({ frame, mugs }) => [...frameCentreLines(frame), ...mugs.flatMap(centreCross)],

  /** Of the selected mug; of all when none is selected. */
  edges: ({ frame, mugs, selected }, pen) =>
    mugs
      .filter(({ placement }) => selected === null || placement.detection === selected)
      .flatMap((mug) =>
        edgeLines(mug, frame).flatMap((measure) =>
          pen.measure({ part: 'edges', tone: 'guide', detection: mug.placement.detection }, measure),
        ),
      ),

  spacing: ({ mugs, arrangement }, pen) =>
    gapLines(mugs, arrangement).flatMap((measure) =>
      pen.measure({ part: 'spacing', tone: 'guide', detection: null }, measure),
    ),

  pose: ({ mugs }) => mugs.flatMap(poseEdges),

  printArea: ({ mugs }) => mugs.flatMap(printArea),

  handle: ({ mugs, frame }) => mugs.flatMap((mug) => handleArrow(mug, frame)),

  objects: ({ objects }, pen) =>
    objects.flatMap(({ detection, index }) => {
      const base: ShapeBase = { part: 'objects', tone: 'neutral', detection: index };
      return [
        outline(base, detection.box, false),
        ...pen.label(base, { text: objectText(detection), around: detection.box, first: 'above' }),
      ];
    }),

  boxes: ({ mugs }) =>
    mugs.map(({ detection, placement, tone }) =>
      outline(
        { part: 'boxes', tone, detection: placement.detection },
        detection.box,
        placement.standing === 'review',
      ),
    ),

  /** An arrow from the mug to where it is measured from, and in words the way it would have to move. */
  offsets: ({ mugs, units }, pen) =>
    mugs.flatMap(({ detection, placement }) => {
      const { centre, offset } = placement;
      const base: ShapeBase = { part: 'offsets', tone: 'offset', detection: placement.detection };
      const to = { x: centre.px.x - offset.px.x, y: centre.px.y - offset.px.y };
      return [
        { kind: 'line', ...base, from: centre.px, to, dashed: false, arrow: true },
        ...pen.label(base, { text: moveText(offset, units), around: detection.box, first: 'below' }),
      ];
    }),

  /** Those on top write their words first. */
  verdicts: ({ verdicts }, pen) =>
    verdicts
      .toReversed()
      .map(({ base, shape, label }) => [shape, ...(label ? pen.label(base, label) : [])])
      .toReversed()
      .flat(),

  /** A mug that is tilted is written in the colour of what fails, as in the lists. */
  labels: ({ mugs }, pen) =>
    mugs.flatMap(({ detection, placement, tone, number }) =>
      pen.label(
        {
          part: 'labels',
          tone: detection.upright?.verdict === 'fail' ? 'fail' : tone,
          detection: placement.detection,
        },
        {
          text: mugText(detection, placement.standing, number),
          around: detection.box,
          first: 'above',
        },
      ),
    ),
};
