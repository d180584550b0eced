import { IconCloud, IconDeviceDesktop } from '@tabler/icons-react';
import type { RenderProvider } from '../../../shared/template.ts';
import classes from './source-badge.module.css';
import { sourceWords } from './template-words.ts';

/** Where a template lives, by shape and word; one of the operator's on this machine is said to be. */
export function SourceBadge({ source, own }: { source: RenderProvider; own: boolean }) {
  const Icon = source === 'templated' ? IconCloud : IconDeviceDesktop;
  return (
    <span className={classes.badge} data-source={source}>
      <Icon size={13} stroke={1.7} aria-hidden />
      {source === 'local' && own ? 'Local, yours' : sourceWords[source]}
    </span>
  );
}
