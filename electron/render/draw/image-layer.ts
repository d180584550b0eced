import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Box } from '../../../shared/analysis.ts';
import type { LayerOf } from '../../../shared/template.ts';
import type { DrawnIn } from './draw-layer.ts';
import type { Size } from './pictures.ts';

type ImageLayer = LayerOf<'image'>;

/**
 * Draws a picture into its box, the border inside of it; the context's origin is the box' upper left corner.
 */
export async function drawImage(
  context: SKRSContext2D,
  layer: ImageLayer,
  { subject, assets, pictures, density, warn }: DrawnIn,
): Promise<void> {
  const { picture, objectFit, borderWidth } = layer;
  const border = Math.min(borderWidth, layer.width / 2, layer.height / 2);
  const inner = {
    x: border,
    y: border,
    width: layer.width - 2 * border,
    height: layer.height - 2 * border,
  };
  if (picture !== null && inner.width > 0 && inner.height > 0) {
    const shown = await pictures.open({
      picture,
      subject,
      assets,
      scaleOf: (natural) => (fitted(objectFit, natural, inner).width / natural.width) * density,
      aspect: objectFit === 'cover' ? inner.width / inner.height : null,
    });
    if ('missing' in shown) warn(`“${layer.layer}”: ${shown.missing}`);
    else {
      const { source, region, note } = shown;
      if (note !== undefined) warn(`“${layer.layer}”: ${note}`);
      const at = fitted(objectFit, shown.natural, inner);
      context.save();
      traceRounded(context, inner, layer.borderRadius - border);
      context.clip();
      context.imageSmoothingQuality = 'high';
      context.drawImage(
        source,
        ...([region.x, region.y, region.width, region.height] as const),
        ...([at.x, at.y, at.width, at.height] as const),
      );
      context.restore();
    }
  }
  drawBorder(context, layer, border);
}

/** Where a picture of this size goes, as CSS has it: https://www.w3.org/TR/css-images-3/#the-object-fit */
export function fitted(fit: ImageLayer['objectFit'], natural: Size, box: Box): Box {
  if (fit === 'fill') return box;
  const [across, down] = [box.width / natural.width, box.height / natural.height];
  const scale = { cover: Math.max(across, down), contain: Math.min(across, down), none: 1 }[fit];
  const [width, height] = [natural.width * scale, natural.height * scale];
  return {
    x: box.x + (box.width - width) / 2,
    y: box.y + (box.height - height) / 2,
    width,
    height,
  };
}

function drawBorder(context: SKRSContext2D, layer: ImageLayer, border: number): void {
  if (border === 0 || layer.borderColor === 'transparent') return;
  const { width, height, borderRadius, borderColor } = layer;
  const middle = { x: border / 2, y: border / 2, width: width - border, height: height - border };
  traceRounded(context, middle, borderRadius - border / 2);
  context.lineWidth = border;
  context.strokeStyle = borderColor;
  context.stroke();
}

function traceRounded(context: SKRSContext2D, { x, y, width, height }: Box, radius: number): void {
  const most = Math.min(width, height) / 2;
  context.beginPath();
  context.roundRect(x, y, width, height, Math.max(0, Math.min(radius, most)));
}
