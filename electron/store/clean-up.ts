import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnalysisStore } from './analysis-store.ts';
import type { DesignStore } from './design-store.ts';
import type { ExportStore } from './export-store.ts';
import type { PhotoStore } from './photo-store.ts';
import type { PictureStore } from './picture-store.ts';
import type { RenderStore } from './render-store.ts';

export interface CleanUpParts {
  photos: PhotoStore;
  pictures: PictureStore;
  analyses: AnalysisStore;
  exports: ExportStore;
  designs: Pick<DesignStore, 'removeLeftovers' | 'purge'>;
  renders: Pick<RenderStore, 'removeLeftovers'>;
  now?: () => number;
}

/** How long a deletion can be taken back, and how long a photo may wait for its first analysis. */
const keptForMs = 24 * 3_600_000;

/**
 * Removes what nobody needs any more: files of runs that were cut off, exports whose hour is over, analyses
 * deleted more than a day ago, then photos without any analysis and removed designs that nothing names any more, with
 * their pictures. Small steps, so that
 * other work gets its turn; stops between two of them when the signal says so.
 */
export async function cleanUp(parts: CleanUpParts, signal: AbortSignal): Promise<void> {
  const { photos, pictures, analyses, exports, designs, renders, now = Date.now } = parts;
  const before = new Date(now() - keptForMs);
  await Promise.all([
    photos.removeLeftovers(),
    pictures.removeLeftovers(),
    exports.removeOld(),
    designs.removeLeftovers(),
    renders.removeLeftovers(),
  ]);
  while (!signal.aborted && (await analyses.purge(before)) > 0) await nextTurn();
  for (const purge of [() => photos.purge(before), designs.purge]) {
    let gone = signal.aborted ? [] : await purge();
    while (gone.length > 0) {
      await pictures.remove(gone);
      gone = signal.aborted ? [] : await purge();
    }
  }
}
