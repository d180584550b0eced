import { expect, test } from 'vitest';
import type { Mapping } from '../mapping.ts';
import type { Template } from '../template.ts';
import { needsOf } from './template-needs.ts';

const template: Template = {
  id: 'own:card',
  source: 'local',
  builtIn: false,
  name: 'Card',
  description: '',
  tags: [],
  folder: null,
  width: 800,
  height: 800,
  background: '#ffffff',
  cells: 1,
  layers: [],
  updatedAt: '2026-11-22T14:00:00.000Z',
};
const mapping = (layers: Mapping['layers']): Mapping => ({
  templateId: 'own:card',
  frame: null,
  fit: 'cover',
  layers,
});

test('a template without design and parameters wants nothing', () => {
  expect(needsOf(template, mapping([]))).toEqual({
    design: false,
    designRequired: false,
    mockup: false,
    params: [],
  });
});

test('a design is wanted for itself or for the mock-up', () => {
  const with_ = (kind: 'design' | 'mockup') =>
    needsOf(template, mapping([{ layer: 'a', cell: 0, picture: { kind } }]));
  expect(with_('design')).toMatchObject({ design: true, mockup: false });
  expect(with_('mockup')).toMatchObject({ design: true, mockup: true, designRequired: true });
  const picture = { kind: 'mockup', bare: true } as const;
  const bare = needsOf(template, mapping([{ layer: 'a', cell: 0, picture }]));
  expect(bare).toMatchObject({ design: true, mockup: true, designRequired: false });
});

test('parameters are found wherever a value can stand, each once', () => {
  const condition = { value: 'template_params.sale', is: 'there', to: '' } as const;
  const found = needsOf(
    template,
    mapping([
      { layer: 'a', cell: 0, text: '{{ template_params.title|upper }} {{template_params.title}}' },
      { layer: 'b', cell: 0, rating: 'template_params.stars', visible: [condition] },
      {
        layer: 'c',
        cell: 0,
        colour: [{ when: { ...condition, value: 'template_params.tone' }, colour: '#fff' }],
      },
    ]),
  );
  expect(found.params).toEqual(['sale', 'stars', 'title', 'tone']);
});
