import type { Condition, LayerMapping } from '../../../shared/mapping.ts';

export const foundMug: Condition = { value: 'mug_count', is: '>', to: 0 };
export const noMug: Condition = { value: 'mug_count', is: '=', to: 0 };

/**
 * The colours of a verdict, as on the screen; a word or a mark always stands with them. White on them and they on white
 * have a contrast of at least 5 : 1.
 */
export const verdictColours = { pass: '#1c7a3c', review: '#8f5400', fail: '#bd2a20' } as const;

/** True for the photos with this verdict. */
export function isVerdict(verdict: keyof typeof verdictColours): Condition {
  return { value: 'verdict', is: '=', to: verdict };
}

/** Paints a layer by the verdict of its photo. */
export const byVerdict: NonNullable<LayerMapping['colour']> = [
  { when: isVerdict('pass'), colour: verdictColours.pass },
  { when: isVerdict('review'), colour: verdictColours.review },
  { colour: verdictColours.fail },
];

/** True where the operator gave this parameter. */
export function given(parameter: string): Condition {
  return { value: `template_params.${parameter}`, is: 'there', to: '' };
}
