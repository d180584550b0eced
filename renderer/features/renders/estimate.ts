import type { RendererState, RenderRequest } from '../../../shared/render.ts';
import type { RenderSettings } from '../../../shared/settings.ts';
import type { RenderFormat, TemplateSummary } from '../../../shared/template.ts';
import { count } from '../../ui/words.ts';

interface Asked {
  /** How many photos are chosen. */
  photos: number;
  /** Null: the settings choose one for each photo. */
  template: Pick<TemplateSummary, 'source' | 'cells'> | null;
  format: RenderFormat;
  provider: RenderRequest['provider'];
  order: RenderSettings['order'];
  /** Undefined until the core has told. */
  templated: RendererState | undefined;
}

/** What it comes to, before anything is drawn. */
export interface Estimate {
  /** Files, a sheet of several photos counted once. */
  pictures: number;
  /** The settings may leave some photos out, or give them a template of this machine. */
  atMost: boolean;
  /** Of Templated's account. */
  credits: number;
  /** Credits that are left there; null when that is not known. */
  left: number | null;
}

/** How many pictures that makes and what they cost. Templated takes one credit for each picture or page. */
export function estimate(asked: Asked): Estimate {
  const { photos, template, format, templated } = asked;
  const cells = template?.cells ?? 1;
  const pages = Math.ceil(photos / cells);
  // A PDF of a sheet is one file with all its pages.
  const pictures = cells > 1 && format === 'pdf' ? Math.min(1, pages) : pages;
  const quota = templated?.quota ?? null;
  return {
    pictures,
    atMost: template === null,
    credits: paysTemplated(asked) ? pages : 0,
    left: quota === null ? null : Math.max(0, quota.of - quota.used),
  };
}

function paysTemplated({ template, provider, order, templated }: Asked): boolean {
  if (template?.source === 'local' || provider === 'local') return false;
  if (provider === 'templated') return true;
  return order !== 'localOnly' && templated?.configured === true;
}

/** The price as a sentence: "About 12 credits of Templated; 488 are left." */
export function costText({ credits, left, atMost }: Estimate): string {
  if (credits === 0) return 'Drawn on this machine: nothing is sent and nothing costs.';
  const price = `${atMost ? 'At most' : 'About'} ${count(credits, 'credit')} of Templated`;
  if (left === null) return `${price}.`;
  if (left < credits) return `${price}, and only ${left.toLocaleString('en')} are left there.`;
  return `${price}; ${left.toLocaleString('en')} are left there.`;
}
