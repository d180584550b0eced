import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Box } from '../../shared/analysis.ts';
import type { Picture } from './decode.ts';

/** A part of a photo drawn at a fixed size, four bytes a pixel: red, green, blue, unused. */
export interface Crop {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

export interface Cropper {
  /**
   * Draws a region of the photo, given in photo pixels, stretched to the cropper's size; transparent parts are
   * white. Where the region lies outside the photo it shows the colour or repeats the photo's border.
   */
  crop(picture: Picture, region: Box, outside: 'repeat' | string): Crop;
}

/** A cropper with one canvas of this size, used again for every crop. */
export function createCropper(width: number, height: number): Cropper {
  const context = createCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  return {
    crop(picture, region, outside) {
      const inside = drawInside(context, { picture, region, outside, width, height });
      const { data } = context.getImageData(0, 0, width, height);
      if (outside === 'repeat') repeatBorder(data, width, height, inside);
      return { data, width, height };
    },
  };
}

interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Draws what the region shows of the photo; returns the whole pixels it covers. */
function drawInside(
  context: SKRSContext2D,
  {
    picture,
    region,
    outside,
    width,
    height,
  }: { picture: Picture; region: Box; outside: string; width: number; height: number },
): Bounds {
  const [scaleX, scaleY] = [width / region.width, height / region.height];
  const left = Math.max(0, region.x);
  const top = Math.max(0, region.y);
  const right = Math.min(picture.width, region.x + region.width);
  const bottom = Math.min(picture.height, region.y + region.height);
  const at = { x: (left - region.x) * scaleX, y: (top - region.y) * scaleY };
  const size = { x: (right - left) * scaleX, y: (bottom - top) * scaleY };
  if (outside !== 'repeat') {
    context.fillStyle = outside;
    context.fillRect(0, 0, width, height);
  }
  context.fillStyle = 'white';
  context.fillRect(at.x, at.y, size.x, size.y);
  context.drawImage(picture.source, left, top, right - left, bottom - top, at.x, at.y, size.x, size.y);
  return {
    left: Math.ceil(at.x - 0.01),
    top: Math.ceil(at.y - 0.01),
    right: Math.floor(at.x + size.x + 0.01) - 1,
    bottom: Math.floor(at.y + size.y + 0.01) - 1,
  };
}

function repeatBorder(data: Uint8ClampedArray, width: number, height: number, inside: Bounds): void {
  const { left, top, right, bottom } = inside;
  if (left === 0 && top === 0 && right === width - 1 && bottom === height - 1) return;
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  for (let y = Math.max(0, top); y <= bottom; y++) {
    const row = y * width;
    pixels.fill(pixels[row + left] ?? 0, row, row + left);
    pixels.fill(pixels[row + right] ?? 0, row + right + 1, row + width);
  }
  for (let y = 0; y < top; y++) pixels.copyWithin(y * width, top * width, (top + 1) * width);
  for (let y = bottom + 1; y < height; y++) {
    pixels.copyWithin(y * width, bottom * width, (bottom + 1) * width);
  }
}

/**
 * Writes a crop into a network's input, channel by channel (red, green, blue or the other way round), each
 * value v / divideBy − subtract with v from 0 to 255; `mirrored` swaps left and right.
 */
export function fillTensor(
  tensor: Float32Array,
  { data, width, height }: Crop,
  { divideBy, subtract, colour, mirrored }: TensorOptions,
): void {
  const area = width * height;
  const [red, blue] = colour === 'rgb' ? [0, 2 * area] : [2 * area, 0];
  const scale = 1 / divideBy;
  for (let y = 0, from = 0; y < height; y++) {
    const step = mirrored ? -1 : 1;
    let to = y * width + (mirrored ? width - 1 : 0);
    for (let x = 0; x < width; x++, from += 4, to += step) {
      tensor[red + to] = (data[from] ?? 0) * scale - subtract;
      tensor[area + to] = (data[from + 1] ?? 0) * scale - subtract;
      tensor[blue + to] = (data[from + 2] ?? 0) * scale - subtract;
    }
  }
}

export interface TensorOptions {
  divideBy: number;
  subtract: number;
  colour: 'rgb' | 'bgr';
  mirrored: boolean;
}

/** Brightness of each pixel, 0 to 255, row by row (ITU-R BT.601 weights). */
export function greyOf({ data, width, height }: Crop): Float32Array {
  const grey = new Float32Array(width * height);
  for (let index = 0, from = 0; index < grey.length; index++, from += 4) {
    grey[index] = 0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0);
  }
  return grey;
}
