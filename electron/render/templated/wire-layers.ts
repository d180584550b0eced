import {
  type Layer,
  type LayerOverride,
  type LayerOverrides,
  layerSchema,
} from '../../../shared/template.ts';
import {
  type Property,
  pictureProperty,
  place,
  properties,
  type Size,
  type Wholes,
} from './wire-properties.ts';
import { firstOf, numberOf, pixelsOf, recordOf, wordsOf } from './wire-values.ts';

/** A layer, or what is to change of one, in Templated's words: `font_size: '24px'`, https://templated.io/docs/ */
export type WireLayer = Record<string, unknown>;

/** What a layer has where Templated says nothing. */
const ofEvery = { x: 0, y: 0, width: 0, height: 0, rotation: 0, opacity: 1, hide: false };
const defaults: { [T in Layer['type']]: Omit<Extract<Layer, { type: T }>, 'layer' | 'type'> } = {
  text: {
    ...ofEvery,
    text: '',
    color: '#000000',
    background: 'transparent',
    fontFamily: 'Inter',
    fontSize: 24,
    fontWeight: 400,
    italic: false,
    letterSpacing: 0,
    lineHeight: 1.2,
    horizontalAlign: 'left',
    verticalAlign: 'top',
    autofit: false,
  },
  image: {
    ...ofEvery,
    picture: null,
    objectFit: 'cover',
    borderWidth: 0,
    borderColor: '#000000',
    borderRadius: 0,
  },
  shape: { ...ofEvery, svg: '', fill: null, stroke: null },
  rating: { ...ofEvery, rating: 0, color: '#f5a623' },
};

/**
 * What one layer is to be instead. Zero, false and the empty text are sent. Of pictures only those with an address
 * can be: any other, and none, hides its layer.
 */
export function overrideToWire(override: LayerOverride): WireLayer {
  const { picture } = override;
  const wire = valuesToWire(override);
  if (picture === undefined) return wire;
  return picture?.kind === 'url' ? { ...wire, image_url: picture.url } : { ...wire, hide: true };
}

/** `layers` of a render: by the name of the layer. */
export function overridesToWire(overrides: LayerOverrides): Record<string, WireLayer> {
  return Object.fromEntries(
    Object.entries(overrides).map(([layer, override]) => [layer, overrideToWire(override)]),
  );
}

/** A layer as templates are made of. A picture without an address becomes an empty box, to be filled. */
export function layerToWire(layer: Layer): WireLayer {
  const wire = { layer: layer.layer, type: layer.type, ...valuesToWire(layer) };
  const picture = layer.type === 'image' ? layer.picture : null;
  return picture?.kind === 'url' ? { ...wire, image_url: picture.url } : wire;
}

function valuesToWire(values: LayerOverride): WireLayer {
  const wire: WireLayer = {};
  for (const [name, { name: theirs, write }] of Object.entries(properties)) {
    const value: unknown = Reflect.get(values, name);
    const written = value === undefined ? undefined : write(value);
    if (written !== undefined) wire[theirs] = written;
  }
  return wire;
}

export interface ReadLayers {
  layers: Layer[];
  /** False when Templated left out where they are: they can be filled, yet not drawn here. */
  placed: boolean;
  warnings: string[];
}

/** Templated's layers as ours, from the back to the front. What we cannot draw is left out and named. */
export function layersFromWire(values: readonly unknown[], canvas: Size): ReadLayers {
  const warnings: string[] = [];
  const layers: Layer[] = [];
  const names = new Set<string>();
  let placed = true;
  for (const [index, value] of inOrder(values).entries()) {
    const wire = recordOf(value);
    const name = nameOf(wire) ?? `layer-${index + 1}`;
    const type = wordsOf(wire?.type)?.toLowerCase() ?? '';
    if (wire === undefined || !isOurs(type)) {
      warnings.push(`The layer “${name}” is left out on this computer: ${kindWords(type)}.`);
      continue;
    }
    const read = layerOf(wire, { layer: unique(name, names), type }, canvas);
    if (read === null) {
      warnings.push(`The layer “${name}” is left out on this computer: its values make no sense.`);
      continue;
    }
    names.add(read.layer);
    if (read.layer !== name) warnings.push(`Two layers are called “${name}”: one is “${read.layer}” here.`);
    if (read.type === 'image' && read.picture === null && wordsOf(wire.image_url) !== undefined) {
      warnings.push(
        `The picture of the layer “${name}” is left out: it has no address that begins with https://.`,
      );
    }
    placed &&= ['x', 'y', 'width', 'height'].every((side) => numberOrShare(wire[side]));
    layers.push(read);
  }
  return { layers, placed, warnings };
}

/** Null when even with all that is lenient no layer comes out of it. */
function layerOf(wire: WireLayer, head: { layer: string; type: Layer['type'] }, canvas: Size): Layer | null {
  const usual: Record<string, unknown> = defaults[head.type];
  const wholes: Wholes = { canvas, box: canvas, fontSize: numberOf(wire.font_size) ?? 24 };
  wholes.box = {
    width: place.width.read(wire.width, wholes) ?? 0,
    height: place.height.read(wire.height, wholes) ?? 0,
  };
  const read: Record<string, unknown> = { ...head };
  for (const name of Object.keys(usual)) {
    const property = name === 'picture' ? pictureProperty : Reflect.get(properties, name);
    read[name] = propertyOf(property, wire, wholes) ?? usual[name];
  }
  const parsed = layerSchema.safeParse(read);
  return parsed.success && !(parsed.data.type === 'shape' && parsed.data.svg === '') ? parsed.data : null;
}

function propertyOf(property: Property, wire: WireLayer, wholes: Wholes): unknown {
  const value = wire[property.name];
  return value === undefined || value === null ? undefined : property.read(value, wholes);
}

function isOurs(type: string): type is Layer['type'] {
  return Object.hasOwn(defaults, type);
}

function kindWords(type: string): string {
  return type === '' ? 'Templated does not say what it is' : `it is of the type “${type.slice(0, 40)}”`;
}

/** `layer` is the name; `name` is what some clients write. */
function nameOf(wire: WireLayer | undefined): string | undefined {
  return wordsOf(wire && firstOf(wire, 'layer', 'name'))
    ?.replace(/\p{Cc}+/gu, ' ')
    .slice(0, 100);
}

function unique(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) {
    const next = `${name.slice(0, 90)} (${number})`;
    if (!taken.has(next)) return next;
  }
}

/** By `order` where every layer has one. */
function inOrder(values: readonly unknown[]): readonly unknown[] {
  const orders = values.map((value) => numberOf(recordOf(value)?.order));
  if (orders.includes(undefined)) return values;
  return values
    .map((value, index) => ({ value, order: orders[index] ?? 0 }))
    .sort((one, other) => one.order - other.order)
    .map(({ value }) => value);
}

function numberOrShare(value: unknown): boolean {
  return pixelsOf(value, 1) !== undefined;
}
