import { AppError } from '../../shared/errors.ts';
import type { Design, Render } from '../../shared/render.ts';
import type { DesignStore } from '../store/design-store.ts';
import type { PictureStore } from '../store/picture-store.ts';
import type { RenderStore } from '../store/render-store.ts';
import type { Gallery } from './gallery.ts';
import { drawJobOf, type Prepare } from './prepare-render.ts';
import type { RenderProcess } from './render-protocol.ts';
import { sampleSubjects } from './sample-subjects.ts';

export interface SmallPictureParts {
  process: Pick<RenderProcess, 'ask'>;
  pictures: Pick<PictureStore, 'get'>;
  renders: Pick<RenderStore, 'pathOf'>;
  designs: Pick<DesignStore, 'pathOf'>;
  gallery: Pick<Gallery, 'get'>;
  prepare: Prepare;
  samplesDir: string;
}

/** Small pictures of renders and designs, made when first asked for and kept. */
export interface SmallPictures {
  /** Of a finished one, as WebP; of a PDF its first page, drawn anew. Throws AppError render.*, notFound, template.* */
  ofRender(render: Render): Promise<string>;
  /** An SVG as pixels, as WebP: what a stranger drew is never handed to a browser as a document. */
  ofDesign(design: Design): Promise<string>;
}

const [renderSidePx, designSidePx] = [480, 1_024];

export function createSmallPictures(parts: SmallPictureParts): SmallPictures {
  const { process, pictures, renders, designs, gallery, prepare, samplesDir } = parts;

  /** A picture file, made smaller where it is larger. */
  function shrink(file: Pick<Design, 'width' | 'height' | 'format'> & { path: string }, maxSide: number) {
    const { width, height, format, path } = file;
    const scale = Math.min(1, maxSide / Math.max(width, height));
    const assetId = '0'.repeat(64);
    return (outPath: string) =>
      process.ask('draw', {
        width,
        height,
        scale,
        background: 'transparent',
        format: 'webp',
        pages: [{ layers: [{ layer: wholeCanvas(width, height, assetId), subject: 0 }] }],
        subjects: sampleSubjects(samplesDir, 1, null),
        assets: { [assetId]: { path, format } },
        outPath,
      });
  }

  async function drawFirstPage({ request, createdAt }: Render, outPath: string): Promise<void> {
    const found = await gallery.get(request.templateId);
    const { template } = found;
    if (!found.drawable) {
      throw new AppError(
        'notFound',
        `There is no small picture of “${template.name}”: only Templated can draw it.`,
      );
    }
    const firstPage = { ...request, analysisIds: request.analysisIds.slice(0, template.cells) };
    const prepared = prepare({ request: firstPage, found, now: new Date(createdAt) });
    const scale = Math.min(1, renderSidePx / Math.max(template.width, template.height));
    await process.ask('draw', drawJobOf({ ...prepared, format: 'webp', scale }, outPath));
  }

  return {
    ofRender: (render) =>
      pictures.get(render.id, 'thumbnail.webp', async (outPath) => {
        const { format, width, height } = render.result ?? {
          format: render.request.format,
          width: 1,
          height: 1,
        };
        if (format === 'pdf') return drawFirstPage(render, outPath);
        return shrink(
          { path: renders.pathOf(render.id, format), format, width, height },
          renderSidePx,
        )(outPath);
      }),
    ofDesign: (design) =>
      pictures.get(
        design.id,
        'design.webp',
        shrink({ ...design, path: designs.pathOf(design.id) }, designSidePx),
      ),
  };
}

function wholeCanvas(width: number, height: number, designId: string) {
  return {
    layer: 'picture',
    type: 'image',
    ...{ x: 0, y: 0, width, height, rotation: 0, opacity: 1, hide: false },
    picture: { kind: 'asset', designId },
    objectFit: 'fill',
    ...{ borderWidth: 0, borderColor: 'transparent', borderRadius: 0 },
  } as const;
}
