import { type Canvas, createCanvas, type Image } from '@napi-rs/canvas';
import type { Box, Point } from '../../../shared/analysis.ts';

/** Ink on the mug before it is lit: premultiplied red, green, blue and coverage, 0 to 255, of each pixel of a region. */
export interface Printed {
  pixels: Float32Array;
}

/** Samples per pixel and direction: smooth edges, and no moiré where the wall turns away. */
const samples = 2;
/** Pixels of the design per pixel of the photo in front of the mug. */
const detail = 1.5;

/** Every pixel of the region looked up in the design, through where it lies on the sheet. */
export function printSheet({
  design,
  toSheet,
  region,
  size,
}: {
  design: Canvas | Image;
  /** A point of the photo on the sheet: the unit square. */
  toSheet: (x: number, y: number) => Point;
  region: Box;
  /** Of the sheet in the photo. */
  size: { width: number; height: number };
}): Printed {
  const texture = textureOf(design, size.width * detail, size.height * detail);
  const pixels = new Float32Array(4 * region.width * region.height);
  const share = 1 / (samples * samples);
  let above = sheetRow(toSheet, region, 0);
  for (let row = 0, to = 0; row < region.height; row++) {
    const below = sheetRow(toSheet, region, row + 1);
    for (let column = 0; column < region.width; column++, to += 4) {
      const from = 2 * column;
      if (beside(above, below, from)) continue;
      for (let sample = 0; sample < samples * samples; sample++) {
        const dx = ((sample % samples) + 0.5) / samples;
        const dy = (Math.floor(sample / samples) + 0.5) / samples;
        const x = between(above, below, from, dx, dy);
        const y = between(above, below, from + 1, dx, dy);
        if (x > 0 && x < 1 && y > 0 && y < 1) addSample(texture, x, y, share, pixels, to);
      }
    }
    above = below;
  }
  return { pixels };
}

/** Where the upper left corners of a row of pixels lie on the sheet: x, y, x, y, … and one more at the end. */
function sheetRow(toSheet: (x: number, y: number) => Point, region: Box, row: number): Float64Array {
  const places = new Float64Array(2 * (region.width + 1));
  for (let column = 0; column <= region.width; column++) {
    const { x, y } = toSheet(region.x + column, region.y + row);
    places[2 * column] = x;
    places[2 * column + 1] = y;
  }
  return places;
}

/** Whether all four corners of a pixel lie on one outer side of the sheet. */
function beside(above: Float64Array, below: Float64Array, from: number): boolean {
  return outer(above, below, from) || outer(above, below, from + 1);
}

function outer(above: Float64Array, below: Float64Array, at: number): boolean {
  const a = above[at] ?? 0;
  const b = above[at + 2] ?? 0;
  const c = below[at] ?? 0;
  const d = below[at + 2] ?? 0;
  return (a <= 0 && b <= 0 && c <= 0 && d <= 0) || (a >= 1 && b >= 1 && c >= 1 && d >= 1);
}

/** Within a pixel places change evenly enough. */
function between(above: Float64Array, below: Float64Array, at: number, dx: number, dy: number): number {
  const upper = (above[at] ?? 0) * (1 - dx) + (above[at + 2] ?? 0) * dx;
  const lower = (below[at] ?? 0) * (1 - dx) + (below[at + 2] ?? 0) * dx;
  return upper * (1 - dy) + lower * dy;
}

/** Premultiplied pixels with a transparent border of one pixel, so that no lookup falls outside. */
interface Texture {
  pixels: Float32Array;
  width: number;
  height: number;
}

/** Adds what lies between four pixels of the texture. */
function addSample(
  { pixels, width, height }: Texture,
  x: number,
  y: number,
  share: number,
  into: Float32Array,
  to: number,
): void {
  // Half a pixel in from the edge: the outermost colours reach to the edge of the sheet.
  const column = Math.min(width - 1, Math.max(0, x * width - 0.5));
  const row = Math.min(height - 1, Math.max(0, y * height - 0.5));
  const left = Math.floor(column);
  const top = Math.floor(row);
  const fx = column - left;
  const fy = row - top;
  const from = 4 * (top * width + left);
  const right = left + 1 < width ? 4 : 0;
  const below = top + 1 < height ? 4 * width : 0;
  const nw = (1 - fx) * (1 - fy) * share;
  const ne = fx * (1 - fy) * share;
  const sw = (1 - fx) * fy * share;
  const se = fx * fy * share;
  for (let channel = 0; channel < 4; channel++) {
    const at = from + channel;
    into[to + channel] =
      (into[to + channel] ?? 0) +
      (pixels[at] ?? 0) * nw +
      (pixels[at + right] ?? 0) * ne +
      (pixels[at + below] ?? 0) * sw +
      (pixels[at + below + right] ?? 0) * se;
  }
}

/** The design at no more than the size asked for, halved again and again before: nothing is skipped. */
function textureOf(design: Canvas | Image, maxWidth: number, maxHeight: number): Texture {
  const width = Math.max(1, Math.min(design.width, Math.round(maxWidth)));
  const height = Math.max(1, Math.min(design.height, Math.round(maxHeight)));
  let source: Canvas | Image = design;
  while (source.width >= 2 * width && source.height >= 2 * height && source.width > 3 && source.height > 3) {
    source = redrawn(source, Math.ceil(source.width / 2), Math.ceil(source.height / 2));
  }
  const { data } = redrawn(source, width, height).getContext('2d').getImageData(0, 0, width, height);
  const pixels = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0;
    pixels[at] = ((data[at] ?? 0) * alpha) / 255;
    pixels[at + 1] = ((data[at + 1] ?? 0) * alpha) / 255;
    pixels[at + 2] = ((data[at + 2] ?? 0) * alpha) / 255;
    pixels[at + 3] = alpha;
  }
  return { pixels, width, height };
}

function redrawn(source: Canvas | Image, width: number, height: number): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return canvas;
}
