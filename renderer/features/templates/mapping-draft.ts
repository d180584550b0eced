import type { LayerMapping, Mapping } from '../../../shared/mapping.ts';
import type { Layer, LayerOf, Template } from '../../../shared/template.ts';

/** What a layer can take: each is set on its own and taken away again. */
export const facets = ['place', 'text', 'picture', 'rating', 'colour', 'visible', 'fixed'] as const;
export type Facet = (typeof facets)[number];

/** New values of what a layer takes; undefined takes one away. */
export type FacetChange = { [F in Facet]?: LayerMapping[F] | undefined };

/** Which of them mean something for a kind of layer. */
const facetsOfType: Readonly<Record<Layer['type'], readonly Facet[]>> = {
  text: ['text', 'colour', 'place', 'visible', 'fixed'],
  image: ['picture', 'place', 'colour', 'visible', 'fixed'],
  shape: ['place', 'colour', 'visible', 'fixed'],
  rating: ['rating', 'colour', 'place', 'visible', 'fixed'],
};

/** What a layer can take, in the order it is shown; what it takes against its kind is shown too. */
export const facetsOf = (layer: Layer, entry: LayerMapping | undefined): readonly Facet[] => {
  const usual = facetsOfType[layer.type];
  return [...usual, ...facets.filter((facet) => !usual.includes(facet) && entry?.[facet] !== undefined)];
};

/** What the mapping says of a layer. */
export const entryOf = (mapping: Mapping, layer: string): LayerMapping | undefined =>
  mapping.layers.find((entry) => entry.layer === layer);

/** Whether the layer takes anything at all. */
export const takesAnything = (entry: LayerMapping | undefined) =>
  entry !== undefined && facets.some((facet) => entry[facet] !== undefined);

/** Layers that are edited as one: one layer, or its likes in all cells of a page. */
export interface LayerGroup {
  /** `photo-*` for the likes of `photo-1`. */
  name: string;
  /** The first, which stands for the others. */
  layer: Layer;
  members: readonly { layer: string; cell: number }[];
}

/** The layers of a template from the front to the back; on a page of several photos, those of all cells together. */
export function groupsOf({ layers, cells }: Pick<Template, 'layers' | 'cells'>): LayerGroup[] {
  const groups = Map.groupBy(layers, ({ layer }) => groupName(layer, cells));
  return [...groups].reverse().flatMap(([name, [first, ...others]]) => {
    if (first === undefined) return [];
    const members = [first, ...others].map(({ layer }) => ({ layer, cell: cellOf(layer, cells) }));
    return [{ name: others.length === 0 ? first.layer : name, layer: first, members }];
  });
}

const cellNumber = (layer: string, cells: number) => {
  const number = Number(/(\d+)$/.exec(layer)?.[1] ?? 0);
  return cells > 1 && number >= 1 && number <= cells ? number : null;
};

const groupName = (layer: string, cells: number) =>
  cellNumber(layer, cells) === null ? layer : layer.replace(/\d+$/, '*');

const cellOf = (layer: string, cells: number) => (cellNumber(layer, cells) ?? 1) - 1;

/** The mapping with all layers of a group taking other things. */
export const withFacets = (mapping: Mapping, { members }: LayerGroup, change: FacetChange): Mapping =>
  members.reduce((changed, { layer, cell }) => withEntry(changed, layer, cell, change), mapping);

/** One that takes nothing any more is left out, unless it belongs to a later cell. */
function withEntry(mapping: Mapping, layer: string, cell: number, change: FacetChange): Mapping {
  const before = entryOf(mapping, layer);
  const given = Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined);
  const entry: LayerMapping = { cell, ...Object.fromEntries(given), layer };
  const keep = takesAnything(entry) || entry.cell > 0;
  if (before === undefined) return keep ? { ...mapping, layers: [...mapping.layers, entry] } : mapping;
  return {
    ...mapping,
    layers: keep
      ? mapping.layers.map((other) => (other === before ? entry : other))
      : mapping.layers.filter((other) => other !== before),
  };
}

/** What each begins with. */
export function startOf(layer: Layer): Required<{ [F in Facet]: NonNullable<LayerMapping[F]> }> {
  const text = layer.type === 'text' ? layer.text : '';
  return {
    place: { to: 'mug', position: true, size: true, rotation: false, margin: 0 },
    text: text === '' ? '{{photo_name}}' : text,
    picture: { kind: 'photo' },
    rating: 'confidence_score',
    colour: [{ colour: colourOf(layer) }],
    visible: [{ value: 'mug_count', is: '≥', to: 1 }],
    fixed: { opacity: layer.opacity },
  };
}

const colourOf = (layer: LayerOf<'text' | 'rating' | 'shape' | 'image'>): string => {
  if (layer.type === 'image') return layer.borderColor;
  if (layer.type === 'shape') return layer.fill ?? '#1f6feb';
  return layer.color;
};

/** Two mappings say the same, whatever the order of their fields. */
export const sameMapping = (a: Mapping, b: Mapping) => sorted(a) === sorted(b);

const sorted = (value: unknown) =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
