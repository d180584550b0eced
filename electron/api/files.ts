import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Photo, type PhotoFormat, photoIdSchema } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import { designIdSchema, renderIdSchema } from '../../shared/render.ts';
import { templateIdSchema } from '../../shared/template.ts';
import type { Inference } from '../pipeline/inference.ts';
import { readPhotoHeader } from '../pipeline/photo-header.ts';
import type { Gallery } from '../render/gallery.ts';
import { renderFileName, renderMediaTypes } from '../render/render-export.ts';
import type { SmallPictures } from '../render/small-pictures.ts';
import type { DesignStore } from '../store/design-store.ts';
import type { ExportStore } from '../store/export-store.ts';
import type { PhotoStore } from '../store/photo-store.ts';
import type { PictureStore } from '../store/picture-store.ts';
import type { RenderStore } from '../store/render-store.ts';
import type { Previews } from './previews.ts';

/** A file behind a URL. */
export interface ServedFile {
  path: string;
  mediaType: string;
  /** Set when it is to be saved rather than shown. */
  downloadName?: string;
}

/** A page made of what somebody may have typed: it goes out with `previewHeaders` (page.ts). */
export interface ServedPreview {
  preview: string;
}

export interface Files {
  /**
   * What stands behind the path of a URL: /photos/ID/original|view|thumbnail, /samples/NAME.jpg, /exports/ID,
   * /previews/ID, /renders/ID, /renders/ID/file|thumbnail, /templates/ID/thumbnail or /designs/ID. Small pictures are
   * made when first asked for. Throws AppError, notFound and path.forbidden among others.
   */
  resolve(urlPath: string): Promise<ServedFile | ServedPreview>;
}

export interface FileParts {
  photos: Pick<PhotoStore, 'get' | 'pathOf'>;
  pictures: Pick<PictureStore, 'get'>;
  exports: Pick<ExportStore, 'get'>;
  previews: Pick<Previews, 'get'>;
  inference: Pick<Inference, 'drawPicture'>;
  renders: Pick<RenderStore, 'get' | 'pathOf'>;
  designs: Pick<DesignStore, 'get' | 'pathOf'>;
  gallery: Pick<Gallery, 'thumbnail'>;
  smallPictures: SmallPictures;
  samplesDir: string;
}

const thumbnailSidePx = 320;
const mediaTypes: Record<PhotoFormat, string> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  tiff: 'image/tiff',
};

/** Finds files for both hosts. Only ids and names of a fixed shape ever become part of a path. */
export function createFiles(parts: FileParts): Files {
  return {
    async resolve(urlPath) {
      const [area = '', name = '', kind, ...more] = segmentsOf(urlPath);
      if (more.length > 0) throw nothingHere();
      if (area === 'photos' && kind !== undefined) return photoFile(parts, name, kind);
      if (area === 'samples' && kind === undefined) return sampleFile(parts.samplesDir, name);
      if (area === 'exports' && kind === undefined) return exportFile(parts, name);
      if (area === 'previews' && kind === undefined) return { preview: parts.previews.get(name) };
      if (area === 'renders') return renderFile(parts, name, kind);
      if (area === 'templates' && kind === 'thumbnail') return templateThumbnail(parts, name);
      if (area === 'designs' && kind === undefined) return designFile(parts, name);
      throw nothingHere();
    },
  };
}

/** The decoded parts of the path. Anything that could climb out of a folder is refused, not cleaned. */
function segmentsOf(urlPath: string): string[] {
  const segments = urlPath.replace(/^\//, '').split('/').map(decode);
  if (segments.some((segment) => segment === '.' || segment === '..' || /[/\\\0]/.test(segment))) {
    throw new AppError('path.forbidden', 'This address leads outside the files of the program.');
  }
  return segments;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw nothingHere();
  }
}

function nothingHere(): AppError {
  return new AppError('notFound', 'There is nothing at this address.');
}

async function photoFile(parts: FileParts, id: string, kind: string): Promise<ServedFile> {
  if (!photoIdSchema.safeParse(id).success) throw nothingHere();
  const photo = parts.photos.get(id);
  if (kind === 'thumbnail') return drawnFile(parts, photo, 'thumbnail', thumbnailSidePx);
  if (kind !== 'view' && kind !== 'original') throw nothingHere();
  const path = parts.photos.pathOf(id);
  if (kind === 'view' && !(await isShownRight(photo, path))) return drawnFile(parts, photo, 'view', null);
  return { path, mediaType: mediaTypes[photo.format] };
}

/** Browsers show no TIFF, and a WebP without the turn that its EXIF orientation asks for. */
async function isShownRight({ format }: Photo, path: string): Promise<boolean> {
  if (format !== 'webp') return format !== 'tiff';
  return readPhotoHeader(await readFile(path)).orientation === 1;
}

async function drawnFile(
  parts: FileParts,
  photo: Photo,
  kind: string,
  maxSide: number | null,
): Promise<ServedFile> {
  const path = await parts.pictures.get(photo.id, `${kind}.jpg`, (outPath) =>
    parts.inference.drawPicture({ path: parts.photos.pathOf(photo.id), maxSide, format: 'jpeg', outPath }),
  );
  return { path, mediaType: 'image/jpeg' };
}

async function sampleFile(samplesDir: string, name: string): Promise<ServedFile> {
  const path = join(samplesDir, name);
  const isThere = /^[\w-]+\.jpg$/.test(name) && (await stat(path).catch(() => null))?.isFile();
  if (!isThere) throw nothingHere();
  return { path, mediaType: 'image/jpeg' };
}

function exportFile({ exports }: FileParts, id: string): ServedFile {
  const { path, mediaType, name } = exports.get(id);
  return { path, mediaType, downloadName: name };
}

/** A finished picture; a PDF is only to be saved, as no host shows one in its pages. */
async function renderFile(parts: FileParts, id: string, kind: string | undefined): Promise<ServedFile> {
  if (!renderIdSchema.safeParse(id).success || !['file', 'thumbnail', undefined].includes(kind)) {
    throw nothingHere();
  }
  const render = parts.renders.get(id);
  if (render.result === null) throw new AppError('notFound', 'This picture is not finished yet.');
  if (kind === 'thumbnail')
    return { path: await parts.smallPictures.ofRender(render), mediaType: 'image/webp' };
  const { format } = render.result;
  const file = { path: parts.renders.pathOf(id, format), mediaType: renderMediaTypes[format] };
  return kind === 'file' || format === 'pdf' ? { ...file, downloadName: renderFileName(render) } : file;
}

function templateThumbnail({ gallery }: FileParts, id: string): Promise<ServedFile> {
  if (!templateIdSchema.safeParse(id).success) throw nothingHere();
  return gallery.thumbnail(id);
}

/** An SVG goes out as pixels: opened by itself, it would be a document of a stranger's on our own address. */
async function designFile({ designs, smallPictures }: FileParts, id: string): Promise<ServedFile> {
  if (!designIdSchema.safeParse(id).success) throw nothingHere();
  const design = designs.get(id);
  if (design.format === 'svg') return { path: await smallPictures.ofDesign(design), mediaType: 'image/webp' };
  return { path: designs.pathOf(id), mediaType: `image/${design.format}` };
}
