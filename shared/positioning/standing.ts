import { type Detection, mugLabel, type Placement } from '../analysis.ts';
import type { DetectionSettings } from '../settings.ts';

/** What becomes of a detection at the thresholds in force. */
export type Standing = Placement['standing'] | 'ignored';

/** Whether it counts as a mug, whatever the model calls it. */
export function isMug(detection: Detection): boolean {
  return detection.label === mugLabel;
}

/** What the two thresholds make of a detection. One whose score or box is not a number is ignored. */
export function standingOf(detection: Detection, thresholds: DetectionSettings): Standing {
  const { x, y, width, height } = detection.box;
  if (!(detection.score >= thresholds.ignoreBelow)) return 'ignored';
  if (!Number.isFinite(x + y + width + height)) return 'ignored';
  return detection.score < thresholds.reviewBelow ? 'review' : 'accepted';
}

/** The mugs that need no second look, in the order given. */
export function acceptedMugs(detections: readonly Detection[], thresholds: DetectionSettings): Detection[] {
  return detections.filter(
    (detection) => isMug(detection) && standingOf(detection, thresholds) === 'accepted',
  );
}

/** How many mugs stand where at these thresholds. */
export function countMugs(
  detections: readonly Detection[],
  thresholds: DetectionSettings,
): Record<Standing, number> {
  const counts = { accepted: 0, review: 0, ignored: 0 };
  for (const detection of detections) {
    if (isMug(detection)) counts[standingOf(detection, thresholds)] += 1;
  }
  return counts;
}
