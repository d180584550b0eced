import type { Render } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { tell } from '../../ui/notices.tsx';
import { fallbackText } from './render-words.ts';
import { openRender } from './renders.ts';

/** The reason that was told last: said once, until Templated draws again. */
let told: string | null = null;

function hear({ id, result }: Render): void {
  if (result === null || result.reused) return;
  const why = fallbackText(result);
  if (why === null) {
    if (result.usedProvider === 'templated') told = null;
    return;
  }
  if (why === told) return;
  told = why;
  tell({ tone: 'unsure', message: why, action: { label: 'Show the picture', run: () => openRender(id) } });
}

const startedAt = Date.now();

// On whatever screen: that this machine draws what Templated was to draw is never silent.
core.listen('render.changed', ({ renders }) => {
  for (const render of renders) {
    // What was completed before is no news, though its row may change.
    if (render.result !== null && Date.parse(render.result.completedAt) >= startedAt) hear(render);
  }
});
