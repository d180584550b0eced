import type { Analysis, Handle, Upright } from '../../shared/analysis.ts';
import { toWireError } from '../../shared/errors.ts';
import type { Judgement } from '../../shared/rules/judgement.ts';

/** What a reader finds at things that have no handle and need not stand: the same fields as at a mug. */
const noHandle: Handle = { side: 'unknown', confidence: 0 };
const noUpright: Upright = { verdict: 'notApplicable', degrees: null, confidence: 0 };

/** The JSON line of an analysed photo, `path` as the user wrote it. Lengths are pixels of the upright photo. */
export function analysisLine(
  path: string,
  analysis: Analysis,
  more: { judgement?: Judgement | null } = {},
): string {
  const { photo, width, height, detections, placements, arrangement, timingsMs, model, provider } = analysis;
  return JSON.stringify({
    path,
    photoId: photo.id,
    width,
    height,
    detections: detections.map((detection) => ({
      ...detection,
      handle: detection.handle ?? noHandle,
      upright: detection.upright ?? noUpright,
    })),
    placements,
    arrangement,
    timingsMs,
    model: { name: model.name, sha256: model.sha256, provider: provider.used },
    ...more,
  });
}

/** The JSON line of a photo that could not be analysed: the stable code and a sentence, nothing else. */
export function errorLine(path: string, error: unknown): string {
  const { code, message } = toWireError(error);
  return JSON.stringify({ path, error: { code, message } });
}
