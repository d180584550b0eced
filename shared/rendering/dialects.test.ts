import { expect, it } from 'vitest';
import { inDialect } from './dialects.ts';

const placed = {
  templateId: 'tpl_1',
  overrides: {
    mug: { x: 0, y: 20.5, width: 100, height: 50, rotation: 0, hide: false, color: '#ff0000' },
    title: { text: '' },
  },
  area: { width: 900, height: 600 },
  box: { x: 100, y: 0, width: 200, height: 100, rotation: 90 },
};

it('speaks Templated: layers by name, zeros and false with them', () => {
  expect(inDialect('templated', placed)).toEqual({
    template: 'tpl_1',
    layers: { mug: { x: 0, y: 20.5, width: 100, height: 50, rotation: 0, hide: false } },
  });
});

it('speaks Printful: the upright box around the design, cut to the area', () => {
  expect(inDialect('printful', placed)).toEqual({
    position: {
      ...{ area_width: 900, area_height: 600, width: 100, height: 150, top: 0, left: 150 },
      limit_to_print_area: true,
    },
  });
});

it('speaks Dynamic Mockups: the design before it is turned, and the turn', () => {
  const asset = {
    fit: 'stretch',
    size: { width: 200, height: 100 },
    position: { top: 0, left: 100 },
    rotate: 90,
  };
  expect(inDialect('dynamic-mockups', placed)).toEqual({ smart_objects: [{ asset }] });
});
