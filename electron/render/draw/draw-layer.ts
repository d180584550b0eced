import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Layer } from '../../../shared/template.ts';
import type { DrawJob, Subject } from '../render-protocol.ts';
import { drawImage } from './image-layer.ts';
import type { Pictures } from './pictures.ts';
import { drawRating } from './rating.ts';
import { drawShape } from './shape.ts';
import { drawText } from './text.ts';

/** What a layer is drawn with. */
export interface DrawnIn {
  subject: Subject;
  assets: DrawJob['assets'];
  pictures: Pictures;
  /** Pixels of the file per pixel of the template. */
  density: number;
  /** Notes what was left out or replaced, once however often. */
  warn: (sentence: string) => void;
}

/**
 * Draws one layer onto a context in pixels of the template. Throws `photo.*`, `design.*`, `font.missing` or
 * `template.invalid`.
 */
export async function drawLayer(context: SKRSContext2D, layer: Layer, drawnIn: DrawnIn): Promise<void> {
  const { x, y, width, height, rotation, opacity, hide } = layer;
  if (hide || opacity === 0 || width === 0 || height === 0) return;
  context.save();
  try {
    context.globalAlpha = opacity;
    context.translate(x + width / 2, y + height / 2);
    context.rotate((rotation * Math.PI) / 180);
    context.translate(-width / 2, -height / 2);
    await drawOfType(context, layer, drawnIn);
  } finally {
    context.restore();
  }
}

async function drawOfType(context: SKRSContext2D, layer: Layer, drawnIn: DrawnIn): Promise<void> {
  switch (layer.type) {
    case 'text':
      return drawText(context, layer, drawnIn);
    case 'image':
      return drawImage(context, layer, drawnIn);
    case 'shape':
      return drawShape(context, layer, drawnIn);
    case 'rating':
      return drawRating(context, layer);
  }
}
