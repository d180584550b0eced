import { readFile, rm } from 'node:fs/promises';
import { parse } from 'node:path';
import { toAppError } from '../../shared/errors.ts';
import type { Log } from '../log.ts';
import type { AnalysisStore } from '../store/analysis-store.ts';
import type { PhotoStore } from '../store/photo-store.ts';
import type { PictureStore } from '../store/picture-store.ts';
import type { Inference } from './inference.ts';

export interface NoticePictureParts {
  analyses: Pick<AnalysisStore, 'get'>;
  photos: Pick<PhotoStore, 'pathOf'>;
  pictures: Pick<PictureStore, 'get'>;
  inference: Pick<Inference, 'drawOverlay' | 'drawPicture'>;
  log: Pick<Log, 'warn'>;
}

/** As wide as a mail shows it on a sharp screen. */
const maxSidePx = 1_280;
/** Mails grow by a third on their way, and are copied to every recipient. */
const maxBytes = 2_000_000;

/**
 * The photo of an analysis with what was found drawn on it, small enough to travel with a notice; drawn once. Null
 * when it is not there any more or cannot be drawn: a notice without its picture is better than none.
 */
export function createNoticePicture({ analyses, photos, pictures, inference, log }: NoticePictureParts) {
  return async (
    analysisId: string,
  ): Promise<{ bytes: Uint8Array; mediaType: string; name: string } | null> => {
    try {
      const analysis = analyses.get(analysisId);
      const { photo } = analysis;
      const path = await pictures.get(photo.id, `notice-${analysis.id}.jpg`, async (outPath) => {
        const overlayPath = `${outPath}.overlay`;
        try {
          await inference.drawOverlay({ path: photos.pathOf(photo.id), analysis, outPath: overlayPath });
          await inference.drawPicture({ path: overlayPath, maxSide: maxSidePx, format: 'jpeg', outPath });
        } finally {
          await rm(overlayPath, { force: true });
        }
      });
      const bytes = await readFile(path);
      if (bytes.length > maxBytes) return null;
      return { bytes, mediaType: 'image/jpeg', name: `${parse(photo.name).name}.overlay.jpg` };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'notFound')
        log.warn({ err: thrown, analysisId }, 'A notice goes out without its picture');
      return null;
    }
  };
}
