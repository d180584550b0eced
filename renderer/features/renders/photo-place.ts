import type { Analysis, Box } from '../../../shared/analysis.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import { mugRegion } from '../../../shared/rendering/mug-region.ts';
import { bestMug } from '../../../shared/rendering/values.ts';
import type { LayerOf, Picture, Template } from '../../../shared/template.ts';

/** Where a picture shows its photo. */
export interface PhotoPlace {
  /** The layer, as shares of the picture. */
  frame: Box;
  /** Degrees clockwise around the middle of the layer. */
  rotation: number;
  /** The whole photo, as shares of the layer: what lies outside of it is cut off. */
  photo: Box;
}

/** What shows the photo, the likest to what the picture is about first. */
const kinds: readonly Picture['kind'][] = ['mockup', 'mug', 'overlay', 'photo'];

interface Shown {
  layer: LayerOf<'image'>;
  picture: Picture;
}

/** Where a template puts a photo, so that before and after lie over each other; null when it shows none. */
export function photoPlace(
  template: Template,
  mapping: Mapping,
  analysis: Pick<Analysis, 'width' | 'height' | 'detections' | 'placements'>,
  detection: number | null = bestMug(analysis),
): PhotoPlace | null {
  const shown = layerOfPhoto(template, mapping);
  if (shown === null) return null;
  const { layer, picture } = shown;
  const whole = { x: 0, y: 0, width: analysis.width, height: analysis.height };
  const isCut = (picture.kind === 'mockup' || picture.kind === 'mug') && picture.margin !== undefined;
  const aspect = layer.objectFit === 'cover' ? layer.width / layer.height : null;
  const region = isCut ? (mugRegion({ analysis, detection }, picture.margin ?? 0, aspect) ?? whole) : whole;
  const scale = scaleOf(layer, region);
  // The middle of the region lies in the middle of the layer.
  const [middleX, middleY] = [region.x + region.width / 2, region.y + region.height / 2];
  return {
    frame: {
      x: layer.x / template.width,
      y: layer.y / template.height,
      width: layer.width / template.width,
      height: layer.height / template.height,
    },
    rotation: layer.rotation,
    photo: {
      x: 0.5 - (middleX * scale.x) / layer.width,
      y: 0.5 - (middleY * scale.y) / layer.height,
      width: (whole.width * scale.x) / layer.width,
      height: (whole.height * scale.y) / layer.height,
    },
  };
}

/** The layer that shows the photo; of several alike, the largest. */
function layerOfPhoto({ layers }: Template, mapping: Mapping): Shown | null {
  const mapped = new Map(mapping.layers.map((entry) => [entry.layer, entry.fixed?.picture ?? entry.picture]));
  const shown = layers.flatMap((layer) => {
    if (layer.type !== 'image' || layer.width === 0 || layer.height === 0) return [];
    const picture = mapped.get(layer.layer) ?? layer.picture;
    return picture !== null && kinds.includes(picture.kind) ? [{ layer, picture }] : [];
  });
  const [best] = shown.toSorted(
    (a, b) =>
      kinds.indexOf(a.picture.kind) - kinds.indexOf(b.picture.kind) ||
      b.layer.width * b.layer.height - a.layer.width * a.layer.height,
  );
  return best ?? null;
}

/** Pixels of the template for one of the photo, as the layer fits it in. */
function scaleOf({ width, height, objectFit }: LayerOf<'image'>, region: Box): { x: number; y: number } {
  const [x, y] = [width / region.width, height / region.height];
  switch (objectFit) {
    case 'fill':
      return { x, y };
    case 'cover':
      return { x: Math.max(x, y), y: Math.max(x, y) };
    case 'contain':
      return { x: Math.min(x, y), y: Math.min(x, y) };
    case 'none':
      return { x: 1, y: 1 };
  }
}
