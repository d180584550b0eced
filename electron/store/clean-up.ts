import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnalysisStore } from './analysis-store.ts';
import type { ExportStore } from './export-store.ts';
import type { PhotoStore } from './photo-store.ts';
import type { PictureStore } from './picture-store.ts';

export interface CleanUpParts {
  photos: PhotoStore;
  pictures: PictureStore;
  analyses: AnalysisStore;
  exports: ExportStore;
  now?: () => number;
}

/** How long a deletion can be taken back, and how long a photo may wait for its first analysis. */
const keptForMs = 24 * 3_600_000;

/**
 * Removes what nobody needs any more: files of runs that were cut off, exports whose hour is over, analyses
 * deleted more than a day ago, and then photos without any analysis, with their pictures. Small steps, so that
 * other work gets its turn; stops between two of them when the signal says so.
 */
export async function cleanUp(parts: CleanUpParts, signal: AbortSignal): Promise<void> {
  const { photos, pictures, analyses, exports, now = Date.now } = parts;
  const before = new Date(now() - keptForMs);
  await Promise.all([photos.removeLeftovers(), pictures.removeLeftovers(), exports.removeOld()]);
  while (!signal.aborted && (await analyses.purge(before)) > 0) await nextTurn();
  while (!signal.aborted) {
    const gone = await photos.purge(before);
    if (gone.length === 0) return;
    await pictures.remove(gone);
  }
}
