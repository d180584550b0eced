/** Templates of the stand-in's account, as Templated.io writes them: three with a place for everything, one foreign. */
export interface WireTemplate {
  id: string;
  name: string;
  description: string;
  width: number;
  height: number;
  background: string;
  tags: string[];
  folderId: string | null;
  createdAt: string;
  updatedAt: string;
  /** Several: each replaces `layers` on its own sheet. */
  pages?: { page: string; layers: Record<string, unknown>[] }[];
  layers: Record<string, unknown>[];
}

const at = { x: 0, y: 0, rotation: 0, opacity: 1, hide: false };
const made = { createdAt: '2026-01-11T09:30:00.000Z', updatedAt: '2026-02-01T12:00:00.000Z' };
const square = (fill: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="${fill}"/></svg>`;

/** Fresh ones: a server changes its own. */
export function accountTemplates(): WireTemplate[] {
  return [
    {
      id: '306c724a-d138-486a-a601-0b2a9ced52be',
      name: 'Mug card',
      description: 'A photo, a frame around the mug and what was measured.',
      width: 800,
      height: 800,
      background: '#f4f1ea',
      tags: ['card', 'mug'],
      folderId: 'f0000000-0000-4000-8000-000000000001',
      ...made,
      layers: [
        {
          ...at,
          layer: 'photo',
          type: 'image',
          x: 40,
          y: 40,
          width: 720,
          height: 540,
          object_fit: 'cover',
          border_radius: '24px',
        },
        {
          ...at,
          layer: 'frame',
          type: 'shape',
          x: 200,
          y: 120,
          width: 300,
          height: 300,
          html: square('#1f6feb33'),
        },
        {
          ...at,
          layer: 'title',
          type: 'text',
          x: 40,
          y: 610,
          width: 720,
          height: 60,
          text: 'A mug',
          color: '#222222',
          font_family: 'Open Sans',
          font_size: '40px',
          font_weight: 700,
          horizontal_align: 'left',
          vertical_align: 'center',
        },
        {
          ...at,
          layer: 'score',
          type: 'rating',
          x: 40,
          y: 690,
          width: 250,
          height: 50,
          rating: 3,
          color: '#f5a623',
        },
      ],
    },
    {
      id: 'a1f0c2de-0000-4000-8000-000000000002',
      name: 'Story',
      description: '',
      width: 540,
      height: 960,
      background: '#101418',
      tags: ['social'],
      folderId: null,
      ...made,
      layers: [
        {
          ...at,
          layer: 'picture',
          type: 'image',
          x: 0,
          y: 160,
          width: 540,
          height: 540,
          object_fit: 'contain',
          border_radius: '50%',
        },
        {
          ...at,
          layer: 'headline',
          type: 'text',
          x: '10%',
          y: '5%',
          width: '80%',
          height: 80,
          text: '',
          color: 'rgb(255, 255, 255)',
          font_family: 'Lora',
          font_size: 36,
          line_height: '120%',
          letter_spacing: '0.5px',
          horizontal_align: 'center',
          autofit: true,
        },
      ],
    },
    {
      id: 'b2f0c2de-0000-4000-8000-000000000003',
      name: 'Listing with a clip',
      description: 'With layers that only Templated draws.',
      width: 1000,
      height: 500,
      background: '#ffffff',
      tags: ['listing', 'mug'],
      folderId: null,
      ...made,
      layers: [
        {
          ...at,
          layer: 'clip',
          type: 'video',
          width: 500,
          height: 500,
          video_url: 'https://example.com/clip.mp4',
        },
        {
          ...at,
          layer: 'code',
          type: 'barcode',
          x: 800,
          y: 380,
          width: 160,
          height: 80,
          barcode_format: 'EAN13',
        },
        { ...at, layer: 'mug', type: 'image', x: 500, width: 500, height: 380, object_fit: 'cover' },
        {
          ...at,
          layer: 'price',
          type: 'text',
          x: 520,
          y: 400,
          width: 260,
          height: 60,
          text: '€ 12',
          font_size: '32px',
        },
      ],
    },
    {
      id: 'c3f0c2de-0000-4000-8000-000000000004',
      name: 'Two pages',
      description: '',
      width: 400,
      height: 300,
      background: '#ffffff',
      tags: [],
      folderId: null,
      ...made,
      layers: [],
      pages: [1, 2].map((number) => ({
        page: `page-${number}`,
        layers: [
          {
            ...at,
            layer: 'text',
            type: 'text',
            x: 20,
            y: 20,
            width: 360,
            height: 60,
            text: `Page ${number}`,
          },
        ],
      })),
    },
  ];
}
