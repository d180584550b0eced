import type { Hooks } from '../integrations/hooks/hooks.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `hooks.*`. */
export function hookHandlers(hooks: Hooks): HandlersOf<'hooks'> {
  return {
    'hooks.list': hooks.list,
    'hooks.save': hooks.save,
    async 'hooks.remove'({ name }) {
      await hooks.remove(name);
      return { removed: true };
    },
    'hooks.calls': ({ name, limit }) => ({ calls: hooks.calls(name, limit) }),
  };
}
