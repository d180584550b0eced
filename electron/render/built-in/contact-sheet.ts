import type { LayerMapping } from '../../../shared/mapping.ts';
import type { Layer } from '../../../shared/template.ts';
import { at, type BuiltIn, image, ink, panel, shape, shipped, text } from './layers.ts';
import { byVerdict, foundMug, isVerdict, noMug, verdictColours } from './verdict.ts';

const margin = 65;
const columns = 4;
const rows = 3;
const photo = { width: 388, height: 259 };
/** From one cell to the next. */
const step = { x: photo.width + 24, y: photo.height + 84 };
const firstY = 184;
const disc = 40;
const small = { fontSize: 22, color: ink.second, autofit: true } as const;

const pen = 'fill="none" stroke="#ffffff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"';
/** White signs for discs: a tick, a question mark, a cross. */
const signs = {
  pass: `<path d="M12 21l6 6 11-13" ${pen}/>`,
  review: `<path d="M15 16a5 5 0 1 1 7.5 4.3c-1.7 1-2.5 1.9-2.5 3.7" ${pen}/><circle cx="20" cy="30" r="2.5" fill="#ffffff"/>`,
  fail: `<path d="M14 14l12 12M26 14l-12 12" ${pen}/>`,
};
const kinds = ['pass', 'review', 'fail'] as const;

const cells = Array.from({ length: columns * rows }, (_, cell) => ({
  cell,
  number: cell + 1,
  x: margin + (cell % columns) * step.x,
  y: firstY + Math.floor(cell / columns) * step.y,
}));
type Cell = (typeof cells)[number];

function layersOf({ number, x, y }: Cell): Layer[] {
  const frame = at(x, y, photo.width, photo.height);
  const captionY = y + photo.height + 12;
  const mark = at(x, captionY + 4, disc, disc);
  const captionX = x + disc + 12;
  const captionWidth = photo.width - disc - 12;
  const facts = at(captionX, captionY + 26, captionWidth, 24);
  return [
    panel(`canvas-${number}`, frame, ink.mount, 4),
    image(`photo-${number}`, frame, { picture: { kind: 'photo' } }),
    image(`mug-${number}`, frame, { borderWidth: 3, borderRadius: 4, borderColor: ink.paper }),
    panel(`mark-${number}`, mark, ink.third, disc / 2),
    ...kinds.map((kind) => shape(`${kind}-${number}`, mark, signs[kind])),
    text(`name-${number}`, at(captionX, captionY, captionWidth, 26), { fontSize: 20, fontWeight: 600 }),
    text(`facts-${number}`, facts, { ...small, fontSize: 17 }),
    text(`nothing-${number}`, facts, { ...small, fontSize: 17, text: 'no mug found' }),
  ];
}

function mappingsOf({ cell, number }: Cell): LayerMapping[] {
  return [
    { layer: `canvas-${number}`, cell },
    { layer: `photo-${number}`, cell },
    {
      layer: `mug-${number}`,
      cell,
      place: { to: 'mug', position: true, size: true, rotation: false, margin: 4 },
      colour: byVerdict,
      visible: [foundMug],
    },
    { layer: `mark-${number}`, cell, colour: byVerdict },
    ...kinds.map((kind) => ({ layer: `${kind}-${number}`, cell, visible: [isVerdict(kind)] })),
    { layer: `name-${number}`, cell, text: '{{photo_name}}' },
    {
      layer: `facts-${number}`,
      cell,
      text: '{{zone}} · handle {{handle}} · {{confidence_score|percent}}',
      visible: [foundMug],
    },
    { layer: `nothing-${number}`, cell, visible: [noMug] },
  ];
}

/** How many there are of each verdict in the whole batch, with the marks that stand at the photos. */
function countOf(kind: (typeof kinds)[number], x: number): Layer[] {
  const mark = at(x, 100, disc, disc);
  return [
    panel(`count-mark-${kind}`, mark, verdictColours[kind], disc / 2),
    shape(`count-sign-${kind}`, mark, signs[kind]),
    text(`count-${kind}`, at(x + disc + 12, 100, 140, disc), small),
  ];
}

/** Pages of a batch, to be looked over and signed. */
export const contactSheet: BuiltIn = {
  template: {
    ...shipped,
    id: 'local:contact-sheet',
    name: 'Contact sheet',
    description:
      'Twelve photos on a page, each marked pass, review or fail, with the figures of the whole batch. Best as PDF: one file with all pages. Parameter: title.',
    tags: ['analysis', 'report', 'batch', 'print'],
    width: 1754,
    height: 1240,
    background: ink.paper,
    cells: cells.length,
    layers: [
      text('title', at(margin, 36, 1200, 56), {
        text: 'Quality check',
        fontSize: 44,
        fontWeight: 600,
        letterSpacing: -0.5,
      }),
      ...kinds.flatMap((kind, index) => countOf(kind, margin + index * 206)),
      text('page', at(1389, 36, 300, 56), { ...small, horizontalAlign: 'right' }),
      text('when', at(1289, 100, 400, disc), { ...small, horizontalAlign: 'right' }),
      panel('rule', at(margin, 156, 1624, 2), ink.line),
      ...cells.flatMap(layersOf),
    ],
  },
  mapping: {
    templateId: 'local:contact-sheet',
    frame: 'photo-*',
    fit: 'contain',
    layers: [
      { layer: 'title', cell: 0, text: '{{template_params.title}}' },
      { layer: 'page', cell: 0, text: 'Page {{page_number}} of {{page_count}}' },
      { layer: 'when', cell: 0, text: 'Photos: {{photo_count}} · {{drawn_at|date}}' },
      ...kinds.map((kind) => ({ layer: `count-${kind}`, cell: 0, text: `{{${kind}_count}} ${kind}` })),
      ...cells.flatMap(mappingsOf),
    ],
  },
};
