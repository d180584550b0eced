import type { Condition, LayerMapping } from '../../../shared/mapping.ts';
import type { Layer, Picture } from '../../../shared/template.ts';
import { count } from '../../ui/words.ts';
import type { Facet } from './mapping-draft.ts';

/** What a layer can take: as a heading, and as what one adds. */
export const facetWords: Readonly<Record<Facet, { title: string; add: string }>> = {
  place: { title: 'Place', add: 'Its place from the mug' },
  text: { title: 'Text', add: 'A text with values' },
  picture: { title: 'Picture', add: 'Another picture' },
  rating: { title: 'Stars', add: 'Its stars from a value' },
  colour: { title: 'Colour', add: 'A colour by rules' },
  visible: { title: 'Shown only when', add: 'Conditions to be shown' },
  fixed: { title: 'Fixed', add: 'Fixed values' },
};

export const targetWords = {
  mug: 'The mug',
  printArea: 'The print area',
  centre: 'The mug’s centre',
} as const;

export const pictureWords: Readonly<Record<Picture['kind'], string>> = {
  photo: 'The photo',
  overlay: 'The photo with what was found',
  mug: 'The mug, cut out of the photo',
  design: 'The design',
  mockup: 'The design on the mug',
  asset: 'Always the same picture',
  url: 'A picture on the web',
};

export const comparisons = [
  '=',
  '≠',
  '<',
  '≤',
  '>',
  '≥',
  'there',
  'missing',
] as const satisfies readonly Condition['is'][];

export const comparisonWords: Readonly<Record<Condition['is'], string>> = {
  '=': 'is',
  '≠': 'is not',
  '<': 'below',
  '≤': 'at most',
  '>': 'above',
  '≥': 'at least',
  there: 'is known',
  missing: 'is not known',
};

/** "mug_count at least 1". */
export function conditionText({ value, is, to }: Condition): string {
  const words = `${value} ${comparisonWords[is]}`;
  return is === 'there' || is === 'missing' ? words : `${words} ${to}`;
}

/** What a layer takes, in a line. */
export function summaryOf(layer: Layer, entry: LayerMapping | undefined, isFrame: boolean): string {
  const showsPhoto = isFrame && entry?.picture?.kind === 'photo';
  const { picture: _, ...others } = entry ?? { layer: layer.layer, cell: 0 };
  const parts = partsOf(showsPhoto || entry === undefined ? others : entry);
  if (isFrame) parts.unshift('shows the photo');
  if (parts.length === 0) return asItIs(layer);
  return parts.join(', ');
}

function asItIs(layer: Layer): string {
  if (layer.hide) return 'hidden';
  if (layer.type === 'image' && layer.picture !== null) return pictureWords[layer.picture.kind].toLowerCase();
  return layer.type === 'text' && layer.text !== '' ? `“${layer.text}”` : 'as it is';
}

function partsOf({ text, picture, rating, place, colour, visible, fixed }: LayerMapping): string[] {
  return [
    ...(text === undefined ? [] : [text === '' ? 'empty' : text]),
    ...(picture === undefined ? [] : [pictureWords[picture.kind].toLowerCase()]),
    ...(rating === undefined ? [] : [`stars of ${rating}`]),
    ...(place === undefined ? [] : [`at ${targetWords[place.to].toLowerCase()}`]),
    ...(colour === undefined ? [] : [count(colour.length, 'colour')]),
    ...(visible === undefined ? [] : [visibleText(visible)]),
    ...(fixed === undefined ? [] : [`${Object.keys(fixed).length} fixed`]),
  ];
}

function visibleText([first, ...others]: readonly Condition[]): string {
  if (first === undefined) return 'always shown';
  return others.length === 0 ? `when ${conditionText(first)}` : `when ${others.length + 1} conditions hold`;
}

/** What was typed as what a value is compared to: a number where it is one as written. */
export function comparedTo(text: string): string | number {
  const number = Number(text);
  return text.trim() !== '' && String(number) === text ? number : text;
}
