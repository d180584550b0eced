import { at, type BuiltIn, image, panel, shipped, text } from './layers.ts';
import { given } from './verdict.ts';

/** Warm, as the photos are; the letters have a contrast of 13 : 1 and 6 : 1 on it. */
const [cream, bean, cocoa] = ['#f4ece2', '#2a1f18', '#6b4f3c'];
/** What apps lay over the top and the foot of a story is this high: no words there. */
const covered = { top: 250, foot: 340 };
const arch = at(110, 560, 860, 1000);

/** A picture for social media, upright. */
export const story: BuiltIn = {
  template: {
    ...shipped,
    id: 'local:story',
    name: 'Story',
    description:
      'Upright, for social media: a headline in script above the mug, with the design where one is given. Parameters: title, subtitle, link.',
    tags: ['product', 'social', 'portrait'],
    width: 1080,
    height: 1920,
    background: cream,
    cells: 1,
    layers: [
      text('title', at(90, covered.top - 30, 900, 220), {
        text: 'Good morning',
        fontFamily: 'Pacifico',
        fontSize: 116,
        lineHeight: 1.45,
        color: bean,
        horizontalAlign: 'center',
        verticalAlign: 'bottom',
        autofit: true,
      }),
      text('subtitle', at(110, 460, 860, 72), {
        text: 'There is a mug for that.',
        fontFamily: 'Lora',
        fontSize: 40,
        italic: true,
        color: cocoa,
        horizontalAlign: 'center',
        autofit: true,
      }),
      panel('ground', at(0, 1180, 1080, 740), '#e6d6c2'),
      image('mug', arch, {
        picture: { kind: 'mockup', margin: 0.32, bare: true },
        objectFit: 'cover',
        borderRadius: arch.width / 2,
      }),
      panel('link-panel', at(270, 1516, 540, 96), bean, 48),
      text('link', at(306, 1516, 468, 96), {
        fontSize: 34,
        fontWeight: 600,
        color: cream,
        horizontalAlign: 'center',
        autofit: true,
      }),
    ],
  },
  mapping: {
    templateId: 'local:story',
    frame: null,
    fit: 'cover',
    layers: [
      { layer: 'title', cell: 0, text: '{{template_params.title}}' },
      { layer: 'subtitle', cell: 0, text: '{{template_params.subtitle}}' },
      { layer: 'link-panel', cell: 0, visible: [given('link')] },
      { layer: 'link', cell: 0, text: '{{template_params.link}}', visible: [given('link')] },
    ],
  },
};
