import { AppError } from '../../shared/errors.ts';
import type { RenderRequest } from '../../shared/render.ts';
import type { RenderSettings } from '../../shared/settings.ts';
import type { RenderProvider } from '../../shared/template.ts';
import type { GalleryTemplate } from './gallery.ts';

/**
 * Who is to draw a template. Those of this program are always drawn here: Templated has never heard of them. Throws
 * AppError template.unknown when Templated is asked for one of them by name.
 */
export function providerFor(
  { provider }: Pick<RenderRequest, 'provider'>,
  { template, drawable }: Pick<GalleryTemplate, 'template' | 'drawable'>,
  { order }: Pick<RenderSettings, 'order'>,
  hasKey: boolean,
): RenderProvider {
  if (template.source === 'local') {
    if (provider !== 'templated') return 'local';
    const message = `The template “${template.name}” is one of this program; Templated cannot draw it. Choose the local renderer.`;
    throw new AppError('template.unknown', message, { field: 'provider' });
  }
  if (provider !== 'auto') return provider;
  if (order === 'templatedThenLocal') return hasKey || !drawable ? 'templated' : 'local';
  return order === 'localOnly' ? 'local' : 'templated';
}

/** Whether this machine may draw what Templated was to draw. */
export function mayFallBack(
  { provider }: Pick<RenderRequest, 'provider'>,
  { drawable }: Pick<GalleryTemplate, 'drawable'>,
  { order }: Pick<RenderSettings, 'order'>,
): boolean {
  return provider === 'auto' && order === 'templatedThenLocal' && drawable;
}
