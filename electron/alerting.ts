import type { DeliverySettings } from '../shared/settings.ts';
import { type AlertClerk, createAlertClerk } from './alerts/alert-clerk.ts';
import { createAlertLife } from './alerts/alert-life.ts';
import { createAlertList } from './alerts/alert-list.ts';
import { removeOldAlerts } from './alerts/alert-retention.ts';
import type { AlertingStore } from './alerts/alerting-store.ts';
import type { Audience } from './alerts/audience.ts';
import { createEscalation } from './alerts/escalation.ts';
import { createEscalationStore, type EscalationStore } from './alerts/escalation-store.ts';
import { createGroups } from './alerts/groups.ts';
import { createLiveAlerts } from './alerts/live-alerts.ts';
import { createMuting } from './alerts/muting.ts';
import { createNotifier, type Notifier } from './alerts/notifier.ts';
import { createSilenceStore, type SilenceStore } from './alerts/silence-store.ts';
import { alertHandlers } from './api/alerts.ts';
import { escalationHandlers } from './api/escalations.ts';
import { routeHandlers } from './api/routes.ts';
import { silenceHandlers } from './api/silences.ts';
import { alertingSection } from './configuration/alerting-section.ts';
import { escalationSection } from './configuration/escalation-section.ts';
import type { ConfigurationSection } from './configuration/section.ts';
import { silenceSection } from './configuration/silence-section.ts';
import type { Clock } from './delivery/clock.ts';
import type { EventBus } from './events.ts';
import type { ChannelRegistry } from './integrations/channel-registry.ts';
import type { Publisher } from './integrations/publisher.ts';
import type { Log } from './log.ts';
import type { Database } from './store/database.ts';
import type { ExportStore } from './store/export-store.ts';

export interface AlertingOptions {
  database: Database;
  alerting: AlertingStore;
  audience: Audience;
  registry: Pick<ChannelRegistry, 'list' | 'find'>;
  publisher: Publisher;
  deliverySettings(): Pick<DeliverySettings, 'keepAlertsDays'>;
  /** Whether this process leads the data folder: only then it tells. */
  leads(): boolean;
  isHeld(channelId: string): boolean;
  exports: Pick<ExportStore, 'add'>;
  events: EventBus;
  clock: Clock;
  log: Log;
}

/** What is wrong, whom it is told, and until when: life → routes → groups → messages. */
export interface AlertSystem {
  notifier: Notifier;
  handlers: ReturnType<typeof handlersOf>;
  /** What of it goes into a configuration. */
  sections: ConfigurationSection[];
  /** The lead was taken, others wrote, or the clock was set: something may be due. */
  attend: AlertClerk['attend'];
  /** Removes what the settings do not keep any longer. */
  removeOld(signal: AbortSignal): Promise<void>;
  stop: AlertClerk['stop'];
}

export function createAlertSystem(options: AlertingOptions): AlertSystem {
  const { database, registry, publisher, alerting, audience, leads, events, clock, log } = options;
  const { now } = clock;
  const silences = createSilenceStore({ database, events, now });
  const policies = createEscalationStore({ database, events });
  const muting = createMuting({ database, alerting, silences });
  const life = createAlertLife({ database, policies, now });
  const alertList = createAlertList({ database, alerting, policies, muting, isHeld: options.isHeld });
  const live = createLiveAlerts({ database, events, clock, ...alertList });
  const shared = { database, life, alerting, policies, audience, muting, publisher, now };
  const groups = createGroups(shared);
  const escalation = createEscalation({ ...shared, groups });
  const clerk = createAlertClerk({ database, groups, escalation, publisher, live, leads, clock, log });
  const alerts = createNotifier({
    ...{ database, life, list: alertList, live, publisher, plan: clerk.attend },
    route(sequence) {
      // Of another process the leader finds it by itself.
      if (!leads()) return [];
      groups.route(sequence);
      return groups.flushOf(sequence);
    },
  });
  return {
    notifier: alerts,
    handlers: handlersOf({
      ...{ alerts, alertList, alerting, silences, policies, muting, audience, registry, now },
      plan: clerk.attend,
      exports: options.exports,
    }),
    sections: sectionsOf({ alerting, policies, silences, registry, events, plan: clerk.attend, now }),
    attend: clerk.attend,
    async removeOld(signal) {
      await removeOldAlerts({ database, settings: options.deliverySettings, now }, signal);
      await silences.removeOld();
    },
    stop: clerk.stop,
  };
}

function sectionsOf({
  alerting,
  policies,
  silences,
  registry,
  events,
  plan,
  now,
}: Pick<AlertingOptions, 'alerting' | 'registry' | 'events'> & {
  policies: EscalationStore;
  silences: SilenceStore;
  plan(): void;
  now(): number;
}): ConfigurationSection[] {
  const channelIds = () => registry.list().map(({ channel }) => channel.id);
  const changed = () => {
    events.emit('routes.changed', {});
    plan();
  };
  return [
    alertingSection({ alerting, channelIds, changed }),
    escalationSection({ policies, channelIds, changed }),
    silenceSection({ silences, changed: () => events.emit('silence.changed', {}), now }),
  ];
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
