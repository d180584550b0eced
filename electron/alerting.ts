import { createAlertLife } from './alerts/alert-life.ts';
import { createAlertList } from './alerts/alert-list.ts';
import { createAlertingStore } from './alerts/alerting-store.ts';
import { type Audience, createAudience } from './alerts/audience.ts';
import { createEscalationStore } from './alerts/escalation-store.ts';
import { createLiveAlerts } from './alerts/live-alerts.ts';
import { createMuting } from './alerts/muting.ts';
import { createNotifier, type Notifier } from './alerts/notifier.ts';
import { createSilenceStore } from './alerts/silence-store.ts';
import { alertHandlers } from './api/alerts.ts';
import { escalationHandlers } from './api/escalations.ts';
import { routeHandlers } from './api/routes.ts';
import { silenceHandlers } from './api/silences.ts';
import type { Clock } from './delivery/clock.ts';
import type { EventBus } from './events.ts';
import type { ChannelRegistry } from './integrations/channel-registry.ts';
import type { Publisher } from './integrations/publisher.ts';
import type { Database } from './store/database.ts';
import type { ExportStore } from './store/export-store.ts';

export interface AlertingOptions {
  database: Database;
  registry: Pick<ChannelRegistry, 'list' | 'find'>;
  publisher: Publisher;
  isHeld(channelId: string): boolean;
  exports: ExportStore;
  events: EventBus;
  clock: Clock;
}

/** What is wrong, whom it is told, and until when: life → routes → groups → messages. */
export interface AlertSystem {
  notifier: Notifier;
  audience: Audience;
  handlers: ReturnType<typeof handlersOf>;
}

export function createAlertSystem(options: AlertingOptions): AlertSystem {
  const { database, registry, publisher, events, clock } = options;
  const { now } = clock;
  const alerting = createAlertingStore({ database, events });
  const silences = createSilenceStore({ database, events, now });
  const policies = createEscalationStore({ database, events });
  const muting = createMuting({ database, alerting, silences });
  const audience = createAudience({ registry, alerting });
  const life = createAlertLife({ database, policies, now });
  const alertList = createAlertList({ database, alerting, policies, muting, isHeld: options.isHeld });
  const live = createLiveAlerts({ database, events, clock, ...alertList });
  const plan = () => {};
  const alerts = createNotifier({ database, life, list: alertList, live, publisher, route: () => [], plan });
  return {
    notifier: alerts,
    audience,
    handlers: handlersOf({
      ...{ alerts, alertList, alerting, silences, policies, muting, audience, registry, plan, now },
      exports: options.exports,
    }),
  };
}

function handlersOf(
  parts: Parameters<typeof alertHandlers>[0] &
    Parameters<typeof silenceHandlers>[0] &
    Parameters<typeof routeHandlers>[0] &
    Parameters<typeof escalationHandlers>[0],
) {
  return {
    ...alertHandlers(parts),
    ...silenceHandlers(parts),
    ...routeHandlers(parts),
    ...escalationHandlers(parts),
  };
}
