import { type LayerOverride, maxTextChars, pictureSchema } from '../../../shared/template.ts';
import { colourOf, flagOf, numberOf, pixelsOf, textOf, wordsOf } from './wire-values.ts';

export interface Size {
  width: number;
  height: number;
}
/** What shares are of. */
export interface Wholes {
  canvas: Size;
  box: Size;
  fontSize: number;
}

/** How one property of ours is written and read. What cannot be read is undefined. */
export interface Property {
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

/** Where a layer is. */
export const place = {
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
export const properties: Readonly<Record<Exclude<keyof LayerOverride, 'picture'>, Property>> = {
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

/** What an image layer shows: only addresses that our templates may hold. */
export const pictureProperty: Property = {
  name: 'image_url',
  write: asItIs,
  read: (value) => pictureSchema.safeParse({ kind: 'url', url: value }).data,
};

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
