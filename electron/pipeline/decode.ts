import { readFileSync } from 'node:fs';
import { type Canvas, createCanvas, Image } from '@napi-rs/canvas';
import { Transformer } from '@napi-rs/image';
import { AppError } from '../../shared/errors.ts';
import { type PhotoHeader, readPhotoHeader } from './photo-header.ts';

/** A decoded photo, upright as a person sees it. Its pixels are freed by `release`, not by the collector. */
export interface Picture {
  source: Image | Canvas;
  width: number;
  height: number;
  release(): void;
}

/**
 * Decodes a photo file. The file is read before this returns (a later turn of the event loop may be a whole
 * inference away) and decoding runs in the thread pool from then on, so that it overlaps an inference that
 * blocks this thread. Throws the AppErrors `photo.*`.
 */
export async function decodePhoto(path: string, limits: { maxMegapixels: number }): Promise<Picture> {
  const bytes = readPhoto(path);
  const header = readPhotoHeader(bytes);
  const megapixels = (header.width * header.height) / 1e6;
  if (megapixels > limits.maxMegapixels) {
    const message = `The photo has ${Math.ceil(megapixels)} megapixels, more than the ${limits.maxMegapixels} allowed in the settings. Make it smaller or raise the limit.`;
    throw new AppError('photo.tooManyPixels', message);
  }
  if (!header.complete) throw damaged();
  const encoded = header.format === 'tiff' ? await convertTiff(bytes) : bytes;
  return turned(await decodeImage(encoded), header);
}

function readPhoto(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new AppError('photo.notFound', 'The photo is not there any more. Add it again.', { cause });
    }
    const message = 'The photo can’t be read. Check that the program may read it and that its disk works.';
    throw new AppError('photo.unreadable', message, { cause });
  }
}

/** Setting `src` starts decoding in the thread pool; EXIF orientation of JPEG and AVIF is applied there. */
async function decodeImage(bytes: Buffer): Promise<Image> {
  const image = new Image();
  // Without a listener a failure would surface as an unhandled event as well as in decode().
  image.onerror = () => {};
  image.src = bytes;
  try {
    await image.decode();
  } catch (cause) {
    throw damaged(cause);
  }
  return image;
}

/** The library's enum `CompressionType` is empty at run time. */
const fastCompression = 1;

/** TIFF is beyond the canvas library: turned by its orientation and handed on as PNG, also off this thread. */
async function convertTiff(bytes: Buffer): Promise<Buffer> {
  try {
    return await new Transformer(bytes).rotate().png({ compressionType: fastCompression });
  } catch (cause) {
    if (!(cause instanceof Error) || !/not support/.test(cause.message)) throw damaged(cause);
    const message = 'This kind of TIFF can’t be read. Save it with 8 or 16 bits and LZW, or as PNG.';
    throw new AppError('photo.unsupported', message, { cause });
  }
}

/** Rotation and mirroring of each EXIF orientation as a canvas transform of the unit square. */
const orientations: Record<number, [number, number, number, number, number, number]> = {
  2: [-1, 0, 0, 1, 1, 0],
  3: [-1, 0, 0, -1, 1, 1],
  4: [1, 0, 0, -1, 0, 1],
  5: [0, 1, 1, 0, 0, 0],
  6: [0, 1, -1, 0, 1, 0],
  7: [0, -1, -1, 0, 1, 1],
  8: [0, -1, 1, 0, 0, 1],
};

function turned(image: Image, { orientation }: PhotoHeader): Picture {
  const transform = orientations[orientation];
  if (transform === undefined) {
    return { source: image, width: image.width, height: image.height, release: () => free(image) };
  }
  const sideways = orientation >= 5;
  const canvas = createCanvas(sideways ? image.height : image.width, sideways ? image.width : image.height);
  const context = canvas.getContext('2d');
  const [a, b, c, d, x, y] = transform;
  context.setTransform(a, b, c, d, x * canvas.width, y * canvas.height);
  context.drawImage(image, 0, 0);
  free(image);
  return { source: canvas, width: canvas.width, height: canvas.height, release: () => shrink(canvas) };
}

/** Drops an image's pixels now: the collector doesn't see how many megabytes they are. */
function free(image: Image): void {
  image.src = Buffer.alloc(0);
}

function shrink(canvas: Canvas): void {
  canvas.width = 1;
  canvas.height = 1;
}

function damaged(cause?: unknown): AppError {
  return new AppError('photo.damaged', 'The photo is damaged or cut short. Copy it again.', { cause });
}
