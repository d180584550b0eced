import type { Detection, Handle, Point } from '../../shared/analysis.ts';
import { printAreaOf } from './print-area.ts';
import {
  findSideEdges,
  type GreyCrop,
  gradientOf,
  judgeUpright,
  nearVertical,
  opennessOf,
  tiltOfPose,
} from './upright.ts';

/**
 * Openness from which a mug counts as seen from above and shows no sides whose tilt could be judged. On renders
 * it is reached when the camera looks down at 65 to 75 degrees; strongly tilted mugs stay just below it.
 */
const fromAboveDegrees = 70;
/** Degrees of openness that change the odds of 'from above' by a factor of e. */
const degreesPerLogOdd = 5;

type Standing = Pick<Detection, 'upright' | 'seenFromAbove' | 'printArea'>;

/** How a mug stands, from a grey crop and the corners of its 3D box. The print area is in the crop's pixels. */
export function standingOf(crop: GreyCrop, corners: readonly Point[], handle: Handle['side']): Standing {
  const openness = opennessOf(corners);
  const confidence = 1 / (1 + Math.exp(-Math.abs(openness - fromAboveDegrees) / degreesPerLogOdd));
  if (openness >= fromAboveDegrees) {
    return {
      upright: { verdict: 'notApplicable', degrees: null, confidence },
      seenFromAbove: { value: true, confidence },
      printArea: null,
    };
  }
  const gradient = gradientOf(crop);
  const pose = tiltOfPose(corners);
  const vertical = findSideEdges(crop, gradient, handle, 0);
  const posed = findSideEdges(crop, gradient, handle, pose);
  const upright = judgeUpright({ pose, aroundVertical: vertical.degrees, aroundPose: posed.degrees });
  const edges = nearVertical(pose) ? vertical : posed;
  return {
    upright,
    seenFromAbove: { value: false, confidence },
    printArea: upright.verdict === 'pass' ? printAreaOf(crop.box, edges, handle) : null,
  };
}
