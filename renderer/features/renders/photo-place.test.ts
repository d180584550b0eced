import { expect, test } from 'vitest';
import type { Layer, Template } from '../../../shared/template.ts';
import { photoPlace, wholePicture } from './photo-place.ts';

const frame: Layer = {
  layer: 'photo',
  type: 'image',
  x: 100,
  y: 50,
  width: 600,
  height: 300,
  rotation: 4,
  opacity: 1,
  hide: false,
  picture: { kind: 'mockup' },
  objectFit: 'cover',
  borderWidth: 0,
  borderColor: 'transparent',
  borderRadius: 0,
};
const template: Template = {
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
  layers: [frame],
  updatedAt: '2026-11-22T14:00:00.000Z',
};
const mapping = (name: string | null) => ({
  templateId: 'own:card',
  frame: name,
  fit: 'cover' as const,
  layers: [],
});

test('the photo lies where the frame of the mapping is', () => {
  expect(photoPlace(template, mapping('photo'))).toEqual({
    left: 0.1,
    top: 0.1,
    width: 0.6,
    height: 0.6,
    rotation: 4,
    fit: 'cover',
  });
});

test('without a frame it is the whole picture, with one that is not there the whole photo', () => {
  expect(photoPlace(template, mapping(null))).toEqual({ ...wholePicture, fit: 'cover' });
  expect(photoPlace(template, mapping('gone'))).toEqual(wholePicture);
});
