import type { Analysis, Box, Detection, Photo, Point } from '../analysis.ts';
import { mugNumbers } from '../overlay/mug-numbers.ts';
import type { Units } from '../overlay/wording.ts';
import { centreOf, type Frame } from '../positioning/distances.ts';
import { isMug, place, standingOf, surfaceUnder } from '../positioning.ts';
import type { DetectionSettings, PositioningSettings } from '../settings.ts';
import { createGaps, type Gaps } from './measure-gaps.ts';

/** Anything in the photo that has a place: a mug or another object. */
export interface Body extends Pick<Detection, 'handle' | 'upright' | 'seenFromAbove'> {
  /** Index into the analysis' detections. */
  detection: number;
  /** Lower case. */
  label: string;
  /** How it is called in sentences: `mug 2`, `the laptop`. */
  name: string;
  score: number;
  box: Box;
  centre: Point;
  /** The table or desk it is seen with. */
  surface: Pick<Body, 'label' | 'box' | 'detection'> | null;
  /** Place among the scene's mugs, from 0; null for anything else. */
  mug: number | null;
  /** What it is called on the photo, from 1; null for what is not a mug. */
  number: number | null;
}

/** A region with a name, in pixels of the photo. */
export interface SceneArea {
  name: string;
  box: Box;
}

/**
 * One photo as rules see it. Only accepted mugs are judged; those in review only lower how sure a verdict is.
 * Gaps between mugs are measured when the first rule asks for one, and then never again.
 */
export interface Scene extends Gaps {
  frame: Frame;
  photo: Pick<Photo, 'name' | 'format' | 'bytes'>;
  /** In the order of their numbers. */
  mugs: readonly Body[];
  /** Detections other than mugs that the thresholds keep, best first. */
  things: readonly Body[];
  /** How likely it is that none of the mugs in review is one: 1 without any. */
  certainty: number;
  reviewCount: number;
  areas: readonly SceneArea[];
  /** Pixels per millimetre, null when the photo is not calibrated. */
  scale: number | null;
  units: Units;
  positioning: PositioningSettings;
  /** Name of the context that is in force, and of the batch the photo belongs to; null for none. */
  context: string | null;
  batch: string | null;
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
  const accepted = placements.filter(({ standing }) => standing === 'accepted');
  const inReview = placements.filter(({ standing }) => standing === 'review');
  const kept = detections.flatMap((detection, index) =>
    isMug(detection) || standingOf(detection, settings.detection) === 'ignored' ? [] : [{ detection, index }],
  );

  const bodyOf = (index: number, surface: number | null, name: string): Body[] => {
    const detection = detections[index];
    const under = detections[surface ?? -1];
    if (!detection) return [];
    const { label, score, box, handle, upright, seenFromAbove } = detection;
    return [
      {
        ...{ detection: index, label: label.toLowerCase(), name, score, box, centre: centreOf(box) },
        ...{ handle, upright, seenFromAbove, mug: null, number: null },
        surface: under
          ? { label: under.label.toLowerCase(), box: under.box, detection: surface ?? -1 }
          : null,
      },
    ];
  };

  const numbers = mugNumbers(placements, arrangement);
  const numberOf = ({ detection }: { detection: number }) => numbers.get(detection) ?? 0;
  const mugs = accepted
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .flatMap(({ detection, surface }) => {
      const number = numberOf({ detection });
      const name = placements.length === 1 ? 'the mug' : `mug ${number}`;
      return bodyOf(detection, surface?.detection ?? null, name).map((body) => ({ ...body, number }));
    })
    .map((body, mug): Body => ({ ...body, mug }));
  const things = kept.flatMap(({ detection, index }) => {
    const others = kept.filter((other) => other.index !== index);
    const surface = surfaceUnder(detection.box, others, null)?.detection ?? null;
    return bodyOf(index, surface, `the ${detection.label.toLowerCase()}`);
  });

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
    positioning: settings.positioning,
    context,
    batch,
    ...createGaps(mugs.map(({ box }) => box)),
  };
}
