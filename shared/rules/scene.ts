import type { Analysis, Box, Detection, Photo, Point } from '../analysis.ts';
import { mugNumbers } from '../overlay/mug-numbers.ts';
import type { Units } from '../overlay/wording.ts';
import { centreOf, edgeDistance, type Frame } from '../positioning/distances.ts';
import { isMug, place, standingOf } from '../positioning.ts';
import type { DetectionSettings, PositioningSettings } from '../settings.ts';

/** Anything in the photo that has a place: a mug or another object. */
export interface Body {
  /** Index into the analysis' detections. */
  detection: number;
  /** Lower case. */
  label: string;
  /** How it is called in sentences: `mug 2`, `laptop`. */
  name: string;
  score: number;
  box: Box;
  centre: Point;
}

/** A mug that counts: its score is at least the review threshold. */
export interface SceneMug extends Body, Pick<Detection, 'handle' | 'upright' | 'seenFromAbove'> {
  /** Place among the scene's mugs, from 0. */
  index: number;
  /** What it is called on the photo, from 1. */
  number: number;
  /** The table or desk it is seen with. */
  surface: Body | null;
}

/** A region with a name, in pixels of the photo. */
export interface SceneArea {
  name: string;
  box: Box;
}

/**
 * One photo as rules see it. Only accepted mugs are judged; those in review only lower how sure a verdict is.
 * What several rules ask for is measured once, when it is first asked.
 */
export interface Scene {
  frame: Frame;
  photo: Pick<Photo, 'name' | 'format' | 'bytes'>;
  /** In the order of their numbers. */
  mugs: readonly SceneMug[];
  /** Detections other than mugs that the thresholds keep, best first. */
  things: readonly Body[];
  /** How likely it is that none of the mugs in review is one: 1 without any. */
  certainty: number;
  reviewCount: number;
  areas: readonly SceneArea[];
  /** Pixels per millimetre, null when the photo is not calibrated. */
  scale: number | null;
  units: Units;
  reference: PositioningSettings['reference'];
  /** Name of the context that is in force, and of the batch the photo belongs to; null for none. */
  context: string | null;
  batch: string | null;
  /** Gap between the facing edges of two mugs in pixels, by their places in `mugs`. */
  gap(a: number, b: number): number;
  /** The mug with the smallest gap to this one, by its place in `mugs`; -1 when there is no other. */
  nearest(mug: number): number;
  /** What is remembered under a key, worked out the first time. */
  once<T>(key: string, work: () => T): T;
}

/** Named areas are shares of the frame, so that they hold for photos of every size. */
export interface NamedArea {
  name: string;
  area: Box;
}

export interface SceneInput {
  analysis: Pick<Analysis, 'photo' | 'width' | 'height' | 'detections'>;
  settings: {
    detection: DetectionSettings;
    positioning: PositioningSettings;
    appearance: { units: Units };
  };
  areas?: readonly NamedArea[];
  context?: string | null;
  batch?: string | null;
}

/** The scene of an analysis under the settings in force. */
export function sceneOf({ analysis, settings, areas = [], context = null, batch = null }: SceneInput): Scene {
  const { photo, width, height, detections } = analysis;
  const frame = { width, height };
  const { placements, arrangement, pixelsPerMillimetre } = place(detections, frame, settings);
  const numbers = mugNumbers(placements, arrangement);

  const things = detections.flatMap((detection, index): Body[] =>
    isMug(detection) || standingOf(detection, settings.detection) === 'ignored'
      ? []
      : [bodyOf(detection, index, detection.label.toLowerCase())],
  );
  const mugs = placements
    .filter(({ standing }) => standing === 'accepted')
    .toSorted((a, b) => (numbers.get(a.detection) ?? 0) - (numbers.get(b.detection) ?? 0))
    .flatMap((placement, index): SceneMug[] => {
      const detection = detections[placement.detection];
      if (!detection) return [];
      const { handle, upright, seenFromAbove } = detection;
      const number = numbers.get(placement.detection) ?? index + 1;
      const surface = things.find((thing) => thing.detection === placement.surface?.detection) ?? null;
      const body = bodyOf(detection, placement.detection, `mug ${number}`);
      return [{ ...body, handle, upright, seenFromAbove, index, number, surface }];
    });
  const inReview = placements.filter(({ standing }) => standing === 'review');

  const gaps = createGaps(mugs);
  const memory = new Map<string, unknown>();
  return {
    frame,
    photo,
    mugs,
    things,
    certainty: inReview.reduce((product, { score }) => product * (1 - score), 1),
    reviewCount: inReview.length,
    areas: areas.map(({ name, area }) => ({
      name,
      box: {
        x: area.x * width,
        y: area.y * height,
        width: area.width * width,
        height: area.height * height,
      },
    })),
    scale: pixelsPerMillimetre,
    units: settings.appearance.units,
    reference: settings.positioning.reference,
    context,
    batch,
    ...gaps,
    once<T>(key: string, work: () => T): T {
      if (!memory.has(key)) memory.set(key, work());
      return memory.get(key) as T;
    },
  };
}

function bodyOf(detection: Detection, index: number, name: string): Body {
  const { label, score, box } = detection;
  return { detection: index, label: label.toLowerCase(), name, score, box, centre: centreOf(box) };
}

/** All gaps between mugs, measured together when the first is asked for. */
function createGaps(mugs: readonly SceneMug[]): Pick<Scene, 'gap' | 'nearest'> {
  const count = mugs.length;
  let table: { gaps: Float64Array; nearest: Int32Array } | null = null;

  function measureAll() {
    const gaps = new Float64Array(count * count);
    const nearest = new Int32Array(count).fill(-1);
    mugs.forEach((a, row) => {
      mugs.forEach((b, column) => {
        if (row === column) return;
        const gap = edgeDistance(a.box, b.box);
        gaps[row * count + column] = gap;
        const best = nearest[row] ?? -1;
        if (best < 0 || gap < (gaps[row * count + best] ?? 0)) nearest[row] = column;
      });
    });
    return { gaps, nearest };
  }

  return {
    gap(a, b) {
      table ??= measureAll();
      return table.gaps[a * count + b] ?? 0;
    },
    nearest(mug) {
      table ??= measureAll();
      return table.nearest[mug] ?? -1;
    },
  };
}
