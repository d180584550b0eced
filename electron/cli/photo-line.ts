import type { Analysis } from '../../shared/analysis.ts';
import { toWireError } from '../../shared/errors.ts';

/** The JSON line of an analysed photo, `path` as the user wrote it. Lengths are pixels of the upright photo. */
export function analysisLine(path: string, analysis: Analysis): string {
  const { photo, width, height, detections, placements, arrangement, timingsMs, model, provider } = analysis;
  return JSON.stringify({
    path,
    photoId: photo.id,
    width,
    height,
    detections,
    placements,
    arrangement,
    timingsMs,
    model: { name: model.name, sha256: model.sha256, provider: provider.used },
  });
}

/** The JSON line of a photo that could not be analysed: the stable code and a sentence, nothing else. */
export function errorLine(path: string, error: unknown): string {
  const { code, message } = toWireError(error);
  return JSON.stringify({ path, error: { code, message } });
}
