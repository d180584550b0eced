import { at, type BuiltIn, image, ink, panel, shipped, text } from './layers.ts';
import { foundMug, given, noMug } from './verdict.ts';

const margin = 80;
const frame = at(margin, margin, 1040, 1040);

/** A product's picture with its name and price, as shops show it. */
export const listingCard: BuiltIn = {
  template: {
    ...shipped,
    id: 'local:listing-card',
    name: 'Product listing',
    description:
      'The mug cut out of the photo with even margins, its name and its price. Parameters: title, subtitle, price, brand, badge; what is not given is left out.',
    tags: ['product', 'shop'],
    width: 1200,
    height: 1400,
    background: ink.paper,
    cells: 1,
    layers: [
      panel('ground', frame, ink.mist, 24),
      image('mug', frame, {
        picture: { kind: 'mug', margin: 0.22 },
        objectFit: 'cover',
        borderRadius: 24,
      }),
      image('photo', frame, { picture: { kind: 'photo' }, objectFit: 'cover', borderRadius: 24 }),
      panel('badge-panel', at(112, 112, 176, 56), ink.text, 28),
      text('badge', at(128, 112, 144, 56), {
        fontSize: 24,
        fontWeight: 600,
        color: ink.paper,
        horizontalAlign: 'center',
        autofit: true,
      }),
      text('brand', at(margin, 1152, 1040, 32), {
        fontSize: 22,
        fontWeight: 600,
        color: ink.third,
        letterSpacing: 3,
      }),
      text('title', at(margin, 1184, 740, 80), {
        text: 'Ceramic mug',
        fontFamily: 'Lora',
        fontSize: 60,
        fontWeight: 600,
        lineHeight: 1.2,
        autofit: true,
      }),
      text('price', at(860, 1184, 260, 80), {
        text: 'On request',
        fontSize: 44,
        fontWeight: 600,
        horizontalAlign: 'right',
        autofit: true,
      }),
      text('subtitle', at(margin, 1268, 1040, 76), {
        text: 'For coffee, tea and everything warm',
        fontSize: 28,
        color: ink.second,
        lineHeight: 1.3,
        verticalAlign: 'top',
        autofit: true,
      }),
    ],
  },
  mapping: {
    templateId: 'local:listing-card',
    frame: null,
    fit: 'cover',
    layers: [
      { layer: 'mug', cell: 0, visible: [foundMug] },
      { layer: 'photo', cell: 0, visible: [noMug] },
      { layer: 'badge-panel', cell: 0, visible: [given('badge')] },
      { layer: 'badge', cell: 0, text: '{{template_params.badge}}', visible: [given('badge')] },
      { layer: 'brand', cell: 0, text: '{{template_params.brand}}', visible: [given('brand')] },
      { layer: 'title', cell: 0, text: '{{template_params.title}}' },
      { layer: 'price', cell: 0, text: '{{template_params.price}}' },
      { layer: 'subtitle', cell: 0, text: '{{template_params.subtitle}}' },
    ],
  },
};
