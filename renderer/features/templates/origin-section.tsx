import { IconAlertTriangle, IconCloud, IconDeviceDesktop } from '@tabler/icons-react';
import type { Template } from '../../../shared/template.ts';
import { useCore } from '../../core.ts';
import classes from './origin-section.module.css';
import { QuotaGauge } from './quota-gauge.tsx';
import { rendererOf, useRenderers } from './renderers.ts';
import { originOf } from './template-words.ts';

/** Where a picture of this template would come from, and why; with the account when that pays for it. */
export function OriginSection({ template }: { template: Template }) {
  const order = useCore((core) => core.settings.render.order);
  const renderers = useRenderers((state) => state.list);
  if (renderers.length === 0) return null;
  const { provider, sentence } = originOf({
    template,
    drawableHere: template.layers.length > 0,
    order,
    renderers,
  });
  const Icon = provider === null ? IconAlertTriangle : provider === 'local' ? IconDeviceDesktop : IconCloud;
  const quota = provider === 'templated' ? rendererOf(renderers, 'templated')?.quota : null;
  return (
    <section className={classes.origin} data-provider={provider ?? 'none'} aria-label="Who draws it">
      <Icon size={16} stroke={1.6} aria-hidden />
      <div>
        <p className={classes.sentence}>{sentence}</p>
        {quota && <QuotaGauge quota={quota} />}
      </div>
    </section>
  );
}
