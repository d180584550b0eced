import { createHash } from 'node:crypto';
import type { Analysis } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import type { Design, RenderRequest, RenderValue, Sheet } from '../../shared/render.ts';
import { applyMapping } from '../../shared/rendering/apply-mapping.ts';
import { bestMug, pagesOf, type ValueSource, valuesOf } from '../../shared/rendering/values.ts';
import type { LayerOverrides, Picture, RenderFormat, Template } from '../../shared/template.ts';
import type { GalleryTemplate } from './gallery.ts';
import type { DrawJob, DrawnLayer, Subject } from './render-protocol.ts';

/** A request with everything that either renderer needs to draw it. */
export interface PreparedRender {
  template: Template;
  pages: PreparedPage[];
  /** In the order of the request's analyses. */
  subjects: Subject[];
  assets: DrawJob['assets'];
  format: RenderFormat;
  scale: number;
  /** What could not be done as asked, whoever draws. */
  warnings: string[];
  /** Whether this machine knows enough of the template to draw it, and what it leaves out then. */
  drawable: boolean;
  leftOutHere: string[];
}

export interface PreparedPage {
  layers: DrawnLayer[];
  overrides: LayerOverrides;
}

export interface PreparationParts {
  analyses: { get(id: string): Analysis };
  photos: { pathOf(id: string): string };
  designs: { get(id: string): Design; pathOf(id: string): string };
}

/** A request, and its template as it is now. */
export interface RenderTask {
  request: RenderRequest;
  found: GalleryTemplate;
  /** What a template shows as today. */
  now: Date;
}

export type Prepare = (task: RenderTask) => PreparedRender;

/**
 * Reads what a request names and applies its mapping. Throws AppError notFound, layer.unknown or template.invalid
 * among others.
 */
export function createPreparation({ analyses, photos, designs }: PreparationParts): Prepare {
  const design = (id: string) => ({ path: designs.pathOf(id), format: designs.get(id).format });

  /** A page of several does without those that were deleted meanwhile, and says so. */
  function photosOf(ids: readonly string[]): { there: Analysis[]; gone: string[] } {
    const there = ids.flatMap((id) => findAnalysis(analyses, id) ?? []);
    const [first = ''] = ids;
    if (there.length === 0) return { there: [analyses.get(first)], gone: [] };
    const count = ids.length - there.length;
    const words =
      count === 1
        ? 'One photo was deleted and is left out.'
        : `${count} photos were deleted and are left out.`;
    return { there, gone: count === 0 ? [] : [words] };
  }

  return ({ request, found, now }) => {
    const { template } = found;
    const { designId, designPlacement, params, mapping = found.mapping } = request;
    if (mapping.templateId !== template.id) throw otherMapping(mapping, template);
    const { there, gone } = photosOf(request.analysisIds);
    const subjects = there.map((analysis): Subject => {
      return {
        photoPath: photos.pathOf(analysis.photo.id),
        analysis,
        detection: detectionOf(request, analysis),
        design: designId === undefined ? null : design(designId),
        designPlacement: designPlacement ?? null,
      };
    });
    const sources = subjects.map(({ analysis, detection }) => ({ analysis, detection, params, now }));
    const applied = sheetsOf(sources, template, request.sheet).map((cells) =>
      applyMapping({ template, mapping, cells }),
    );
    const pages = applied.map(({ layers, overrides }, page) => ({
      layers: layers
        .map(({ layer, cell }) => ({ layer, subject: page * template.cells + cell }))
        // Those of empty cells are hidden, and are about nobody.
        .filter(({ subject }) => subject < subjects.length),
      overrides,
    }));
    const assetIds = new Set(
      picturesOf(pages).flatMap((one) => (one.kind === 'asset' ? [one.designId] : [])),
    );
    return {
      template,
      pages,
      subjects,
      assets: Object.fromEntries([...assetIds].map((id) => [id, design(id)])),
      format: request.format,
      scale: request.scale,
      warnings: [...gone, ...new Set(applied.flatMap(({ warnings }) => warnings))],
      drawable: found.drawable,
      leftOutHere: found.warnings,
    };
  };
}

