import { createCanvas } from '@napi-rs/canvas';
import { AppError } from '../../../shared/errors.ts';
import type { DrawPictureJob, RenderRequests } from '../render-protocol.ts';
import { encodeCanvas, freeCanvas, pictureQuality, writeWhole } from './encode.ts';
import type { Pictures, Shown } from './pictures.ts';

/** Tried one after the other until the file is small enough; then the picture is made smaller. */
const jpegQualities = [pictureQuality, 80, 65];
const shrinkBy = 0.75;

/** One picture as an image layer would show it, as a file of at most so many pixels and bytes. */
export async function drawSinglePicture(
  { picture, subject, assets, maxSide, maxBytes, outPath }: DrawPictureJob,
  pictures: Pictures,
): Promise<RenderRequests['drawPicture']['output']> {
  try {
    const shown = await pictures.open({
      picture,
      subject,
      assets,
      scaleOf: (natural) => Math.min(1, maxSide / Math.max(natural.width, natural.height)),
      aspect: null,
    });
    if ('missing' in shown) throw new AppError('render.failed', shown.missing);
    // A photo hides what is behind it; designs may not.
    const mayBeTransparent = picture.kind === 'design' || picture.kind === 'asset';
    const file = await encodedWithin(shown, { maxSide, maxBytes, mayBeTransparent });
    await writeWhole(outPath, file.bytes);
    const { width, height, mediaType } = file;
    return {
      width,
      height,
      pages: 1,
      bytes: file.bytes.length,
      warnings: shown.note === undefined ? [] : [shown.note],
      mediaType,
    };
  } finally {
    pictures.trim();
  }
}

interface Encoded {
  bytes: Buffer;
  width: number;
  height: number;
  mediaType: 'image/jpeg' | 'image/png';
}

async function encodedWithin(
  shown: Shown,
  limits: { maxSide: number; maxBytes: number; mayBeTransparent: boolean },
): Promise<Encoded> {
  for (let side = limits.maxSide; ; side *= shrinkBy) {
    const file = await encodedAt(shown, side, limits);
    if (file.bytes.length <= limits.maxBytes) return file;
    if (side < 1)
      throw new AppError('render.failed', 'The picture cannot be made as small as was asked for.');
  }
}

async function encodedAt(
  { source, region, natural }: Shown,
  maxSide: number,
  { maxBytes, mayBeTransparent }: { maxBytes: number; mayBeTransparent: boolean },
): Promise<Encoded> {
  const scale = Math.min(1, maxSide / Math.max(natural.width, natural.height));
  const width = Math.max(1, Math.round(natural.width * scale));
  const height = Math.max(1, Math.round(natural.height * scale));
  const canvas = createCanvas(width, height);
  try {
    const context = canvas.getContext('2d');
    if (!mayBeTransparent) {
      context.fillStyle = 'white';
      context.fillRect(0, 0, width, height);
    }
    context.imageSmoothingQuality = 'high';
    context.drawImage(source, region.x, region.y, region.width, region.height, 0, 0, width, height);
    if (mayBeTransparent && hasTransparency(context.getImageData(0, 0, width, height).data)) {
      return { bytes: await canvas.encode('png'), width, height, mediaType: 'image/png' };
    }
    let bytes: Buffer = Buffer.alloc(0);
    for (const quality of jpegQualities) {
      bytes = await encodeCanvas(canvas, 'jpeg', quality);
      if (bytes.length <= maxBytes) break;
    }
    return { bytes, width, height, mediaType: 'image/jpeg' };
  } finally {
    freeCanvas(canvas);
  }
}

function hasTransparency(pixels: Uint8ClampedArray): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return true;
  return false;
}
