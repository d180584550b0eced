import { readFile, stat } from 'node:fs/promises';
import { createCanvas } from '@napi-rs/canvas';
import { AppError } from '../../../shared/errors.ts';
import { type Design, maxDesignBytes } from '../../../shared/render.ts';
import { decodePhoto, type Picture } from '../../pipeline/decode.ts';
import { type PhotoHeader, readPhotoHeader } from '../../pipeline/photo-header.ts';
import { freeCanvas } from './encode.ts';
import { maxDrawnSide, openSvg } from './svg-file.ts';
import { type GuardedSvg, guardSvg } from './svg-guard.ts';

/** Larger than any printer of mugs asks for: 20 cm at 300 dpi are 6 megapixels. */
export const maxDesignMegapixels = 50;
const designFormats = ['png', 'jpeg', 'webp'] as const;

export interface DesignFile {
  path: string;
  format: Design['format'];
}

/** What a file is, from its content alone. Throws `design.empty`, `tooLarge`, `notAnImage` or `unsafe`. */
export async function inspectDesign({
  path,
}: {
  path: string;
}): Promise<Pick<Design, 'format' | 'width' | 'height'>> {
  const { bytes, isSvg } = await readDesign(path);
  const format = isSvg ? 'svg' : rasterFormat(bytes);
  const picture = await openDesign({ path, format }, 1);
  try {
    if (isBlank(picture)) {
      throw new AppError('design.empty', 'There is nothing on the design: all of it is transparent.');
    }
    return { format, width: Math.round(picture.width), height: Math.round(picture.height) };
  } finally {
    picture.release();
  }
}

/**
 * Size of a design in pixels, and how many pixels per one of these it is worth drawing: an SVG has any
 * number.
 */
export async function designSize(
  file: DesignFile,
): Promise<{ width: number; height: number; maxScale: number }> {
  if (file.format === 'svg') {
    const { width, height } = await guardDesign(file.path);
    return { width, height, maxScale: maxDrawnSide / Math.max(width, height) };
  }
  const { width, height, release } = await openDesign(file, 1);
  release();
  return { width, height, maxScale: 1 };
}

/** Decodes a design; `scale` is for SVG: pixels drawn per pixel of its own. Throws `design.*`. */
export async function openDesign({ path, format }: DesignFile, scale: number): Promise<Picture> {
  if (format === 'svg') {
    const svg = await guardDesign(path);
    return openSvg(svg, { width: svg.width * scale, height: svg.height * scale });
  }
  try {
    return await decodePhoto(path, { maxMegapixels: maxDesignMegapixels });
  } catch (cause) {
    throw asDesignError(cause);
  }
}

async function guardDesign(path: string): Promise<GuardedSvg> {
  const { bytes } = await readDesign(path);
  return guardSvg(new TextDecoder().decode(bytes), {
    refusal: { name: 'The design', unsafe: 'design.unsafe', broken: 'design.notAnImage' },
  });
}

async function readDesign(path: string): Promise<{ bytes: Buffer; isSvg: boolean }> {
  try {
    const { size } = await stat(path);
    if (size === 0) throw new AppError('design.empty', 'The design is an empty file. Choose another one.');
    if (size > maxDesignBytes) {
      throw tooLarge(`has ${Math.ceil(size / 1e6)} MB, more than ${maxDesignBytes / 1e6}`);
    }
    const bytes = await readFile(path);
    return { bytes, isSvg: looksLikeSvg(bytes) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const message = 'The design can’t be read. Add it again, or check that the program may read its file.';
    throw new AppError('notFound', message, { cause });
  }
}

/** Whatever its name: text that starts like XML and soon speaks of SVG. */
function looksLikeSvg(bytes: Buffer): boolean {
  return /^\ufeff?\s*<(\?xml|!--|!doctype|svg|\w+:svg)/i.test(bytes.toString('utf8', 0, 1_000));
}

function rasterFormat(bytes: Buffer): (typeof designFormats)[number] {
  const { format, width, height } = headerOf(bytes);
  const megapixels = (width * height) / 1e6;
  if (megapixels > maxDesignMegapixels) {
    throw tooLarge(`is ${width} × ${height} pixels, more than ${maxDesignMegapixels} megapixels`);
  }
  const known = designFormats.find((name) => name === format);
  if (known === undefined) throw notAnImage();
  return known;
}

function headerOf(bytes: Buffer): PhotoHeader {
  try {
    return readPhotoHeader(bytes);
  } catch (cause) {
    throw asDesignError(cause);
  }
}

/** What is said of photos, said of a design. */
function asDesignError(cause: unknown): unknown {
  if (!(cause instanceof AppError)) return cause;
  switch (cause.code) {
    case 'photo.empty':
      return new AppError('design.empty', 'The design is an empty file. Choose another one.', { cause });
    case 'photo.tooManyPixels':
      return tooLarge(`has more than ${maxDesignMegapixels} megapixels`, cause);
    case 'photo.notAnImage':
    case 'photo.unsupported':
      return notAnImage(cause);
    case 'photo.damaged':
      return new AppError('design.notAnImage', 'The design is damaged or cut short. Copy it again.', {
        cause,
      });
    case 'photo.notFound':
    case 'photo.unreadable':
      return new AppError('notFound', 'The design is not there any more. Add it again.', { cause });
    default:
      return cause;
  }
}

function notAnImage(cause?: unknown): AppError {
  const message = 'This is not a design that can be printed. Choose a PNG, JPEG, WebP or SVG.';
  return new AppError('design.notAnImage', message, { cause });
}

function tooLarge(what: string, cause?: unknown): AppError {
  return new AppError('design.tooLarge', `The design ${what}. Save it smaller.`, { cause });
}

/** Looked at through so few pixels that even thin lines leave something in them. */
const lookedAtSide = 128;

function isBlank({ source }: Picture): boolean {
  const canvas = createCanvas(lookedAtSide, lookedAtSide);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, lookedAtSide, lookedAtSide);
  const { data } = context.getImageData(0, 0, lookedAtSide, lookedAtSide);
  freeCanvas(canvas);
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return false;
  return true;
}
