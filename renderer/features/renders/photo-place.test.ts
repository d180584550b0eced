import { expect, test } from 'vitest';
import type { Detection } from '../../../shared/analysis.ts';
import type { Layer, LayerOf, Picture, Template } from '../../../shared/template.ts';
import { photoPlace } from './photo-place.ts';

const layer = (name: string, picture: Picture, part: Partial<LayerOf<'image'>> = {}): Layer => ({
  layer: name,
  type: 'image',
  x: 100,
  y: 50,
  width: 600,
  height: 300,
  rotation: 4,
  opacity: 1,
  hide: false,
  picture,
  objectFit: 'cover',
  borderWidth: 0,
  borderColor: 'transparent',
  borderRadius: 0,
  ...part,
});
const template = (...layers: Layer[]): Template => ({
  id: 'own:card',
  source: 'local',
  builtIn: false,
  name: 'Card',
  description: '',
  tags: [],
  folder: null,
  width: 1_000,
  height: 500,
  background: '#ffffff',
  cells: 1,
  layers,
  updatedAt: '2026-11-22T14:00:00.000Z',
});
const mug: Detection = {
  label: 'mug',
  score: 0.9,
  box: { x: 300, y: 200, width: 200, height: 100 },
  handle: null,
  upright: null,
  pose: null,
  seenFromAbove: null,
  printArea: null,
};
const analysis = { width: 800, height: 600, detections: [mug], placements: [] };
const mapping = { templateId: 'own:card', frame: null, fit: 'cover' as const, layers: [] };

test('a photo that covers its layer is cut alike on both sides', () => {
  const place = photoPlace(template(layer('photo', { kind: 'photo' })), mapping, analysis);
  expect(place?.frame).toEqual({ x: 0.1, y: 0.1, width: 0.6, height: 0.6 });
  expect(place?.rotation).toBe(4);
  expect(place?.photo).toEqual({ x: 0, y: -0.25, width: 1, height: 1.5 });
});

test('a photo that is contained leaves room beside it', () => {
  const contained = layer('photo', { kind: 'photo' }, { objectFit: 'contain' });
  const { x = 0, y, width = 0 } = photoPlace(template(contained), mapping, analysis)?.photo ?? {};
  expect(x).toBeCloseTo((1 - width) / 2);
  expect(y).toBe(0);
});

test('a cut around the mug enlarges the photo and puts the mug into the middle', () => {
  const cut = layer('photo', { kind: 'mockup', margin: 0 });
  // The mug is as wide for its height as the layer: it fills it.
  const {
    x = 0,
    y = 0,
    width = 0,
    height = 0,
  } = photoPlace(template(cut), mapping, analysis, 0)?.photo ?? {};
  expect([width, height]).toEqual([4, 6]);
  expect(x + (400 / 800) * width).toBeCloseTo(0.5);
  expect(y + (250 / 600) * height).toBeCloseTo(0.5);
});

test('the cut takes in what the layer has room for', () => {
  const square = { ...analysis, detections: [{ ...mug, box: { x: 350, y: 250, width: 100, height: 100 } }] };
  const cut = layer('photo', { kind: 'mug', margin: 0 });
  // 200 × 100 pixels of the photo fill 600 × 300 of the layer.
  expect(photoPlace(template(cut), mapping, square, 0)?.photo.width).toBe(4);
});

test('what the mapping shows counts, and the mock-up before the mere photo', () => {
  const layers = [
    layer('small', { kind: 'design' }, { width: 10, height: 10 }),
    layer('photo', { kind: 'photo' }),
  ];
  const entry = { layer: 'small', cell: 0, picture: { kind: 'mockup' as const } };
  const place = photoPlace(template(...layers), { ...mapping, layers: [entry] }, analysis);
  expect(place?.frame.width).toBe(0.01);
});

test('a template without the photo has no place for it', () => {
  expect(photoPlace(template(layer('logo', { kind: 'design' })), mapping, analysis)).toBeNull();
});
