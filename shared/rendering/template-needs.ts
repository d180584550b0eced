import type { Mapping } from '../mapping.ts';
import type { Picture, Template } from '../template.ts';

/** What a template wants of the operator besides photos. */
export interface Needs {
  /** It shows the operator's design. */
  design: boolean;
  /** And is of no use without one. */
  designRequired: boolean;
  /** It lays the design onto the mug, so that its place there can be corrected. */
  mockup: boolean;
  /** Names of `template_params.NAME` that it asks for. */
  params: readonly string[];
}

const paramName = /\btemplate_params\.([\w-]{1,60})/g;

/** Reads from a template and its mapping what it wants. */
export function needsOf(template: Template, mapping: Mapping): Needs {
  const pictures: Picture[] = [];
  const texts: string[] = [];
  for (const layer of template.layers) {
    if (layer.type === 'image' && layer.picture !== null) pictures.push(layer.picture);
    if (layer.type === 'text') texts.push(layer.text);
  }
  for (const { picture, text, rating, visible, colour, fixed } of mapping.layers) {
    for (const shown of [picture, fixed?.picture]) if (shown) pictures.push(shown);
    const conditions = [...(visible ?? []), ...(colour ?? []).map(({ when }) => when)];
    texts.push(text ?? '', rating ?? '', ...conditions.map((condition) => condition?.value ?? ''));
  }
  const params = [...texts.join('\n').matchAll(paramName)].map(([, name = '']) => name);
  return {
    design: pictures.some(({ kind }) => kind === 'design' || kind === 'mockup'),
    designRequired: pictures.some(
      (picture) => picture.kind === 'design' || (picture.kind === 'mockup' && picture.bare !== true),
    ),
    mockup: pictures.some(({ kind }) => kind === 'mockup'),
    params: [...new Set(params)].sort(),
  };
}
