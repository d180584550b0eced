import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { fitModes, type LayerMapping } from '../mapping.ts';
import { boxAt, mug } from '../positioning/test-scenes.ts';
import { maxTextChars } from '../template.ts';
import { applyMapping } from './apply-mapping.ts';
import {
  analysisOf,
  imageLayer,
  mappingWith,
  ratingLayer,
  shapeLayer,
  templateWith,
  textLayer,
  wholePhoto,
} from './test-cards.ts';

const analysis = analysisOf([mug(boxAt(100, 200, 60, 80), { score: 0.84 })]);
const template = templateWith([
  wholePhoto,
  shapeLayer('box'),
  textLayer('title'),
  ratingLayer('stars'),
  textLayer('note', { text: 'Made of {{photo_name}}' }),
]);

function overrideOf(entry: Omit<LayerMapping, 'cell'>, of = analysis) {
  const { overrides } = applyMapping({ template, mapping: mappingWith([entry]), cells: [{ analysis: of }] });
  return overrides[entry.layer];
}

describe('a mapping', () => {
  const place = { to: 'mug', position: true, size: true, rotation: false, margin: 0 } as const;

  it('puts a layer onto the mug, in pixels of the template', () => {
    expect(overrideOf({ layer: 'box', place })).toEqual({ x: 200, y: 400, width: 120, height: 160 });
    expect(overrideOf({ layer: 'box', place: { ...place, margin: 10 } })).toEqual({
      ...{ x: 190, y: 390, width: 140, height: 180 },
    });
  });

  it('keeps a layer of its own size in the middle, and takes only the size when asked', () => {
    expect(overrideOf({ layer: 'box', place: { ...place, size: false } })).toEqual({ x: 210, y: 455 });
    expect(overrideOf({ layer: 'box', place: { ...place, to: 'centre' } })).toEqual({ x: 210, y: 455 });
    expect(overrideOf({ layer: 'box', place: { ...place, position: false } })).toEqual({
      width: 120,
      height: 160,
    });
  });

  it('turns a layer with the mug', () => {
    const tilted = mug(boxAt(100, 200), { upright: { verdict: 'fail', degrees: -12.5, confidence: 0.9 } });
    const turned = overrideOf({ layer: 'box', place: { ...place, rotation: true } }, analysisOf([tilted]));
    expect(turned?.rotation).toBe(-12.5);
    expect(overrideOf({ layer: 'box', place: { ...place, rotation: true } })?.rotation).toBe(0);
  });

  it('puts a layer onto the print area, turned as that is', () => {
    const corners = [
      { x: 100, y: 100 },
      { x: 180, y: 160 },
      { x: 120, y: 240 },
      { x: 40, y: 180 },
    ];
    const faced = analysisOf([mug(boxAt(30, 90, 160, 160), { printArea: { corners, confidence: 0.8 } })]);
    const at = overrideOf({ layer: 'box', place: { ...place, to: 'printArea', rotation: true } }, faced);
    expect(at).toEqual({ x: 120, y: 240, width: 200, height: 200, rotation: 36.87 });
    const upright = overrideOf({ layer: 'box', place: { ...place, to: 'printArea' } }, faced);
    expect(upright).toEqual({ x: 80, y: 200, width: 280, height: 280 });
  });

  it('sends zero, false and the empty text', () => {
    const corner = analysisOf([mug(boxAt(0, 0, 60, 80))]);
    const at = overrideOf({ layer: 'box', place: { ...place, rotation: true }, visible: [] }, corner);
    expect(at).toEqual({ x: 0, y: 0, width: 120, height: 160, rotation: 0, hide: false });
    expect(overrideOf({ layer: 'title', text: '' })).toEqual({ text: '' });
    expect(
      overrideOf({ layer: 'title', fixed: { x: 0, rotation: 0, hide: false, text: '', opacity: 0 } }),
    ).toEqual({
      ...{ x: 0, rotation: 0, hide: false, text: '', opacity: 0 },
    });
  });

  it('hides what marks a mug where there is none, and says so once', () => {
    const entries = ['box', 'title'].map((layer) => ({ layer, place }));
    const { overrides, warnings } = applyMapping({
      ...{ template, mapping: mappingWith(entries), cells: [{ analysis: analysisOf([], 'empty.jpg') }] },
    });
    expect([overrides.box, overrides.title]).toEqual([{ hide: true }, { hide: true }]);
    expect(warnings).toEqual(['There is no mug in “empty.jpg”: what would mark it is left out.']);
  });

  it('fills texts, also those of layers that nobody mapped', () => {
    expect(overrideOf({ layer: 'title', text: '{{mug_count}} at {{mug_x}}' })).toEqual({ text: '1 at 100' });
    expect(overrideOf({ layer: 'note' })).toEqual({ text: 'Made of mug.jpg' });
    expect(overrideOf({ layer: 'note', text: 'mine' })).toEqual({ text: 'mine' });
  });

  it('makes stars of shares, and takes numbers of the operator as stars', () => {
    expect(overrideOf({ layer: 'stars', rating: 'confidence_score' })?.rating).toBeCloseTo(4.2, 9);
    expect(overrideOf({ layer: 'stars', rating: 'offset_x_mm' })).toEqual({ hide: true });
    const { overrides } = applyMapping({
      template,
      mapping: mappingWith([{ layer: 'stars', rating: 'template_params.stars' }]),
      cells: [{ analysis, params: { stars: 1 } }],
    });
    expect(overrides.stars).toEqual({ rating: 1 });
  });

  it('colours by the first condition that holds', () => {
    const colour = [
      { when: { value: 'confidence_score', is: '≥', to: 0.9 } as const, colour: '#00ff00' },
      { when: { value: 'confidence_score', is: '≥', to: 0.7 } as const, colour: '#ffff00' },
      { colour: '#ff0000' },
    ];
    expect(overrideOf({ layer: 'box', colour })).toEqual({ fill: '#ffff00' });
    expect(overrideOf({ layer: 'title', colour: colour.slice(0, 1) })).toBeUndefined();
    expect(overrideOf({ layer: 'photo', colour })).toEqual({ borderColor: '#ffff00' });
  });

  it('shows a layer only when all its conditions hold', () => {
    const holds = { value: 'mug_count', is: '=', to: 1 } as const;
    expect(overrideOf({ layer: 'box', visible: [holds] })).toEqual({ hide: false });
    expect(overrideOf({ layer: 'box', visible: [holds, { ...holds, to: 2 }] })).toEqual({ hide: true });
  });

  it('that asks a layer for what it can’t take is told so', () => {
    const { warnings, overrides } = applyMapping({
      ...{ template, mapping: mappingWith([{ layer: 'box', text: 'x' }]), cells: [{ analysis }] },
    });
    expect(overrides.box).toBeUndefined();
    expect(warnings).toEqual(['The layer “box” is of the type shape: it takes no text.']);
  });

  it('cuts a text that grew too long', () => {
    const params = { long: 'x'.repeat(maxTextChars) };
    const { overrides, warnings } = applyMapping({
      template,
      mapping: mappingWith([{ layer: 'title', text: '{{template_params.long}}{{template_params.long}}' }]),
      cells: [{ analysis, params }],
    });
    expect(overrides.title?.text).toHaveLength(maxTextChars);
    expect(warnings[0]).toContain('was cut');
  });

  it.each([
    [{ layer: 'Titel' }, 'photo', '“title”'],
    [{ layer: 'title' }, 'foto', '“photo”'],
  ])('with a layer that is not there is refused, naming the nearest: %o in %s', (entry, frame, nearest) => {
    const apply = () =>
      applyMapping({ template, mapping: mappingWith([entry], { frame }), cells: [{ analysis }] });
    expect(apply).toThrow(AppError);
    expect(apply).toThrow(nearest);
    expect(apply).toThrow(expect.objectContaining({ code: 'layer.unknown' }));
  });

  it('leaves layers in their order and gives each as it is to be drawn', () => {
    const { layers } = applyMapping({
      ...{ template, mapping: mappingWith([{ layer: 'box', place }]), cells: [{ analysis }] },
    });
    expect(layers.map(({ layer }) => layer.layer)).toEqual(['photo', 'box', 'title', 'stars', 'note']);
    expect(layers[1]?.layer).toMatchObject({ x: 200, y: 400, type: 'shape', opacity: 1 });
  });

  it('keeps a mug inside the photo inside its frame, whatever the fit', () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.constantFrom(...fitModes), (left, top, fit) => {
        const seen = analysisOf([mug(boxAt(left * 900, top * 600, 450, 300))]);
        const frame = imageLayer('photo', { x: 300, y: 100, width: 700, height: 900 });
        const { overrides } = applyMapping({
          template: templateWith([frame, shapeLayer('box')]),
          mapping: mappingWith([{ layer: 'box', place }], { fit }),
          cells: [{ analysis: seen }],
        });
        const { x = 0, y = 0, width = 0, height = 0 } = overrides.box ?? {};
        expect(x).toBeGreaterThanOrEqual(299.99);
        expect(y).toBeGreaterThanOrEqual(99.99);
        expect(x + width).toBeLessThanOrEqual(1_000.01);
        expect(y + height).toBeLessThanOrEqual(1_000.01);
      }),
    );
  });
});

