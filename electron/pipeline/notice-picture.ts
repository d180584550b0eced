import { readFile, rm } from 'node:fs/promises';
import { parse } from 'node:path';
import { toAppError } from '../../shared/errors.ts';
import type { Render, RenderResult } from '../../shared/render.ts';
import type { Log } from '../log.ts';
import type { AnalysisStore } from '../store/analysis-store.ts';
import type { PhotoStore } from '../store/photo-store.ts';
import type { PictureStore } from '../store/picture-store.ts';
import type { RenderStore } from '../store/render-store.ts';
import type { Inference } from './inference.ts';

export interface NoticePictureParts {
  analyses: Pick<AnalysisStore, 'get'>;
  photos: Pick<PhotoStore, 'pathOf'>;
  pictures: Pick<PictureStore, 'get'>;
  renders: {
    /** Throws AppError notFound. */
    get(id: string): Pick<Render, 'photoName'> & { result: Pick<RenderResult, 'format'> | null };
    pathOf: RenderStore['pathOf'];
  };
  inference: Pick<Inference, 'drawOverlay' | 'drawPicture'>;
  log: Pick<Log, 'warn'>;
}

/** As wide as a mail shows it on a sharp screen. */
const maxSidePx = 1_280;
/** Mails grow by a third on their way, and are copied to every recipient. */
const maxBytes = 2_000_000;

/** Whose picture: a render's goes before that of the analysis. */
interface PictureOf {
  analysisId: string | null;
  renderId: string | null;
}

/**
 * A finished render, else the photo of an analysis with what was found drawn on it, small enough to travel with a
 * notice; drawn once. Null when it is not there any more or cannot be drawn: a notice without its picture is better
 * than none.
 */
export function createNoticePicture(parts: NoticePictureParts) {
  const { analyses, photos, pictures, renders, inference, log } = parts;

  /** Null for one that is no picture (a PDF), or not finished. */
  async function ofRender(renderId: string): Promise<{ path: string; name: string } | null> {
    const { result, photoName } = renders.get(renderId);
    if (result === null || result.format === 'pdf') return null;
    const source = renders.pathOf(renderId, result.format);
    const path = await pictures.get(renderId, 'notice.jpg', (outPath) =>
      inference.drawPicture({ path: source, maxSide: maxSidePx, format: 'jpeg', outPath }),
    );
    return { path, name: `${parse(photoName).name}.jpg` };
  }

  async function ofAnalysis(analysisId: string): Promise<{ path: string; name: string }> {
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
    return { path, name: `${parse(photo.name).name}.overlay.jpg` };
  }

  return async (of: PictureOf): Promise<{ bytes: Uint8Array; mediaType: string; name: string } | null> => {
    try {
      const rendered = of.renderId === null ? null : await ofRender(of.renderId);
      const drawn = rendered ?? (of.analysisId === null ? null : await ofAnalysis(of.analysisId));
      if (drawn === null) return null;
      const bytes = await readFile(drawn.path);
      return bytes.length > maxBytes ? null : { bytes, mediaType: 'image/jpeg', name: drawn.name };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'notFound')
        log.warn({ err: thrown, ...of }, 'A notice goes out without its picture');
      return null;
    }
  };
}
