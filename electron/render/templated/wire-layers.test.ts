import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Layer,
  type LayerOverride,
  layerOverrideSchema,
  layerSchema,
} from '../../../shared/template.ts';
import { layersFromWire, layerToWire, overridesToWire, overrideToWire } from './wire-layers.ts';

const canvas = { width: 1_000, height: 500 };
const read = (...wire: unknown[]) => layersFromWire(wire, canvas);
const readOne = (wire: object) =>
  read({ layer: 'a', x: 0, y: 0, width: 200, height: 100, ...wire }).layers[0];

test('x: 0, rotation: 0, hide: false and the empty text are sent', () => {
  const override: LayerOverride = {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
    rotation: 0,
    opacity: 0,
    hide: false,
    text: '',
    letterSpacing: 0,
    italic: false,
    autofit: false,
    borderWidth: 0,
    borderRadius: 0,
    rating: 0,
  };
  expect(overridesToWire({ title: override })).toEqual({
    title: {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
      rotation: 0,
      opacity: 0,
      hide: false,
      text: '',
      letter_spacing: '0px',
      font_style: 'normal',
      autofit: false,
      border_width: 0,
      border_radius: '0px',
      rating: 0,
    },
  });
});

test('what is not to be changed is not sent', () => {
  expect(overrideToWire({})).toEqual({});
  expect(overrideToWire({ fill: null, stroke: null })).toEqual({});
});

test('the words are those of the vendor', () => {
  const override: LayerOverride = {
    fontFamily: 'Lora',
    fontSize: 24,
    fontWeight: 700,
    lineHeight: 1.5,
    horizontalAlign: 'right',
    verticalAlign: 'bottom',
    picture: { kind: 'url', url: 'https://example.com/a.png' },
    objectFit: 'contain',
    borderColor: '#fff',
    borderRadius: 12.5,
    svg: '<svg/>',
  };
  expect(overrideToWire(override)).toEqual({
    font_family: 'Lora',
    font_size: '24px',
    font_weight: 700,
    line_height: 1.5,
    horizontal_align: 'right',
    vertical_align: 'bottom',
    image_url: 'https://example.com/a.png',
    object_fit: 'contain',
    border_color: '#fff',
    border_radius: '12.5px',
    html: '<svg/>',
  });
});

test('a picture without an address hides its layer, even one that was to be shown', () => {
  expect(overrideToWire({ picture: null, hide: false })).toEqual({ hide: true });
  expect(overrideToWire({ picture: { kind: 'photo' } })).toEqual({ hide: true });
});

const number = (min: number, max: number) =>
  fc
    .double({ min, max, noNaN: true, noDefaultInfinity: true })
    .map((value) => Math.round(value * 100) / 100 + 0);
const colour = fc.stringMatching(/^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/);
const name = fc.stringMatching(/^[\w äöü-]{1,60}$/).filter((text) => text.trim() === text && text !== '');
const place = {
  x: number(-20_000, 20_000),
  y: number(-20_000, 20_000),
  width: number(0, 20_000),
  height: number(0, 20_000),
  rotation: number(-360, 360),
  opacity: number(0, 1),
  hide: fc.boolean(),
};
const text = {
  text: fc.string(),
  color: colour,
  background: fc.oneof(colour, fc.constant('transparent')),
  fontFamily: name,
  fontSize: number(1, 2_000),
  fontWeight: fc.integer({ min: 100, max: 900 }),
  italic: fc.boolean(),
  letterSpacing: number(-100, 1_000),
  lineHeight: number(0.5, 5),
  horizontalAlign: fc.constantFrom('left', 'center', 'right'),
  verticalAlign: fc.constantFrom('top', 'center', 'bottom'),
  autofit: fc.boolean(),
};
const url = fc.webUrl({ validSchemes: ['https'] }).map((value) => ({ kind: 'url' as const, url: value }));
const image = {
  picture: url,
  objectFit: fc.constantFrom('cover', 'contain', 'fill', 'none'),
  borderWidth: number(0, 20_000),
  borderColor: colour,
  borderRadius: number(0, 20_000),
};
const shape = {
  svg: fc.constantFrom('<svg/>', '<svg viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'),
  fill: colour,
  stroke: colour,
};
const rating = { rating: number(0, 5), color: colour };
const shapes = { text, image, shape, rating } as const;
const layerOf = <T extends Layer['type']>(type: T) =>
  fc
    .record<Record<string, unknown>>({ layer: name, type: fc.constant(type), ...place, ...shapes[type] })
    .map((layer) => layerSchema.parse(layer));
const layer = fc.oneof(layerOf('text'), layerOf('image'), layerOf('shape'), layerOf('rating'));
const pair = fc
  .constantFrom('text' as const, 'image' as const, 'shape' as const, 'rating' as const)
  .chain((type) =>
    fc.tuple(
      layerOf(type),
      fc
        .record<Record<string, unknown>>({ ...place, ...shapes[type] }, { requiredKeys: [] })
        .map((override) => layerOverrideSchema.parse(override)),
    ),
  );

test('every layer comes back from their words as it was', () => {
  fc.assert(
    fc.property(layer, (one) => {
      expect(read(layerToWire(one))).toEqual({ layers: [one], placed: true, warnings: [] });
    }),
  );
});

