import type { LayerMapping, Mapping } from '../../shared/mapping.ts';
import { kindOf } from '../../shared/rendering/values.ts';
import type { Layer, LayerOf, Template } from '../../shared/template.ts';

const fits = { cover: 'cover', contain: 'contain', none: 'contain', fill: 'stretch' } as const;

/**
 * The mapping of a template that came without one: its largest picture shows the photo, and a text that is named like
 * a value shows that value.
 */
export function ownMapping({ id, layers }: Pick<Template, 'id' | 'layers'>): Mapping {
  const frame = layers
    .filter(isFrame)
    .toSorted((one, other) => other.width * other.height - one.width * one.height)[0];
  return {
    templateId: id,
    frame: frame?.layer ?? null,
    fit: frame === undefined ? 'cover' : fits[frame.objectFit],
    layers: layers.flatMap((layer) => (layer === frame ? [photoIn(layer)] : valueIn(layer))),
  };
}

/** A picture of the operator's own is no place for the photo. */
function isFrame(layer: Layer): layer is LayerOf<'image'> {
  return layer.type === 'image' && !layer.hide && (layer.picture === null || layer.picture.kind !== 'asset');
}

function photoIn({ layer, picture }: LayerOf<'image'>): LayerMapping {
  const isOurs = picture !== null && picture.kind !== 'url';
  return { layer, cell: 0, ...(!isOurs && { picture: { kind: 'photo' } }) };
}

function valueIn({ layer, type }: Layer): LayerMapping[] {
  if (type !== 'text' || kindOf(layer) === null) return [];
  return [{ layer, cell: 0, text: `{{${layer}}}` }];
}
