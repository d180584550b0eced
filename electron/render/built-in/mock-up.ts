import { at, type BuiltIn, image, ink, panel, shipped, text } from './layers.ts';
import { given } from './verdict.ts';

/** The design on the mug, ready to be shown. */
export const mockUp: BuiltIn = {
  template: {
    ...shipped,
    id: 'local:mock-up',
    name: 'Mock-up',
    description:
      'The design laid onto the mug in the photo: curved with it, shaded by the light of the photo. Needs a design. Parameter: caption, left out when not given.',
    tags: ['mock-up', 'product', 'square'],
    width: 1200,
    height: 1200,
    background: ink.mist,
    cells: 1,
    layers: [
      // Seen only where there is no picture.
      text('missing', at(150, 500, 900, 200), {
        text: 'There is no design, or no mug to lay it onto.',
        fontSize: 36,
        color: ink.second,
        horizontalAlign: 'center',
      }),
      image('photo', at(0, 0, 1200, 1200), { picture: { kind: 'mockup', margin: 0.4 }, objectFit: 'cover' }),
      panel('caption-panel', at(0, 1112, 1200, 88), '#1c1c1ccc'),
      text('caption', at(56, 1112, 1088, 88), { fontSize: 28, color: ink.paper }),
    ],
  },
  mapping: {
    templateId: 'local:mock-up',
    frame: null,
    fit: 'cover',
    layers: [
      { layer: 'caption-panel', cell: 0, visible: [given('caption')] },
      { layer: 'caption', cell: 0, text: '{{template_params.caption}}', visible: [given('caption')] },
    ],
  },
};
