import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Analysis } from '../../shared/analysis.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { RenderPreview, RenderRequest } from '../../shared/render.ts';
import type { RenderFormat, Template } from '../../shared/template.ts';
import type { ExportStore } from '../store/export-store.ts';
import type { Gallery } from './gallery.ts';
import type { LocalRenderer } from './local-renderer.ts';
import { type Prepare, valuesFor } from './prepare-render.ts';
import { readWhole, renderMediaTypes } from './render-export.ts';

/** Draws at once on this machine what somebody looks at. Throws AppError notFound or template.unknown. */
export type PreviewRender = (request: RenderRequest) => Promise<RenderPreview>;

export interface RenderPreviewParts {
  templates: Pick<Gallery, 'get'>;
  analyses: { get(id: string): Analysis };
  prepare: Prepare;
  local: LocalRenderer;
  exports: Pick<ExportStore, 'add' | 'remove'>;
  /** Files are made here before they are kept. */
  scratchDir: string;
  /** Milliseconds since 1970. */
  now(): number;
}

/** As large as a screen shows it: what is larger only takes longer. */
const maxSidePx = 1_600;
/** Somebody who edits a mapping leaves hundreds behind: more than any screen shows at a time. */
const mostKept = 50;

/** What is wrong with a mapping that is being edited is part of the answer, not an error. */
export function createRenderPreview(parts: RenderPreviewParts): PreviewRender {
  const { templates, analyses, prepare, local, exports, scratchDir, now } = parts;
  const kept: string[] = [];

  return async (asked) => {
    const startedAt = performance.now();
    const found = await templates.get(asked.templateId);
    const { template } = found;
    const request = firstPage(asked, template);
    const first = analyses.get(request.analysisIds[0] ?? '');
    const today = new Date(now());
    const answer: RenderPreview = {
      ...{ url: '', width: 0, height: 0, tookMs: 0 },
      ...{ warnings: [], layers: {}, values: valuesFor(first, request, today), problem: null },
    };
    const format = previewFormat(template);
    const outPath = join(scratchDir, `${randomUUID()}.preview`);
    try {
      const prepared = prepare({ request, found, now: today });
      answer.layers = prepared.pages[0]?.overrides ?? {};
      answer.warnings = prepared.warnings;
      await mkdir(scratchDir, { recursive: true });
      const scale = Math.min(request.scale, maxSidePx / Math.max(template.width, template.height));
      const drawn = await local.draw({ ...prepared, format, scale }, outPath, { urgent: true });
      const name = `preview.${format}`;
      const mediaType = renderMediaTypes[format];
      const { id } = await exports.add({ name, mediaType, content: readWhole(outPath, name) });
      kept.push(id);
      for (const old of kept.splice(0, kept.length - mostKept)) await exports.remove(old);
      const { width, height, warnings } = drawn;
      return {
        ...answer,
        url: `/exports/${id}`,
        width,
        height,
        warnings,
        tookMs: performance.now() - startedAt,
      };
    } catch (error) {
      const { code, message } = toAppError(error);
      if (!(error instanceof AppError) || code === 'internal') throw error;
      return { ...answer, tookMs: performance.now() - startedAt, problem: { code, message } };
    } finally {
      await rm(outPath, { force: true });
    }
  };
}

/** JPEG is written several times as fast; only a picture that one can see through needs another. */
function previewFormat({ background }: Template): RenderFormat {
  return background === 'transparent' || background.length > 7 ? 'png' : 'jpeg';
}

function firstPage(request: RenderRequest, { cells }: Template): RenderRequest {
  const { analysisIds } = request;
  if (analysisIds.length <= cells) return request;
  const sheet = {
    ...{ photoNumber: 1, photoCount: analysisIds.length },
    ...{ pageNumber: 1, pageCount: Math.ceil(analysisIds.length / cells) },
    verdicts: { pass: 0, review: 0, fail: 0 },
  };
  return { ...request, analysisIds: analysisIds.slice(0, cells), sheet };
}
