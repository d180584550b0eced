import type { Audience } from '../alerts/audience.ts';
import type { EscalationStore } from '../alerts/escalation-store.ts';
import { simulateEscalation } from '../alerts/simulate.ts';
import type { HandlersOf } from './dispatch.ts';

export interface EscalationParts {
  policies: EscalationStore;
  audience: Pick<Audience, 'channels'>;
  /** Open alerts are to find their policy anew. */
  plan(): void;
}

/** Answers `escalations.*`. */
export function escalationHandlers({ policies, audience, plan }: EscalationParts): HandlersOf<'escalations'> {
  return {
    'escalations.list': () => ({ policies: policies.list() }),
    'escalations.save': (policy) => policies.save(policy).finally(plan),
    'escalations.remove': async ({ id }) => {
      await policies.remove(id).finally(plan);
      return { removed: true };
    },
    'escalations.simulate': (input) => simulateEscalation(audience, input),
  };
}
