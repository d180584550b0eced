import { fontFamilies, type Layer, type LayerOverride } from '../../../shared/template.ts';

/** A value of a layer that can be fixed, and how it is typed. */
export type FixedField = { name: keyof LayerOverride; label: string } & (
  | { kind: 'number'; unit?: string; percent?: true }
  | { kind: 'switch' | 'colour' | 'text' }
  | { kind: 'choice'; options: readonly string[] }
);

const everyLayer: readonly FixedField[] = [
  { name: 'hide', label: 'Hidden', kind: 'switch' },
  { name: 'opacity', label: 'Opacity', kind: 'number', percent: true },
  { name: 'x', label: 'From the left', kind: 'number', unit: 'px' },
  { name: 'y', label: 'From the top', kind: 'number', unit: 'px' },
  { name: 'width', label: 'Width', kind: 'number', unit: 'px' },
  { name: 'height', label: 'Height', kind: 'number', unit: 'px' },
  { name: 'rotation', label: 'Rotation', kind: 'number', unit: '°' },
];

const ofType: Readonly<Record<Layer['type'], readonly FixedField[]>> = {
  text: [
    { name: 'text', label: 'Text', kind: 'text' },
    { name: 'color', label: 'Colour', kind: 'colour' },
    { name: 'background', label: 'Background', kind: 'colour' },
    { name: 'fontFamily', label: 'Typeface', kind: 'choice', options: fontFamilies },
    { name: 'fontSize', label: 'Size of the type', kind: 'number', unit: 'px' },
    { name: 'fontWeight', label: 'Weight', kind: 'number' },
    { name: 'italic', label: 'Italic', kind: 'switch' },
    { name: 'letterSpacing', label: 'Letter spacing', kind: 'number', unit: 'px' },
    { name: 'lineHeight', label: 'Line height', kind: 'number', unit: '×' },
    { name: 'horizontalAlign', label: 'Across', kind: 'choice', options: ['left', 'center', 'right'] },
    { name: 'verticalAlign', label: 'Down', kind: 'choice', options: ['top', 'center', 'bottom'] },
    { name: 'autofit', label: 'Shrinks to fit', kind: 'switch' },
  ],
  image: [
    { name: 'objectFit', label: 'Fit', kind: 'choice', options: ['cover', 'contain', 'fill', 'none'] },
    { name: 'borderWidth', label: 'Border', kind: 'number', unit: 'px' },
    { name: 'borderColor', label: 'Colour of the border', kind: 'colour' },
    { name: 'borderRadius', label: 'Round corners', kind: 'number', unit: 'px' },
  ],
  shape: [
    { name: 'fill', label: 'Fill', kind: 'colour' },
    { name: 'stroke', label: 'Line', kind: 'colour' },
  ],
  rating: [
    { name: 'rating', label: 'Stars', kind: 'number' },
    { name: 'color', label: 'Colour', kind: 'colour' },
  ],
};

/** What can be fixed of a kind of layer; its own before what every layer has. */
export const fixedFields = (type: Layer['type']): readonly FixedField[] => [...ofType[type], ...everyLayer];