test('an override sent is the same as one applied here', () => {
  fc.assert(
    fc.property(pair, ([one, override]) => {
      const [there] = read({ ...layerToWire(one), ...overrideToWire(override) }).layers;
      expect(there).toEqual({ ...one, ...override });
    }),
  );
});

test('whatever comes, reading it does not break, and what comes out is a layer of ours', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.record({
      layer: fc.anything(),
      type: fc.constantFrom('text', 'image', 'shape', 'rating'),
      width: fc.anything(),
      text: fc.anything(),
      font_size: fc.anything(),
      html: fc.anything(),
      order: fc.anything(),
    }),
  );
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 5 }), (values) => {
      const { layers } = layersFromWire(values, canvas);
      for (const one of layers) expect(layerSchema.safeParse(one).success).toBe(true);
      expect(new Set(layers.map((one) => one.layer)).size).toBe(layers.length);
    }),
  );
});

describe('of what they write', () => {
  test.each<[object, object]>([
    [{ type: 'text', font_size: '24px' }, { fontSize: 24 }],
    [{ type: 'TEXT', font_size: 24 }, { fontSize: 24 }],
    [{ type: 'text', font_weight: 'bold' }, { fontWeight: 700 }],
    [{ type: 'text', font_weight: '600' }, { fontWeight: 600 }],
    [{ type: 'text', line_height: '150%' }, { lineHeight: 1.5 }],
    [{ type: 'text', line_height: '36px', font_size: '24px' }, { lineHeight: 1.5 }],
    [{ type: 'text', line_height: '1.5' }, { lineHeight: 1.5 }],
    [{ type: 'text', letter_spacing: '0.1em', font_size: 20 }, { letterSpacing: 2 }],
    [
      { type: 'text', vertical_align: 'middle', horizontal_align: 'end' },
      { verticalAlign: 'center', horizontalAlign: 'right' },
    ],
    [{ type: 'text', horizontal_align: 'justify' }, { horizontalAlign: 'left' }],
    [{ type: 'text', autofit: 'width' }, { autofit: true }],
    [{ type: 'text', autofit: 'none' }, { autofit: false }],
    [{ type: 'text', color: 'rgb(255, 0, 128)' }, { color: '#ff0080' }],
    [{ type: 'text', color: 'rgba(255,0,128,0.5)' }, { color: '#ff008080' }],
    [{ type: 'text', color: 'rebeccapurple' }, { color: '#000000' }],
    [{ type: 'text', background: null }, { background: 'transparent' }],
    [{ type: 'text', text: 7 }, { text: '7' }],
    [
      { type: 'text', hide: 'false', opacity: '0.5' },
      { hide: false, opacity: 0.5 },
    ],
    [{ type: 'text', rotation: '-15deg' }, { rotation: -15 }],
    [
      { type: 'text', x: '10%', y: '10%', width: '50%', height: '20px' },
      { x: 100, y: 50, width: 500, height: 20 },
    ],
    [{ type: 'image', border_radius: '50%' }, { borderRadius: 50 }],
    [
      { type: 'image', border_radius: '10px', border_width: '2px' },
      { borderRadius: 10, borderWidth: 2 },
    ],
    [{ type: 'image', object_fit: 'scale-down' }, { objectFit: 'contain' }],
    [
      { type: 'shape', html: '<div><svg id="a"></svg></div>', fill: 'none' },
      { svg: '<svg id="a"></svg>', fill: 'transparent' },
    ],
    [
      { type: 'rating', rating: '4.5', color: '#F5A623' },
      { rating: 4.5, color: '#f5a623' },
    ],
  ])('%j is %j', (wire, expected) => {
    expect(readOne(wire)).toMatchObject(expected);
  });
});

test('what only they can draw is left out and named, and the others stay', () => {
  const { layers, warnings, placed } = read(
    { layer: 'clip', type: 'video' },
    { layer: 'code', type: 'barcode' },
    { layer: 'frame', type: 'shape', html: '<div/>' },
    { type: 'text', text: 'kept' },
    'no layer',
  );
  expect(layers).toMatchObject([{ layer: 'layer-4', text: 'kept' }]);
  expect(warnings).toEqual([
    'The layer “clip” is left out on this computer: it is of the type “video”.',
    'The layer “code” is left out on this computer: it is of the type “barcode”.',
    'The layer “frame” is left out on this computer: its values make no sense.',
    'The layer “layer-5” is left out on this computer: Templated does not say what it is.',
  ]);
  expect(placed).toBe(false);
});

test('a picture over plain http is left out and named', () => {
  const { layers, warnings } = read({ layer: 'a', type: 'image', image_url: 'http://example.com/a.png' });
  expect(layers).toMatchObject([{ picture: null }]);
  expect(warnings).toEqual([expect.stringContaining('no address that begins with https://')]);
});

test('layers stand in their order where they have one, and two of one name get two', () => {
  const { layers, warnings } = read(
    { layer: 'front', type: 'text', order: 3 },
    { layer: 'back', type: 'text', order: '1' },
    { layer: 'front', type: 'text', order: 2, text: 'second' },
  );
  expect(layers.map((one) => one.layer)).toEqual(['back', 'front', 'front (2)']);
  expect(warnings).toEqual(['Two layers are called “front”: one is “front (2)” here.']);
  expect(
    read({ layer: 'b', type: 'text', order: 2 }, { layer: 'a', type: 'text' }).layers.map((one) => one.layer),
  ).toEqual(['b', 'a']);
});
