import type { Box } from '../../../shared/analysis.ts';
import type { Layer } from '../../../shared/template.ts';
import { at, type BuiltIn, image, ink, panel, shipped, text } from './layers.ts';

const margin = 56;
const photo = { width: 732, height: 488 };

function side(name: string, x: number, picture: 'photo' | 'mockup', caption: string): Layer[] {
  const y = 136;
  return [
    panel(`${name}-canvas`, at(x, y, photo.width, photo.height), ink.mount, 8),
    ...(picture === 'mockup' ? [missing(at(x, y, photo.width, photo.height))] : []),
    image(name, at(x, y, photo.width, photo.height), { picture: { kind: picture }, borderRadius: 8 }),
    text(`${name}-label`, at(x, y + photo.height + 16, photo.width, 36), {
      text: caption,
      fontSize: 24,
      fontWeight: 600,
    }),
  ];
}

/** Seen only where there is no picture. */
function missing(frame: Box): Layer {
  return text('missing', frame, { text: 'No design', color: ink.second, horizontalAlign: 'center' });
}

/** The photo beside the same photo with the design on the mug. */
export const comparison: BuiltIn = {
  template: {
    ...shipped,
    id: 'local:comparison',
    name: 'Before and after',
    description:
      'The photo and the mock-up side by side, to be approved. Needs a design. Parameters: title, before, after.',
    tags: ['mock-up', 'review'],
    width: 1600,
    height: 728,
    background: ink.paper,
    cells: 1,
    layers: [
      text('title', at(margin, 44, 1000, 56), {
        text: 'Before and after',
        fontSize: 40,
        fontWeight: 600,
        letterSpacing: -0.5,
      }),
      text('name', at(1056, 44, 488, 56), { fontSize: 22, color: ink.second, horizontalAlign: 'right' }),
      ...side('before', margin, 'photo', 'Before'),
      ...side('after', margin + photo.width + 24, 'mockup', 'After'),
    ],
  },
  mapping: {
    templateId: 'local:comparison',
    frame: 'before',
    fit: 'contain',
    layers: [
      { layer: 'title', cell: 0, text: '{{template_params.title}}' },
      { layer: 'name', cell: 0, text: '{{photo_name}}' },
      { layer: 'before-label', cell: 0, text: '{{template_params.before}}' },
      { layer: 'after-label', cell: 0, text: '{{template_params.after}}' },
    ],
  },
};
