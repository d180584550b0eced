import { Image } from '@napi-rs/canvas';
import { AppError } from '../../../shared/errors.ts';
import type { Picture } from '../../pipeline/decode.ts';
import type { GuardedSvg } from './svg-guard.ts';

/** The longer side of a drawn SVG in pixels; beyond, its pixels are stretched. */
export const maxDrawnSide = 4_096;

/** Draws a guarded SVG at this size in pixels, stretched to it. */
export async function openSvg(svg: GuardedSvg, wanted: { width: number; height: number }): Promise<Picture> {
  const scale = Math.min(1, maxDrawnSide / Math.max(wanted.width, wanted.height));
  const width = Math.max(1, Math.ceil(wanted.width * scale));
  const height = Math.max(1, Math.ceil(wanted.height * scale));
  const image = new Image();
  image.onerror = () => {};
  // Bytes, never a string: that would be taken for a path or an address.
  image.src = svg.at({ width, height });
  try {
    await image.decode();
  } catch (cause) {
    throw new AppError('render.failed', 'An SVG could not be drawn. Save it as PNG.', { cause });
  }
  const release = () => {
    image.src = Buffer.alloc(0);
  };
  return { source: image, width, height, release };
}
