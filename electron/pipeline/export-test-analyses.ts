import { createHash } from 'node:crypto';
import { type Analysis, analysisSchema, type Detection } from '../../shared/analysis.ts';
import { boxAt, mug, settingsWith, thing } from '../../shared/positioning/test-scenes.ts';
import { place } from '../../shared/positioning.ts';
import type { PositioningSettings } from '../../shared/settings.ts';

/** A whole analysis, checked against the contract, for the tests of the exports. */
export function analysisOf(
  name: string,
  detections: Detection[],
  more: { createdAt?: string; positioning?: Partial<PositioningSettings> } = {},
): Analysis {
  const frame = { width: 900, height: 600 };
  const sha256 = createHash('sha256').update(name).digest('hex');
  const { createdAt = '2026-11-20T10:00:00.000Z' } = more;
  return analysisSchema.parse({
    id: `${name}-${createdAt}`,
    createdAt,
    photo: { id: sha256, name, format: 'jpeg', bytes: 1_000 },
    ...frame,
    detections,
    detectionFloor: 0.01,
    ...place(detections, frame, settingsWith(more.positioning)),
    timingsMs: { decode: 1, detect: 2, pose: 3, place: 0.1, total: 6.1 },
    model: { id: 'mug-detector', name: 'Mug detector', sha256 },
    poseModel: { id: 'cup-pose', name: 'Cup pose', sha256 },
    provider: { requested: 'auto', used: 'cpu', reason: null },
  });
}

/** Two mugs that count, one that does not; a laptop that counts and a book that does not. */
export const deskScene: Detection[] = [
  mug(boxAt(90, 60, 180, 120), { handle: { side: 'left', confidence: 0.97 } }),
  thing('laptop', boxAt(500, 100, 300, 200), 0.7),
  mug(boxAt(-10, 540, 100, 80), { score: 0.4 }),
  mug(boxAt(400, 60, 180, 120), { score: 0.05 }),
  thing('book', boxAt(0, 0, 50, 50), 0.1),
];
