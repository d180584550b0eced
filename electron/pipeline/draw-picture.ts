import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { toStorageError } from '../store/storage-error.ts';
import { decodePhoto, type Picture } from './decode.ts';
import type { DrawPictureInput } from './inference-protocol.ts';

/** Photos here were taken in under the settings' limit; this only keeps a mistake from filling the memory. */
const maxMegapixels = 1_000;
const jpegQuality = 85;

/** Writes a photo as JPEG (transparent parts white) or PNG, never larger than it is. Throws `photo.*`. */
export async function drawPicture({
  path,
  maxSide,
  format,
  outPath,
}: DrawPictureInput): Promise<{ width: number; height: number }> {
  const picture = await openPicture(path);
  const scale = Math.min(1, (maxSide ?? Number.POSITIVE_INFINITY) / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  if (format === 'jpeg') {
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.source, 0, 0, width, height);
  picture.release();
  await saveCanvas(canvas, format, outPath);
  return { width, height };
}

/** Decodes a photo for drawing. Throws `photo.*`. */
export function openPicture(path: string): Promise<Picture> {
  return decodePhoto(path, { maxMegapixels });
}

/** Encodes off this thread and writes beside the place first, so that nobody reads half a file. */
export async function saveCanvas(canvas: Canvas, format: 'jpeg' | 'png', outPath: string): Promise<void> {
  const bytes = await (format === 'jpeg' ? canvas.encode('jpeg', jpegQuality) : canvas.encode('png'));
  // Give the pixels back now: the collector doesn't see how many megabytes they are.
  canvas.width = 1;
  canvas.height = 1;
  const unfinished = `${outPath}.${randomUUID()}.part`;
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, outPath);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw toStorageError(error);
  }
}
