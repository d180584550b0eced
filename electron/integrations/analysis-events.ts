import type { Analysis, Box, Placement } from '../../shared/analysis.ts';
import type { MugPosition } from '../../shared/event.ts';
import type { Judgement } from '../../shared/rules/judgement.ts';
import type { NewEvent } from './publisher.ts';

/** The most mugs that one event lists: some 150 kB, where an event may have 256. */
const maxMugs = 400;
/** The most rules and sentences of advice: they share the rest. */
const maxRules = 200;

/**
 * What others hear of an analysis: how many mugs, and where they stand. Only mugs that count are told, best first;
 * those still to be reviewed are not. The ids come from the analysis, so that telling twice tells once.
 */
export function eventsOf(analysis: Analysis, judgement: Judgement | null = null): NewEvent[] {
  const { id, photo, timingsMs } = analysis;
  const accepted = acceptedMugs(analysis);
  const mugs = accepted.slice(0, maxMugs);
  const about = { image_id: photo.id, image_name: photo.name.slice(0, 4_000), analysis_id: id };
  const occurredAt = analysis.createdAt;
  return [
    {
      id: `evt_${id}_mugs`,
      type: 'mug_detected',
      occurredAt,
      data: {
        ...about,
        mug_count: accepted.length,
        positions: mugs.map(({ x, y, width, height }) => ({ x, y, width, height })),
        confidence_scores: mugs.map(({ confidence }) => confidence),
        processing_time: timingsMs.total / 1_000,
      },
    },
    {
      id: `evt_${id}_positions`,
      type: 'positioning_analyzed',
      occurredAt,
      data: {
        ...about,
        mug_position: mugs[0] ?? null,
        mugs,
        confidence: mugs[0]?.confidence ?? 0,
        rules_applied: judgement?.rules.slice(0, maxRules).map(({ name }) => name) ?? [],
        recommendations: judgement?.advice.slice(0, maxRules) ?? [],
      },
    },
  ];
}

/** The mugs above the review threshold, best first. */
function acceptedMugs({ placements, detections }: Analysis): MugPosition[] {
  return placements
    .filter(({ standing }) => standing === 'accepted')
    .toSorted((a, b) => b.score - a.score)
    .flatMap((placement) => {
      const detection = detections[placement.detection];
      if (detection === undefined) return [];
      const handle = detection.handle?.side ?? 'unknown';
      return [positionOf(placement, detection.box, handle, detection.upright?.verdict ?? 'unsure')];
    });
}

function positionOf(
  { centre, offset, zone, score }: Placement,
  { x, y, width, height }: Box,
  handle: string,
  upright: string,
): MugPosition {
  return {
    x,
    y,
    width,
    height,
    center_x: centre.px.x,
    center_y: centre.px.y,
    offset_x: offset.px.x,
    offset_y: offset.px.y,
    zone,
    confidence: score,
    handle,
    upright,
  };
}
