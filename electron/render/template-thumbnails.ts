import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import { applyMapping } from '../../shared/rendering/apply-mapping.ts';
import { pagesOf } from '../../shared/rendering/values.ts';
import type { Template } from '../../shared/template.ts';
import { recogniseFormat } from '../pipeline/image.ts';
import type { DesignStore } from '../store/design-store.ts';
import type { PictureStore } from '../store/picture-store.ts';
import type { TemplatesOfTemplated } from './remote-templates.ts';
import type { DrawJob, RenderProcess, Subject } from './render-protocol.ts';
import { sampleDesign, sampleSubjects } from './sample-subjects.ts';

export interface ThumbnailParts {
  process: Pick<RenderProcess, 'ask'>;
  pictures: PictureStore;
  designs: Pick<DesignStore, 'find' | 'pathOf'>;
  samplesDir: string;
}

/** A picture of a template, as a file of a type that browsers show. */
export interface Thumbnail {
  path: string;
  mediaType: string;
}

/** Small pictures of templates, kept until the template changes. */
export interface TemplateThumbnails {
  /** Drawn on this machine with a sample photo. Throws AppError render.* among others. */
  draw(template: Template, mapping: Mapping): Promise<Thumbnail>;
  /** Fetched from where Templated has it. Throws AppError network.* and templated.* among others. */
  fetch(
    id: string,
    updatedAt: string,
    url: string,
    client: () => Pick<TemplatesOfTemplated, 'download'>,
  ): Promise<Thumbnail>;
  forget(id: string): Promise<void>;
}

const longestSidePx = 480;
/** A thumbnail of a vendor's is a few hundred kilobytes; every pixel costs the screen four bytes. */
const [maxFetchedBytes, maxFetchedPixels] = [5_000_000, 4_000_000];
const mediaTypes = { png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp' } as const;

export function createTemplateThumbnails({
  process,
  pictures,
  designs,
  samplesDir,
}: ThumbnailParts): TemplateThumbnails {
  /** A file like one of the operator's. */
  async function design(): Promise<Subject['design']> {
    const name = `${hashOf(sampleDesign)}.svg`;
    return {
      format: 'svg',
      path: await pictures.get('sample-design', name, (path) => writeFile(path, sampleDesign)),
    };
  }

  return {
    async draw(template, mapping) {
      const path = await pictures.get(
        folderOf(template.id),
        `${hashOf(template, mapping)}.webp`,
        async (outPath) =>
          process.ask('draw', { ...jobOf(template, mapping, await subjectsFor(template)), outPath }),
      );
      return { path, mediaType: 'image/webp' };
    },
    async fetch(id, updatedAt, url, client) {
      // Links may be signed anew with every answer: the picture is still the same.
      const name = `${hashOf(updatedAt, url.replace(/[?#].*$/s, ''))}.picture`;
      const path = await pictures.get(folderOf(id), name, async (outPath) => {
        const { bytes, width, height } = await client().download(url);
        if (width === null || height === null || width * height > maxFetchedPixels) throw unusable();
        if (bytes.byteLength > maxFetchedBytes) throw unusable();
        await writeFile(outPath, bytes);
      });
      return { path, mediaType: await mediaTypeOf(path) };
    },
    forget: (id) => pictures.remove([folderOf(id)]),
  };

  async function subjectsFor({ cells }: Template): Promise<Subject[]> {
    return sampleSubjects(samplesDir, cells, await design());
  }

  function jobOf(template: Template, mapping: Mapping, subjects: Subject[]): Omit<DrawJob, 'outPath'> {
    const sources = subjects.map(({ analysis, detection }) => ({ analysis, detection }));
    const { layers } = applyMapping({ template, mapping, cells: pagesOf(sources, template.cells)[0] ?? [] });
    const { width, height, background } = template;
    const scale = Math.min(1, longestSidePx / Math.max(width, height));
    const drawn = layers.map(({ layer, cell }) => ({ layer, subject: cell }));
    const assetIds = drawn.flatMap(({ layer }) =>
      'picture' in layer && layer.picture?.kind === 'asset' ? [layer.picture.designId] : [],
    );
    const assets = Object.fromEntries(
      assetIds.flatMap((id) => {
        const found = designs.find(id);
        return found === null ? [] : [[id, { path: designs.pathOf(id), format: found.format }]];
      }),
    );
    return { width, height, background, scale, format: 'webp', pages: [{ layers: drawn }], subjects, assets };
  }
}

/** Ids of templates hold signs that not every file system takes. */
function folderOf(id: string): string {
  return `template-${hashOf(id)}`;
}

function hashOf(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

async function mediaTypeOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const format = recogniseFormat(buffer.subarray(0, bytesRead));
    if (format === 'png' || format === 'jpeg' || format === 'webp') return mediaTypes[format];
  } finally {
    await file.close();
  }
  throw unusable();
}

function unusable(): AppError {
  return new AppError(
    'templated.badAnswer',
    'The thumbnail that Templated has of this template cannot be shown.',
  );
}