describe('a contact sheet', () => {
  const sheet = templateWith(
    [1, 2].flatMap((cell) => [
      imageLayer(`photo-${cell}`, { x: (cell - 1) * 900, width: 900, height: 600 }),
      textLayer(`name-${cell}`),
      shapeLayer(`box-${cell}`),
    ]),
    { cells: 2 },
  );
  const place = { to: 'mug', position: true, size: true, rotation: false, margin: 0 } as const;
  const mapping = mappingWith(
    [0, 1].flatMap((cell) => [
      { layer: `name-${cell + 1}`, cell, text: '{{cell_number}} {{photo_name}}' },
      { layer: `box-${cell + 1}`, cell, place },
    ]),
    { frame: 'photo-*' },
  );

  it('gives each cell its own photo, values and frame', () => {
    const second = analysisOf([mug(boxAt(100, 100))], 'second.jpg');
    const { overrides, layers } = applyMapping({
      ...{ template: sheet, mapping, cells: [{ analysis }, { analysis: second }] },
    });
    expect(overrides['box-1']).toMatchObject({ x: 100, y: 200 });
    expect(overrides['box-2']).toMatchObject({ x: 1_000, y: 100 });
    expect(overrides['name-2']?.text).toContain('second.jpg');
    expect(layers.map(({ cell }) => cell)).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('needs a frame for every cell', () => {
    const third = { ...sheet, cells: 3 };
    expect(() => applyMapping({ template: third, mapping, cells: [{ analysis }] })).toThrow('“photo-3”');
  });

  it('hides the layers of cells that stay empty, the photo too', () => {
    const { overrides, layers } = applyMapping({ template: sheet, mapping, cells: [{ analysis }] });
    expect(layers.map(({ layer }) => layer.hide)).toEqual([false, false, false, true, true, true]);
    expect(overrides['photo-2']).toEqual({ hide: true });
  });
});
