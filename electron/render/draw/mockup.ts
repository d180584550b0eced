import { type Canvas, createCanvas, type Image } from '@napi-rs/canvas';
import type { Analysis, Box, Point } from '../../../shared/analysis.ts';
import type { DesignPlacement } from '../../../shared/mapping.ts';
import {
  bodyUnder,
  estimateDesignPlacement,
  outlineOf,
  sheetOf,
} from '../../../shared/rendering/mug-face.ts';
import { boxAround } from '../../../shared/rendering/place-layer.ts';
import { type Light, readLight } from './mockup-light.ts';
import { type Printed, printSheet } from './mockup-print.ts';

type Source = Canvas | Image;

/** The photo is larger than the analysis it belongs to by this; both at least a pixel. */
interface MockupInput {
  /** The whole photo, at any size: placement and analysis are scaled to it. */
  photo: Source;
  analysis: Pick<Analysis, 'width' | 'height' | 'detections'>;
  /** Index of the mug; null without one: the design then lies flat between the corners given. */
  detection: number | null;
  design: Source;
  /** Null: estimated from the mug's pose. */
  placement: DesignPlacement | null;
}

/**
 * The photo with the design laid onto the mug: bent as on a cylinder, in the light of the photo, behind what stands in
 * front of the mug. A copy of the photo when there is nothing to lay it on.
 */
export function drawMockup({ photo, analysis, detection, design, placement }: MockupInput): Canvas {
  const canvas = createCanvas(photo.width, photo.height);
  const context = canvas.getContext('2d');
  context.drawImage(photo, 0, 0);
  const mug = detection === null ? null : (analysis.detections[detection] ?? null);
  const placed = placement ?? estimateDesignPlacement(mug, design);
  if (placed === null || design.width === 0 || design.height === 0) return canvas;

  const scale = { x: photo.width / analysis.width, y: photo.height / analysis.height };
  const sheet = sheetOf(placed, mug);
  const toSheet = (x: number, y: number): Point => sheet.toSheet({ x: x / scale.x, y: y / scale.y });
  const outline = outlineOf(placed, mug).map(({ x, y }) => ({ x: x * scale.x, y: y * scale.y }));
  const region = wholePixels(boxAround(outline), canvas);
  if (region === null) return canvas;

  const printed = printSheet({ design, toSheet, region, size: sizeOf(outline) });
  const light = readLight({ photo: canvas, toSheet, region, body: bodyUnder(placed.corners, mug), scale });
  const layer = createCanvas(region.width, region.height);
  const layerContext = layer.getContext('2d');
  const image = layerContext.createImageData(region.width, region.height);
  illuminate(image.data, printed, light, region);
  layerContext.putImageData(image, 0, 0);
  // Where the photo is transparent there is no mug.
  context.globalCompositeOperation = 'source-atop';
  context.drawImage(layer, region.x, region.y);
  context.globalCompositeOperation = 'source-over';
  return canvas;
}

/** The pixels of the canvas that a box touches; null when there is none. */
function wholePixels(box: Box, { width, height }: Canvas): Box | null {
  const [left, top] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))];
  const right = Math.min(width, Math.ceil(box.x + box.width));
  const bottom = Math.min(height, Math.ceil(box.y + box.height));
  if (!(right > left && bottom > top)) return null;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Length of the sides along the bent outline, its points clockwise in four equal groups. */
function sizeOf(outline: readonly Point[]): { width: number; height: number } {
  const perSide = outline.length / 4;
  const sides = [0, 0, 0, 0];
  outline.forEach((point, index) => {
    const next = outline[(index + 1) % outline.length] ?? point;
    const side = Math.floor(index / perSide);
    sides[side] = (sides[side] ?? 0) + Math.hypot(next.x - point.x, next.y - point.y);
  });
  const [top = 0, right = 0, bottom = 0, left = 0] = sides;
  return { width: Math.max(top, bottom), height: Math.max(left, right) };
}

/** Ink in the light of its place: straight colours and coverage, 0 to 255. */
function illuminate(into: Uint8ClampedArray, { pixels }: Printed, light: Light, region: Box): void {
  const { shade } = light;
  const at = new Float32Array(5);
  for (let y = 0, pixel = 0; y < region.height; y++) {
    for (let x = 0; x < region.width; x++, pixel += 4) {
      const alpha = pixels[pixel + 3] ?? 0;
      if (alpha <= 0) continue;
      const strength = 255 / alpha;
      shade(region.x + x, region.y + y, at);
      const glare = at[3] ?? 0;
      into[pixel] = (pixels[pixel] ?? 0) * strength * (at[0] ?? 1) + glare;
      into[pixel + 1] = (pixels[pixel + 1] ?? 0) * strength * (at[1] ?? 1) + glare;
      into[pixel + 2] = (pixels[pixel + 2] ?? 0) * strength * (at[2] ?? 1) + glare;
      into[pixel + 3] = alpha * (at[4] ?? 1);
    }
  }
}
