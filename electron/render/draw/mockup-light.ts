import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Box, Detection, Point } from '../../../shared/analysis.ts';
import { bodyAcross } from '../../../shared/rendering/mug-face.ts';
import { blur, clampUnit, quantile, smoothStep } from './mockup-field.ts';
import { coveredBy } from './mockup-mask.ts';

/** How the photo lights its mug. */
export interface Light {
  /**
   * Writes of a pixel of the photo: what ink is multiplied by (red, green, blue), what glare adds (0 to 255), and how
   * much of the mug is seen there, 0 to 1.
   */
  shade(x: number, y: number, into: Float32Array): void;
}

/** The part of the photo around the mug, looked at small. */
export interface Look {
  /** Red, green, blue, unused; 0 to 255. */
  data: Uint8ClampedArray;
  width: number;
  height: number;
  /** Of each pixel: how bright, 0 to 1. */
  brightness: Float32Array;
  /** Of each pixel: 1 on the body as far as its shape tells, 0 off it, between at its sides. */
  body: Float32Array;
  /** Of each pixel: whether it lies on the sheet. */
  onSheet: Uint8Array;
  /** Of each pixel: across the body, -1 to 1. */
  across: Float32Array;
  /** Of each pixel: whether it is surely not the mug. */
  around: Uint8Array;
}

/** Longest side of the look, in pixels. */
const lookSide = 320;
/** Around the mug's box, as a share of its sides: what the mug's colours are told apart from. */
const lookMargin = 0.2;

/** Reads light and shade, and what stands in front, from the photo around the mug. */
export function readLight(input: {
  photo: Canvas;
  toSheet: (x: number, y: number) => Point;
  region: Box;
  mug: Detection | null;
  scale: Point;
}): Light {
  const window = windowAround(input);
  const look = lookAt(window, input);
  const seen = coveredBy(look);
  const light = lightOf(look, seen);
  const { width, height } = look;
  const [perX, perY] = [width / window.width, height / window.height];
  const fields = [light.red, light.green, light.blue, light.glare, seen];
  return {
    shade(x, y, into) {
      const column = Math.min(width - 1, Math.max(0, (x + 0.5 - window.x) * perX - 0.5));
      const row = Math.min(height - 1, Math.max(0, (y + 0.5 - window.y) * perY - 0.5));
      const [left, top] = [Math.floor(column), Math.floor(row)];
      const [fx, fy] = [column - left, row - top];
      const from = top * width + left;
      const right = left + 1 < width ? 1 : 0;
      const below = top + 1 < height ? width : 0;
      for (let index = 0; index < fields.length; index++) {
        const field = fields[index] as Float32Array;
        const upper = (field[from] ?? 0) * (1 - fx) + (field[from + right] ?? 0) * fx;
        const lower = (field[from + below] ?? 0) * (1 - fx) + (field[from + below + right] ?? 0) * fx;
        into[index] = upper * (1 - fy) + lower * fy;
      }
    },
  };
}
