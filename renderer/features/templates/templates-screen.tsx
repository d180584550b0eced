import { useEffect } from 'react';
import { useCore } from '../../core.ts';
import { useFocusKept } from '../../ui/use-focus-kept.ts';
import { useLast } from '../../ui/use-last.ts';
import { followDesigns } from './designs.ts';
import { Gallery } from './gallery.tsx';
import { followOpened, useOpened } from './opened.ts';
import { followRenderers } from './renderers.ts';
import { followSubject } from './subject.ts';
import { cardOf } from './template-card.tsx';
import { TemplatePage } from './template-page.tsx';
import { followTemplates } from './templates.ts';

/** What pictures are made of: all templates, or one of them with the photo that is worked on. */
export function TemplatesScreen() {
  const id = useOpened((opened) => opened.id);
  const last = useLast(id);
  useFocusKept(id, () => (id === null && last !== null ? cardOf(last) : null));
  const connected = useCore((core) => core.connected && core.info !== null);
  useEffect(() => {
    if (!connected) return;
    const stops = [followTemplates(), followRenderers(), followSubject(), followDesigns(), followOpened()];
    return () => {
      for (const stop of stops) stop();
    };
  }, [connected]);
  return id === null ? <Gallery /> : <TemplatePage key={id} />;
}
