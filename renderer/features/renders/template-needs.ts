import type { Mapping } from '../../../shared/mapping.ts';
import type { Picture, Template } from '../../../shared/template.ts';

/** What a template wants of the operator besides photos. */
export interface Needs {
  /** It shows the operator's design. */
  design: boolean;
  /** It lays the design onto the mug, so that its place there can be corrected. */
  mockup: boolean;
  /** Names of `template_params.NAME` that it asks for. */
  params: readonly string[];
}

const paramName = /\btemplate_params\.([\w-]{1,60})/g;

/** Reads from a template and its mapping what it wants. */
export function needsOf(template: Template, mapping: Mapping): Needs {
  const kinds = new Set<Picture['kind']>();
  const texts: string[] = [];
  for (const layer of template.layers) {
    if (layer.type === 'image' && layer.picture !== null) kinds.add(layer.picture.kind);
    if (layer.type === 'text') texts.push(layer.text);
  }
  for (const { picture, text, rating, visible, colour, fixed } of mapping.layers) {
    for (const shown of [picture, fixed?.picture]) if (shown) kinds.add(shown.kind);
    const conditions = [...(visible ?? []), ...(colour ?? []).map(({ when }) => when)];
    texts.push(text ?? '', rating ?? '', ...conditions.map((condition) => condition?.value ?? ''));
  }
  const params = [...texts.join('\n').matchAll(paramName)].map(([, name = '']) => name);
  return {
    design: kinds.has('design') || kinds.has('mockup'),
    mockup: kinds.has('mockup'),
    params: [...new Set(params)].sort(),
  };
}

/** "product_name" → "Product name". */
export function paramLabel(name: string): string {
  const words = name.replace(/[_-]+/g, ' ').trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}
