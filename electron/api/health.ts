import type { Manager } from '../integrations/manager.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `health.*`. */
export function healthHandlers(manager: Pick<Manager, 'health' | 'check' | 'history'>): HandlersOf<'health'> {
  return {
    'health.get': () => manager.health(),
    'health.check': ({ id }) => manager.check(id),
    'health.history': ({ id, from, to, slots }) => ({
      slots: manager.history(id, { from: Date.parse(from), to: Date.parse(to), slots }),
    }),
  };
}
