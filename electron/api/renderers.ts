import type { Quota } from '../render/quota.ts';
import type { RenderStates, TemplatedKey } from '../render/render-states.ts';
import type { HandlersOf } from './dispatch.ts';

export interface RendererParts {
  states: Pick<RenderStates, 'list' | 'announce'>;
  key: Pick<TemplatedKey, 'set' | 'isThere'>;
  quota: Pick<Quota, 'ask' | 'forget'>;
  /** The key is another one. */
  keyChanged(): void;
}

/** Answers `renderers.*`. */
export function rendererHandlers({ states, key, quota, keyChanged }: RendererParts): HandlersOf<'renderers'> {
  return {
    'renderers.list': async ({ ask }) => {
      if (ask && key.isThere()) await quota.ask();
      return { renderers: states.list() };
    },
    'renderers.setKey': ({ key: text }) => {
      key.set(text);
      quota.forget();
      keyChanged();
      states.announce();
      return { renderers: states.list() };
    },
  };
}
