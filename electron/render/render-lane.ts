import { AppError } from '../../shared/errors.ts';
import type { RenderRequest } from '../../shared/render.ts';
import type { RenderSettings } from '../../shared/settings.ts';
import type { RenderProvider, Template } from '../../shared/template.ts';

/**
 * Who is to draw a template. Those of this program are always drawn here: Templated has never heard of them. Throws
 * AppError template.unknown when Templated is asked for one of them by name.
 */
export function providerFor(
  { provider }: Pick<RenderRequest, 'provider'>,
  template: Pick<Template, 'source' | 'name' | 'layers'>,
  { order }: Pick<RenderSettings, 'order'>,
  hasKey: boolean,
): RenderProvider {
  if (template.source === 'local') {
    if (provider !== 'templated') return 'local';
    const message = `The template "${template.name}" is one of this program; Templated cannot draw it. Choose the local renderer.`;
    throw new AppError('template.unknown', message, { field: 'provider' });
  }
  if (provider !== 'auto') return provider;
  if (order === 'templatedThenLocal') return hasKey || !isDrawable(template) ? 'templated' : 'local';
  return order === 'localOnly' ? 'local' : 'templated';
}

/** Whether this machine knows enough of a template to draw it. */
export function isDrawable({ layers }: Pick<Template, 'layers'>): boolean {
  return layers.length > 0;
}

/** Whether this machine may draw what Templated was to draw. */
export function mayFallBack(
  { provider }: Pick<RenderRequest, 'provider'>,
  template: Pick<Template, 'layers'>,
  { order }: Pick<RenderSettings, 'order'>,
): boolean {
  return provider === 'auto' && order === 'templatedThenLocal' && isDrawable(template);
}
