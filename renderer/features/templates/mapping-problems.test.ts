import { expect, test } from 'vitest';
import type { Mapping } from '../../../shared/mapping.ts';
import type { Template } from '../../../shared/template.ts';
import { matchesFrame, named, problemsOf } from './mapping-problems.ts';

const template: Template = {
  ...{ id: 'own:1', source: 'local', builtIn: false, name: 'Card', description: '', tags: [], folder: null },
  ...{ width: 400, height: 400, background: '#ffffff', cells: 1, updatedAt: '2026-11-22T00:00:00.000Z' },
  layers: [
    {
      ...{ layer: 'photo', type: 'image', x: 0, y: 0, width: 400, height: 400, rotation: 0, opacity: 1 },
      ...{ hide: false, picture: { kind: 'photo' }, objectFit: 'cover' },
      ...{ borderWidth: 0, borderColor: 'transparent', borderRadius: 0 },
    },
  ],
};
const mapping = (change: Partial<Mapping>): Mapping => ({
  ...{ templateId: 'own:1', frame: 'photo', fit: 'cover', layers: [] },
  ...change,
});

test('a mapping that does has no problems', () => {
  const layers = [{ layer: 'photo', cell: 0, visible: [{ value: 'mug_count', is: '≥' as const, to: 1 }] }];
  expect(problemsOf(mapping({ layers }), template)).toEqual({});
});

test('an unknown value is said at its field with the names that are near; a parameter is one by being named', () => {
  const layers = [
    {
      ...{ layer: 'photo', cell: 0, text: '{{mug_cuont}}', rating: 'template_params.stars' },
      visible: [{ value: 'zoen', is: '=' as const, to: 'left' }],
    },
  ];
  const problems = problemsOf(mapping({ layers }), template);
  expect(problems['layers.photo.text']).toMatch(/no value mug_cuont\. Did you mean mug_count/);
  expect(problems['layers.photo.visible.0.value']).toMatch(/zone/);
  expect(Object.keys(problems)).toHaveLength(2);
});

test('a layer and a frame that are not there are said by name', () => {
  const problems = problemsOf(
    mapping({ frame: 'picture', layers: [{ layer: 'gone', cell: 0, text: 'x' }] }),
    template,
  );
  expect(problems).toEqual({
    frame: 'The template has no layer picture.',
    'layers.gone': 'The template has no layer gone any more.',
  });
});

test('what breaks the schema is said at the layer’s name, not at its place in the list', () => {
  const layers = [
    { layer: 'photo', cell: 0, colour: [{ colour: 'red' }] },
    { layer: 'photo', cell: 0 },
  ];
  expect(problemsOf(mapping({ layers }), template)).toEqual({
    'layers.photo.colour.0.colour': 'Write a colour such as #1f6feb.',
  });
  expect(named(mapping({ layers }), 'layers.7.text')).toBe('layers.7.text');
});

test('a frame with a star is the layer of each cell', () => {
  expect(matchesFrame('photo-*', 'photo-12')).toBe(true);
  expect(matchesFrame('photo-*', 'photo-x')).toBe(false);
  expect(matchesFrame('photo', 'photo')).toBe(true);
});
