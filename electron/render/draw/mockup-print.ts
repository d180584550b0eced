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
  for (let row = 0, to = 0; row < region.height; row++) {
    for (let column = 0; column < region.width; column++, to += 4) {
      for (let sample = 0; sample < samples * samples; sample++) {
        const dx = ((sample % samples) + 0.5) / samples;
        const dy = (Math.floor(sample / samples) + 0.5) / samples;
        const { x, y } = toSheet(region.x + column + dx, region.y + row + dy);
        if (x > 0 && x < 1 && y > 0 && y < 1) addSample(texture, x, y, share, pixels, to);
      }
    }
  }
  return { pixels };
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
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const [fx, fy] = [column - left, row - top];
  const from = 4 * (top * width + left);
  const right = left + 1 < width ? 4 : 0;
  const below = top + 1 < height ? 4 * width : 0;
  const [nw, ne] = [(1 - fx) * (1 - fy) * share, fx * (1 - fy) * share];
  const [sw, se] = [(1 - fx) * fy * share, fx * fy * share];
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
