import { expect, test } from 'vitest';
import { applyMapping, checkLayers } from '../../shared/rendering/apply-mapping.ts';
import type { Layer, LayerOf, Template } from '../../shared/template.ts';
import { ownMapping } from './own-mapping.ts';
import { sampleSubjects } from './sample-subjects.ts';

const place = { x: 0, y: 0, rotation: 0, opacity: 1, hide: false };

const image = (layer: string, side: number, also: Partial<LayerOf<'image'>> = {}): LayerOf<'image'> => ({
  ...{ layer, type: 'image', ...place, width: side, height: side, picture: null, objectFit: 'contain' },
  ...{ borderWidth: 0, borderColor: '#000', borderRadius: 0 },
  ...also,
});

const text = (layer: string): LayerOf<'text'> => ({
  ...{ layer, type: 'text', ...place, width: 300, height: 40, text: 'as it is', color: '#000000' },
  ...{ background: 'transparent', fontFamily: 'Inter', fontSize: 20, fontWeight: 400, italic: false },
  ...{ letterSpacing: 0, lineHeight: 1.2, horizontalAlign: 'left', verticalAlign: 'top', autofit: false },
});

const templateOf = (...layers: Layer[]): Template => ({
  ...{
    id: 'abc',
    source: 'templated',
    builtIn: false,
    name: 'Theirs',
    description: '',
    tags: [],
    folder: null,
  },
  ...{ width: 400, height: 300, background: '#ffffff', cells: 1, layers },
  updatedAt: '2026-11-01T00:00:00.000Z',
});

test('the largest picture shows the photo, and texts named like values show them', () => {
  const template = templateOf(
    image('small', 50),
    image('large', 200, { objectFit: 'fill', picture: { kind: 'url', url: 'https://example.com/a.png' } }),
    image('hidden', 300, { hide: true }),
    image('logo', 300, { picture: { kind: 'asset', designId: '0'.repeat(64) } }),
    text('zone'),
    text('headline'),
  );
  const mapping = ownMapping(template);
  expect(mapping).toMatchObject({ templateId: 'abc', frame: 'large', fit: 'stretch' });
  expect(() => checkLayers(template, mapping)).not.toThrow();
  const [subject] = sampleSubjects('samples', 1, null);
  if (subject === undefined) throw new Error('There is no sample.');
  const { overrides, warnings } = applyMapping({ template, mapping, cells: [subject] });
  expect(overrides).toEqual({ large: { picture: { kind: 'photo' } }, zone: { text: 'centre' } });
  expect(warnings).toEqual([]);
});

test('a picture that says what it shows keeps that', () => {
  const template = templateOf(image('photo', 200, { picture: { kind: 'mockup' }, objectFit: 'cover' }));
  const { frame, fit, layers } = ownMapping(template);
  expect({ frame, fit, layers }).toEqual({
    frame: 'photo',
    fit: 'cover',
    layers: [{ layer: 'photo', cell: 0 }],
  });
});

test('without a picture the whole canvas is the frame', () => {
  expect(ownMapping(templateOf(text('headline')))).toEqual({
    ...{ templateId: 'abc', frame: null, fit: 'cover', layers: [] },
  });
});
