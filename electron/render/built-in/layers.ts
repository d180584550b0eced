import type { Box } from '../../../shared/analysis.ts';
import type { Mapping } from '../../../shared/mapping.ts';
import type { LayerOf, Template } from '../../../shared/template.ts';

/** A template that comes with the program, and what fills it. */
export interface BuiltIn {
  template: Template;
  mapping: Mapping;
}

/** Neutral greys carry the picture; each of the texts has a contrast of at least 4.5 : 1 on paper and on mist. */
export const ink = {
  paper: '#ffffff',
  mist: '#f2f2f1',
  /** Behind photos, which keep their true colours: dark where overlays are drawn, light beside text. */
  canvas: '#333333',
  mount: '#e6e6e5',
  line: '#dcdcdc',
  text: '#1c1c1c',
  second: '#565656',
  third: '#666666',
} as const;

const plain = { rotation: 0, opacity: 1, hide: false } as const;

/** A text layer: regular Inter, black, from the left, middle of its height, unless said otherwise. */
export function text(layer: string, place: Box, style: Partial<LayerOf<'text'>>): LayerOf<'text'> {
  return {
    layer,
    type: 'text',
    ...plain,
    ...place,
    text: '',
    color: ink.text,
    background: 'transparent',
    fontFamily: 'Inter',
    fontSize: 24,
    fontWeight: 400,
    italic: false,
    letterSpacing: 0,
    lineHeight: 1.2,
    horizontalAlign: 'left',
    verticalAlign: 'center',
    autofit: false,
    ...style,
  };
}

/** An image layer: what it shows is seen whole, without a border, unless said otherwise. */
export function image(layer: string, place: Box, style: Partial<LayerOf<'image'>>): LayerOf<'image'> {
  return {
    layer,
    type: 'image',
    ...plain,
    ...place,
    picture: null,
    objectFit: 'contain',
    borderWidth: 0,
    borderColor: 'transparent',
    borderRadius: 0,
    ...style,
  };
}

/** A rectangle of one colour, its corners rounded by `radius` pixels. */
export function panel(layer: string, place: Box, fill: string, radius = 0): LayerOf<'shape'> {
  const { width, height } = place;
  return shape(layer, place, `<rect width="${width}" height="${height}" rx="${radius}"/>`, fill);
}

/** A drawing in pixels of its layer, of one colour where a fill is given. */
export function shape(
  layer: string,
  place: Box,
  drawing: string,
  fill: string | null = null,
): LayerOf<'shape'> {
  const { width, height } = place;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${drawing}</svg>`;
  return { layer, type: 'shape', ...plain, ...place, svg, fill, stroke: null };
}

/** Five stars, none of them filled. */
export function rating(layer: string, place: Box, color: string): LayerOf<'rating'> {
  return { layer, type: 'rating', ...plain, ...place, rating: 0, color };
}

/** What all that come with the program have; a new date when one of them changes, so that pictures are made anew. */
export const shipped = {
  source: 'local',
  builtIn: true,
  folder: null,
  updatedAt: '2026-11-22T00:00:00.000Z',
} as const;

/** `left, top, width, height` as a box. */
export function at(x: number, y: number, width: number, height: number): Box {
  return { x, y, width, height };
}
