import type { SKRSContext2D } from '@napi-rs/canvas';
import type { LayerOf } from '../../../shared/template.ts';
import type { DrawnIn } from './draw-layer.ts';
import { openSvg } from './svg-file.ts';
import { guardSvg } from './svg-guard.ts';

/**
 * Draws a shape to fill its box; the context's origin is the box' upper left corner. Throws
 * `template.invalid`.
 */
export async function drawShape(
  context: SKRSContext2D,
  { layer, svg, fill, stroke, width, height }: LayerOf<'shape'>,
  { density }: DrawnIn,
): Promise<void> {
  if (svg.trim() === '') return;
  const guarded = guardSvg(svg, {
    fill,
    stroke,
    refusal: { name: `The shape “${layer}”`, unsafe: 'template.invalid', broken: 'template.invalid' },
  });
  const picture = await openSvg(guarded, { width: width * density, height: height * density });
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.source, 0, 0, width, height);
  picture.release();
}
