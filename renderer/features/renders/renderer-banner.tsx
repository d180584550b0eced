import { Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { goTo } from '../../navigation.ts';
import { Banner } from '../../ui/banner.tsx';
import { useRenderers } from '../templates/renderers.ts';
import { providerWords } from './render-words.ts';

/** Says that a renderer takes nothing or only some of it, and why, for as long as that is so. */
export function RendererBanner() {
  const troubled = useRenderers(({ list }) =>
    list.find(
      ({ configured, condition, reason }) => configured && condition !== 'healthy' && reason !== null,
    ),
  );
  if (troubled === undefined) return null;
  const { provider, reason } = troubled;
  return (
    <Banner
      tone="review"
      icon={<IconAlertTriangle size={18} />}
      action={
        <Anchor component="button" type="button" size="sm" onClick={() => goTo('settings')}>
          Settings
        </Anchor>
      }
    >
      {providerWords[provider]}: {reason}
    </Banner>
  );
}
