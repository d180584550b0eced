import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mapping } from '../../../shared/mapping.ts';
import type { Layer } from '../../../shared/template.ts';
import { entryOf, facetsOf, groupsOf, sameMapping, startOf, withFacets } from './mapping-draft.ts';

const shape = (layer: string): Layer => ({
  ...{ layer, type: 'shape', x: 0, y: 0, width: 10, height: 10 },
  ...{ rotation: 0, opacity: 1, hide: false, svg: '<rect/>', fill: null, stroke: null },
});
const mapping: Mapping = { templateId: 'own:1', frame: null, fit: 'cover', layers: [] };
const [dot] = groupsOf({ layers: [shape('dot')], cells: 1 });
if (dot === undefined) throw new Error('There is a layer.');

test('a layer that takes something is in the mapping, and is out of it when that is taken away', () => {
  const filled = withFacets(mapping, dot, { colour: [{ colour: '#ff0000' }] });
  expect(filled.layers).toEqual([{ layer: 'dot', cell: 0, colour: [{ colour: '#ff0000' }] }]);
  expect(withFacets(filled, dot, { colour: undefined })).toEqual(mapping);
});

test('what a layer takes besides stays as it is', () => {
  const { place, visible } = startOf(shape('dot'));
  const filled = withFacets(withFacets(mapping, dot, { place }), dot, { visible });
  expect(entryOf(withFacets(filled, dot, { place: undefined }), 'dot')).toEqual({
    layer: 'dot',
    cell: 0,
    visible,
  });
});

test('the layers of a page of several photos are edited together, each with its cell', () => {
  const layers = ['title', 'photo-1', 'photo-2', 'photo-10'].map(shape);
  const groups = groupsOf({ layers, cells: 12 });
  expect(groups.map(({ name, members }) => [name, members.length])).toEqual([
    ['photo-*', 3],
    ['title', 1],
  ]);
  const [photos] = groups;
  if (photos === undefined) throw new Error('There are photos.');
  const filled = withFacets(mapping, photos, { visible: [] });
  expect(filled.layers.map(({ layer, cell }) => [layer, cell])).toEqual([
    ['photo-1', 0],
    ['photo-2', 1],
    ['photo-10', 9],
  ]);
  // A later cell keeps its place in the mapping: without it, it would show the first photo.
  expect(withFacets(filled, photos, { visible: undefined }).layers.map(({ layer }) => layer)).toEqual([
    'photo-2',
    'photo-10',
  ]);
});

test('a number at the end of a name means nothing on a card of one photo, nor beyond the cells', () => {
  const layers = ['line-1', 'line-2'].map(shape);
  expect(groupsOf({ layers, cells: 1 }).map(({ name }) => name)).toEqual(['line-2', 'line-1']);
  expect(groupsOf({ layers: ['line-7', 'line-8'].map(shape), cells: 4 })).toHaveLength(2);
});

test('a shape is offered no text, but shows one that it has', () => {
  expect(facetsOf(shape('dot'), undefined)).not.toContain('text');
  expect(facetsOf(shape('dot'), { layer: 'dot', cell: 0, text: 'x' })).toContain('text');
});

test('mappings are the same whatever the order of their fields', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.integer()), { maxLength: 5 }),
      (entries) => {
        const one: Mapping = { ...mapping, layers: entries.map(([layer, cell]) => ({ layer, cell })) };
        const other: Mapping = {
          layers: entries.map(([layer, cell]) => ({ cell, layer })),
          ...{ fit: 'cover', frame: null, templateId: 'own:1' },
        };
        expect(sameMapping(one, other)).toBe(true);
        expect(sameMapping(one, { ...other, fit: 'contain' })).toBe(false);
      },
    ),
  );
});
