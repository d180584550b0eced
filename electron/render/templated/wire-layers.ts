import {
  type Layer,
  type LayerOverride,
  type LayerOverrides,
  layerSchema,
  maxTextChars,
  pictureSchema,
} from '../../../shared/template.ts';
import { colourOf, firstOf, flagOf, numberOf, pixelsOf, recordOf, textOf, wordsOf } from './wire-values.ts';

/** A layer, or what is to change of one, in Templated's words: `font_size: '24px'`, https://templated.io/docs/ */
export type WireLayer = Record<string, unknown>;

interface Size {
  width: number;
  height: number;
}
/** What shares are of. */
interface Wholes {
  canvas: Size;
  box: Size;
  fontSize: number;
}

/** How one property of ours is written and read. What cannot be read is undefined. */
interface Property {
  name: string;
  write: (value: unknown) => unknown;
  read: (value: unknown, wholes: Wholes) => unknown;
}

const asItIs = (value: unknown) => value;
const inPixels = (value: unknown) => `${value}px`;
/** null leaves what the drawing has: nothing is sent. */
const unlessNull = (value: unknown) => value ?? undefined;
const within = (value: number | undefined, min: number, max: number) =>
  value === undefined ? undefined : Math.min(max, Math.max(min, value));
const number = (name: string, min: number, max: number): Property => ({
  name,
  write: asItIs,
  read: (value) => within(numberOf(value), min, max),
});
const colour = (name: string): Property => ({ name, write: unlessNull, read: colourOf });
const choice = (name: string, words: Readonly<Record<string, string>>): Property => ({
  name,
  write: asItIs,
  read: (value) => words[String(value).toLowerCase()],
});

const readFlag = (value: unknown) => flagOf(value);

const place = {
  x: {
    name: 'x',
    write: asItIs,
    read: (value, { canvas }) => within(pixelsOf(value, canvas.width), -20_000, 20_000),
  },
  y: {
    name: 'y',
    write: asItIs,
    read: (value, { canvas }) => within(pixelsOf(value, canvas.height), -20_000, 20_000),
  },
  width: {
    name: 'width',
    write: asItIs,
    read: (value, { canvas }) => within(pixelsOf(value, canvas.width), 0, 20_000),
  },
  height: {
    name: 'height',
    write: asItIs,
    read: (value, { canvas }) => within(pixelsOf(value, canvas.height), 0, 20_000),
  },
} as const satisfies Record<string, Property>;

/** By our names; `picture` has no twin and is written by hand. */
const properties: Readonly<Record<Exclude<keyof LayerOverride, 'picture'>, Property>> = {
  ...place,
  rotation: number('rotation', -360, 360),
  opacity: number('opacity', 0, 1),
  hide: { name: 'hide', write: asItIs, read: readFlag },
  text: { name: 'text', write: asItIs, read: (value) => textOf(value)?.slice(0, maxTextChars) },
  color: colour('color'),
  background: colour('background'),
  fontFamily: { name: 'font_family', write: asItIs, read: (value) => wordsOf(value)?.slice(0, 100) },
  fontSize: { name: 'font_size', write: inPixels, read: (value) => within(numberOf(value), 1, 2_000) },
  fontWeight: { name: 'font_weight', write: asItIs, read: weightOf },
  italic: {
    name: 'font_style',
    write: (value) => (value ? 'italic' : 'normal'),
    read: (value) => (typeof value === 'string' ? /italic|oblique/i.test(value) : undefined),
  },
  letterSpacing: {
    name: 'letter_spacing',
    write: inPixels,
    read: (value, { fontSize }) => within(emOf(value, fontSize) ?? pixelsOf(value, fontSize), -100, 1_000),
  },
  lineHeight: { name: 'line_height', write: asItIs, read: lineHeightOf },
  horizontalAlign: choice('horizontal_align', {
    left: 'left',
    start: 'left',
    center: 'center',
    right: 'right',
    end: 'right',
  }),
  verticalAlign: choice('vertical_align', {
    top: 'top',
    start: 'top',
    center: 'center',
    middle: 'center',
    bottom: 'bottom',
    end: 'bottom',
  }),
  autofit: {
    name: 'autofit',
    write: asItIs,
    // Also seen: what is to fit, 'width' or 'height'.
    read: (value) => flagOf(value) ?? (typeof value === 'string' ? !['', 'none'].includes(value) : undefined),
  },
  objectFit: choice('object_fit', {
    cover: 'cover',
    contain: 'contain',
    'scale-down': 'contain',
    fill: 'fill',
    none: 'none',
  }),
  borderWidth: {
    name: 'border_width',
    write: asItIs,
    read: (value, { box }) => within(pixelsOf(value, shorterSideOf(box)), 0, 20_000),
  },
  borderColor: colour('border_color'),
  borderRadius: {
    name: 'border_radius',
    write: inPixels,
    read: (value, { box }) => within(pixelsOf(value, shorterSideOf(box)), 0, 20_000),
  },
  svg: { name: 'html', write: asItIs, read: svgOf },
  fill: colour('fill'),
  stroke: colour('stroke'),
  rating: number('rating', 0, 5),
};

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

const pictureProperty: Property = {
  name: 'image_url',
  write: asItIs,
  read: (value) => pictureSchema.safeParse({ kind: 'url', url: value }).data,
};

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

function shorterSideOf({ width, height }: Size): number {
  return Math.min(width, height);
}

function weightOf(value: unknown): number | undefined {
  const named = { normal: 400, regular: 400, bold: 700 }[String(value).toLowerCase()];
  const weight = within(named ?? numberOf(value), 100, 900);
  return weight === undefined ? undefined : Math.round(weight);
}

/** A multiple, or as CSS has it a share or pixels: 1.2, '120%', '29px'. */
function lineHeightOf(value: unknown, { fontSize }: Wholes): number | undefined {
  const isPixels = typeof value === 'string' && /px\s*$/i.test(value);
  const multiple = isPixels ? (numberOf(value) ?? Number.NaN) / fontSize : pixelsOf(value, 1);
  return multiple === undefined || Number.isNaN(multiple) ? undefined : within(multiple, 0.5, 5);
}

function emOf(value: unknown, fontSize: number): number | undefined {
  const ems = typeof value === 'string' ? /^\s*(-?[\d.]+)em\s*$/i.exec(value)?.[1] : undefined;
  const number = numberOf(ems);
  return number === undefined ? undefined : number * fontSize;
}

function svgOf(value: unknown): string | undefined {
  return typeof value === 'string' ? /<svg[\s\S]*<\/svg>|<svg[^>]*\/>/i.exec(value)?.[0] : undefined;
}
