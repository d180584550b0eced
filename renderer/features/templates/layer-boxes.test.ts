import { expect, test } from 'vitest';
import type { Layer, Template } from '../../../shared/template.ts';
import { boxOf, groupAt, holdsPoint } from './layer-boxes.ts';
import { groupsOf } from './mapping-draft.ts';

const shape = (layer: string, x: number, side: number): Layer => ({
  ...{ layer, type: 'shape', x, y: 0, width: side, height: side },
  ...{ rotation: 0, opacity: 1, hide: false, svg: '<rect/>', fill: null, stroke: null },
});
const layers = [shape('ground', 0, 400), shape('dot', 100, 20)];
const template: Template = {
  ...{ id: 'own:1', source: 'local', builtIn: false, name: 'Card', description: '', tags: [], folder: null },
  ...{ width: 400, height: 400, background: '#ffffff', cells: 1, updatedAt: '2026-11-22T00:00:00.000Z' },
  layers,
};
const at = (x: number, y: number, became = {}) =>
  groupAt(groupsOf(template), template, became, { x, y })?.name;

test('what the mapping made of a layer counts, zero included; nonsense does not', () => {
  expect(boxOf(shape('dot', 100, 20), { x: 0, width: 'wide' })).toMatchObject({ x: 0, width: 20 });
});

test('the smallest layer under the point is meant, and none that is hidden', () => {
  expect(at(105, 10)).toBe('dot');
  expect(at(200, 10)).toBe('ground');
  expect(at(105, 10, { dot: { hide: true } })).toBe('ground');
  expect(at(300, 300, { dot: { x: 290, y: 290 } })).toBe('dot');
});

test('a turned box holds what is under it as it is seen', () => {
  const bar = { x: 0, y: 40, width: 100, height: 20, rotation: 90, hide: false };
  expect(holdsPoint(bar, { x: 50, y: 5 })).toBe(true);
  expect(holdsPoint(bar, { x: 5, y: 50 })).toBe(false);
});