/** Null when it is not in the history any more. */
export function findAnalysis(analyses: PreparationParts['analyses'], id: string): Analysis | null {
  try {
    return analyses.get(id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') return null;
    throw error;
  }
}

/** The values of a photo. Throws AppError call.invalid when it has no such detection. */
export function valuesFor(
  analysis: Analysis,
  request: Pick<RenderRequest, 'detection' | 'params'>,
  now: Date,
): RenderValue[] {
  return valuesOf({ analysis, detection: detectionOf(request, analysis), params: request.params, now });
}

/** Photos by the page that they share, with what each page says of all of them. */
function sheetsOf(
  sources: readonly ValueSource[],
  { cells }: Template,
  sheet: Sheet | undefined,
): ValueSource[][] {
  if (sheet === undefined) return pagesOf(sources, cells);
  const ofCell = (cell: number) => ({
    ...sheet,
    photoNumber: sheet.photoNumber + cell,
    cellNumber: cell + 1,
  });
  return [sources.map((source, cell) => ({ ...source, sheet: ofCell(cell) }))];
}

/** Things by the page that they share. */
export function inPages<T>(all: readonly T[], cells: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / cells) }, (_, page) =>
    all.slice(page * cells, (page + 1) * cells),
  );
}

/** As the local renderer takes it. */
export function drawJobOf(prepared: PreparedRender, outPath: string): DrawJob {
  const { template, pages, subjects, assets, format, scale } = prepared;
  const { width, height, background } = template;
  return {
    width,
    height,
    background,
    scale,
    format,
    pages: pages.map(({ layers }) => ({ layers })),
    subjects,
    assets,
    outPath,
  };
}

/**
 * SHA-256 of all that decides the picture: template, final layers, what their pictures show, format and size, and who
 * draws it.
 */
export function cacheKeyOf(prepared: PreparedRender, designId: string | undefined, drawnBy: string): string {
  const { template, pages, subjects, format, scale } = prepared;
  const layersOf = ({ layers }: PreparedPage) =>
    layers.map(({ layer, subject }) => [
      layer,
      'picture' in layer && layer.picture !== null
        ? shownOf(layer.picture, subjects[subject], designId)
        : null,
    ]);
  const { id, updatedAt, width, height, background } = template;
  // Of a template of which only Templated knows how it looks, a layer does not say what is sent.
  const drawn = pages.map((page) => [layersOf(page), page.overrides]);
  const parts = [drawnBy, id, updatedAt, width, height, background, format, scale, drawn];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** What a picture's pixels come from, as ids that stand for contents. */
function shownOf(picture: Picture, subject: Subject | undefined, designId: string | undefined): unknown {
  if (picture.kind === 'asset' || picture.kind === 'url' || subject === undefined) return null;
  const { analysis, detection, designPlacement } = subject;
  switch (picture.kind) {
    case 'photo':
      return analysis.photo.id;
    case 'design':
      return designId ?? null;
    case 'mockup':
      return [analysis.photo.id, analysis.id, detection, designId ?? null, designPlacement];
    default:
      return [analysis.photo.id, analysis.id, detection];
  }
}

function picturesOf(pages: readonly PreparedPage[]): Picture[] {
  return pages.flatMap(({ layers }) =>
    layers.flatMap(({ layer }) => ('picture' in layer && layer.picture !== null ? [layer.picture] : [])),
  );
}

/** Index of the detection that a request means; the best mug's when it names none, null without one. */
function detectionOf({ detection }: Pick<RenderRequest, 'detection'>, analysis: Analysis): number | null {
  if (detection === undefined) return bestMug(analysis);
  if (detection < analysis.detections.length) return detection;
  const message = `In ${analysis.photo.name} nothing was found under the number ${detection}. Leave it out for the best mug.`;
  throw new AppError('call.invalid', message, { field: 'detection' });
}

function otherMapping(mapping: Mapping, template: Template): AppError {
  const message = `This mapping belongs to the template ${mapping.templateId}, not to “${template.name}”.`;
  return new AppError('call.invalid', message, { field: 'mapping' });
}
