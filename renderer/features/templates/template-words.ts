import type { RendererState } from '../../../shared/render.ts';
import type { RenderSettings } from '../../../shared/settings.ts';
import type { RenderProvider, Template, TemplateSummary } from '../../../shared/template.ts';
import { count } from '../../ui/words.ts';

/** Where templates live, as people call it. */
export const sourceWords: Readonly<Record<RenderProvider, string>> = {
  local: 'Local',
  templated: 'Templated',
};

/** "1200 × 1500 px", and how many photos one page takes when it is more than one. */
export function sizeText({ width, height, cells }: Pick<Template, 'width' | 'height' | 'cells'>): string {
  const size = `${width} × ${height}\u00a0px`;
  return cells > 1 ? `${size}, ${cells} photos` : size;
}

/** How a renderer does, in a word and its tone. */
export function conditionWords({ configured, condition }: RendererState): {
  word: string;
  tone: 'pass' | 'review' | 'fail' | 'quiet';
} {
  if (!configured) return { word: 'Not set up', tone: 'quiet' };
  switch (condition) {
    case 'healthy':
      return { word: 'Ready', tone: 'pass' };
    case 'degraded':
      return { word: 'In trouble', tone: 'review' };
    case 'held':
      return { word: 'Held', tone: 'review' };
    case 'disabled':
      return { word: 'Switched off', tone: 'quiet' };
    case 'incomplete':
      return { word: 'Not set up', tone: 'quiet' };
  }
}

export interface QuotaWords {
  text: string;
  /** 0 to 1; more than all is all. */
  share: number;
  tone: 'plain' | 'review' | 'fail';
}

/** Below this share left the gauge warns. */
const littleLeft = 0.1;

/** The account in words: what is left is what one wants to know. */
export function quotaWords({ used, of }: NonNullable<RendererState['quota']>): QuotaWords {
  const share = of <= 0 ? 1 : Math.min(1, used / of);
  const left = Math.max(0, of - used);
  const text = `${used.toLocaleString('en')} of ${count(of, 'render')} used`;
  if (left === 0) return { text: `${text}, none left`, share, tone: 'fail' };
  const tone = left / of <= littleLeft ? 'review' : 'plain';
  return { text: `${text}, ${left.toLocaleString('en')} left`, share, tone };
}

interface OriginInput {
  template: Pick<TemplateSummary, 'source'>;
  /** The template's layers are known here. */
  drawableHere: boolean;
  order: RenderSettings['order'];
  renderers: readonly RendererState[];
}

/** Who will draw a picture, and why. */
export interface Origin {
  /** Null: nobody, and the sentence says what to do. */
  provider: RenderProvider | null;
  sentence: string;
}

/** Which renderer draws a template now. The same order as the core's: only the words are here. */
export function originOf({ template, drawableHere, order, renderers }: OriginInput): Origin {
  const templated = renderers.find(({ provider }) => provider === 'templated');
  if (template.source === 'local')
    return { provider: 'local', sentence: 'This machine draws it: Templated does not have this template.' };
  const hereOrNobody = (why: string): Origin =>
    drawableHere
      ? { provider: 'local', sentence: `This machine draws it: ${why}` }
      : { provider: null, sentence: `Nobody can draw it: ${why} Its layers are not known here either.` };
  if (order === 'localOnly') return hereOrNobody('the settings say so.');
  if (templated === undefined || !templated.configured) {
    if (order === 'templatedOnly')
      return { provider: null, sentence: 'Nobody can draw it: Templated has no key, and only it may draw.' };
    return hereOrNobody('Templated has no key.');
  }
  const otherwise =
    order === 'templatedThenLocal' && drawableHere
      ? 'When it cannot be reached, this machine draws it and the picture says so.'
      : 'When it cannot be reached, the picture waits.';
  if (templated.condition !== 'healthy' && templated.reason !== null)
    return { provider: 'templated', sentence: `Templated draws it. ${templated.reason} ${otherwise}` };
  return { provider: 'templated', sentence: `Templated draws it. ${otherwise}` };
}
