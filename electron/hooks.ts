import { openAlertStates } from '../shared/alert.ts';
import type { Settings } from '../shared/settings.ts';
import type { HandlersOf } from './api/dispatch.ts';
import { hookHandlers } from './api/hooks.ts';
import { hookSection } from './configuration/hook-section.ts';
import type { Clock } from './delivery/clock.ts';
import type { EventBus } from './events.ts';
import type { Http } from './http.ts';
import { createActions } from './integrations/hooks/actions.ts';
import type { AlertCalls } from './integrations/hooks/alert-actions.ts';
import { createHookAnalyses } from './integrations/hooks/hook-analyses.ts';
import { createHooks, type Hooks } from './integrations/hooks/hooks.ts';
import { createReception, type Reception } from './integrations/hooks/reception.ts';
import { createHookSecrets } from './integrations/hooks/secrets.ts';
import type { Log } from './log.ts';
import { takeBytes } from './pipeline/image.ts';
import type { Pipeline } from './pipeline/run.ts';
import type { ReportRender } from './render/render-report.ts';
import type { Database } from './store/database.ts';
import { createHookStore } from './store/hook-store.ts';
import type { PhotoStore } from './store/photo-store.ts';
import type { SecretStore } from './store/secret-store.ts';

export interface HooksOptions {
  database: Database;
  secrets: SecretStore;
  http: Http;
  photos: PhotoStore;
  pipeline: Pipeline;
  reportRender: ReportRender;
  /** What the contract can do with alerts. */
  alertHandlers: HandlersOf<'alerts'>;
  settings(): Settings;
  events: EventBus;
  clock: Clock;
  log: Log;
}

/** What a host needs to take calls in, and tells when it does. */
export type HookDoor = Pick<Reception, 'receive'> & Pick<Hooks, 'servedAt'>;

/** Builds the way of a call that comes in: reception → actions → pipeline. */
export function createHookDoor(options: HooksOptions) {
  const { database, secrets, settings, events, clock } = options;
  const { now } = clock;
  const store = createHookStore(database, now);
  const hookSecrets = createHookSecrets(secrets, now);
  const isOn = () => settings().hooks.enabled;
  const hooks = createHooks({ store, secrets: hookSecrets, isOn, events, now });
  const analyses = createHookAnalyses({ ...options, store, analyze: options.pipeline.analyze });
  const perform = createActions({
    ...options,
    now,
    alerts: alertCalls(options.alertHandlers),
    takePhoto: (file) => takeBytes(options.photos, file, settings().photos),
  });
  const { receive, settled } = createReception({
    ...options,
    store,
    secrets: hookSecrets,
    perform,
    analyses,
  });
  const door: HookDoor = { receive, servedAt: hooks.servedAt };
  return {
    door,
    handlers: hookHandlers(hooks),
    /** What of it goes into a configuration. */
    sections: [
      hookSection({ store, secrets: hookSecrets, changed: () => events.emit('hooks.changed', {}), now }),
    ],
    resume: analyses.resume,
    async stop() {
      await settled();
      await analyses.stop();
    },
  };
}

function alertCalls(handlers: HandlersOf<'alerts'>): AlertCalls {
  return {
    raise: async (alert) => handlers['alerts.raise'](alert),
    async open(labels) {
      const filter = { labels, states: [...openAlertStates], limit: 1_000 };
      return (await handlers['alerts.list'](filter)).items;
    },
    acknowledge: async (id, by) => (await handlers['alerts.acknowledge']({ ids: [id], ...by })).changed,
    resolve: async (id, by) => (await handlers['alerts.resolve']({ ids: [id], ...by })).changed,
  };
}
