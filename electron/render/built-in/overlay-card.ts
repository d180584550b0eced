import type { Layer } from '../../../shared/template.ts';
import { at, type BuiltIn, image, ink, panel, rating, shipped, text } from './layers.ts';
import { byVerdict, foundMug, given, noMug } from './verdict.ts';

const margin = 56;
const column = { width: 272, gap: 24 };
const photo = at(0, 0, 1200, 800);

/** Three lines below each other: what it is, how it is, and a place for more about it. */
function fact(index: number, name: string, title: string, hasNote = true): Layer[] {
  const x = margin + index * column.width;
  const width = column.width - column.gap;
  return [
    text(`${name}-label`, at(x, 1008, width, 32), { text: title, fontSize: 24, color: ink.third }),
    text(name, at(x, 1040, width, 52), { fontSize: 40, fontWeight: 600, autofit: true }),
    ...(hasNote
      ? [text(`${name}-note`, at(x, 1094, width, 36), { fontSize: 24, color: ink.second, autofit: true })]
      : []),
  ];
}

const facts = ['position', 'size', 'handle', 'confidence'];

/** What was found in one photo, to be handed to somebody. */
export const overlayCard: BuiltIn = {
  template: {
    ...shipped,
    id: 'local:overlay-card',
    name: 'Analysis card',
    description:
      'The photo with everything that was found, and where the best mug stands, how it is turned and how sure that is. Parameter: note.',
    tags: ['analysis', 'report', 'square'],
    width: 1200,
    height: 1200,
    background: ink.paper,
    cells: 1,
    layers: [
      panel('canvas', photo, ink.canvas),
      image('photo', photo, { picture: { kind: 'overlay' } }),
      panel('verdict-line', at(0, 800, 1200, 8), ink.third),
      text('name', at(margin, 844, 864, 60), { fontSize: 44, fontWeight: 600, letterSpacing: -0.5 }),
      panel('verdict-panel', at(952, 848, 192, 52), ink.third, 26),
      text('verdict', at(968, 848, 160, 52), {
        fontSize: 24,
        fontWeight: 600,
        letterSpacing: 2,
        color: ink.paper,
        horizontalAlign: 'center',
      }),
      text('summary', at(margin, 906, 1088, 36), { fontSize: 26, color: ink.second }),
      text('summary-nothing', at(margin, 906, 1088, 36), { fontSize: 26, color: ink.second }),
      text('reason', at(margin, 944, 1088, 34), { fontSize: 24, fontWeight: 500, autofit: true }),
      panel('rule', at(margin, 988, 1088, 2), ink.line),
      ...fact(0, 'position', 'Position'),
      ...fact(1, 'size', 'Size'),
      ...fact(2, 'handle', 'Handle'),
      ...fact(3, 'confidence', 'Confidence', false),
      rating('stars', at(margin + 3 * column.width, 1094, 200, 36), ink.text),
      text('nothing', at(margin, 1012, 1088, 112), {
        text: 'No mug was found in this photo, so there is nothing to measure.',
        fontSize: 28,
        color: ink.second,
        verticalAlign: 'top',
        lineHeight: 1.4,
      }),
      text('note', at(margin, 1146, 1088, 36), { fontSize: 24, color: ink.second }),
    ],
  },
  mapping: {
    templateId: 'local:overlay-card',
    frame: 'photo',
    fit: 'contain',
    layers: [
      { layer: 'verdict-line', cell: 0, colour: byVerdict },
      { layer: 'name', cell: 0, text: '{{photo_name}}' },
      { layer: 'verdict-panel', cell: 0, colour: byVerdict },
      { layer: 'verdict', cell: 0, text: '{{verdict|upper}}' },
      {
        layer: 'summary',
        cell: 0,
        text: 'Mug {{mug_number}} of {{mug_count}} · {{photo_width}} × {{photo_height}} px · {{analysed_at|date}}',
        visible: [foundMug],
      },
      {
        layer: 'summary-nothing',
        cell: 0,
        text: 'No mug · {{photo_width}} × {{photo_height}} px · {{analysed_at|date}}',
        visible: [noMug],
      },
      {
        layer: 'reason',
        cell: 0,
        text: '{{verdict_reason}}',
        colour: byVerdict,
        visible: [{ value: 'verdict_reason', is: 'there', to: '' }],
      },
      ...facts.map((name) => ({ layer: `${name}-label`, cell: 0, visible: [foundMug] })),
      { layer: 'position', cell: 0, text: '{{zone}}', visible: [foundMug] },
      { layer: 'position-note', cell: 0, text: '{{offset_text}}', visible: [foundMug] },
      { layer: 'size', cell: 0, text: '{{size_class}}', visible: [foundMug] },
      { layer: 'size-note', cell: 0, text: '{{mug_width}} × {{mug_height}} px', visible: [foundMug] },
      { layer: 'handle', cell: 0, text: '{{handle}}', visible: [foundMug] },
      {
        layer: 'handle-note',
        cell: 0,
        text: 'tilt {{tilt_degrees}}°',
        visible: [{ value: 'tilt_degrees', is: 'there', to: '' }],
      },
      {
        layer: 'confidence',
        cell: 0,
        text: '{{confidence_score|percent}} {{positioning_quality}}',
        visible: [foundMug],
      },
      { layer: 'stars', cell: 0, rating: 'confidence_score', visible: [foundMug] },
      { layer: 'nothing', cell: 0, visible: [noMug] },
      { layer: 'note', cell: 0, text: '{{template_params.note}}', visible: [given('note')] },
    ],
  },
};
