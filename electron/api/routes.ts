import type { AlertingStore } from '../alerts/alerting-store.ts';
import { type ExplainParts, explainRoutes } from '../alerts/explain.ts';
import type { HandlersOf } from './dispatch.ts';

export interface RouteParts extends ExplainParts {
  alerting: AlertingStore;
  /** Open alerts are to find their routes anew. */
  plan(): void;
}

/** Answers `routes.*`. */
export function routeHandlers(parts: RouteParts): HandlersOf<'routes'> {
  const { alerting, plan } = parts;
  return {
    'routes.get': () => ({ alerting: alerting.get(), edited: alerting.isEdited() }),
    'routes.save': (document) => alerting.save(document).finally(plan),
    'routes.reset': () => alerting.reset().finally(plan),
    'routes.explain': (input) => explainRoutes(parts, input),
  };
}
