import { isRendererLane } from '../shared/render.ts';
import { type AlertSystem, createAlertSystem } from './alerting.ts';
import { createAlertingStore } from './alerts/alerting-store.ts';
import { createAudience } from './alerts/audience.ts';
import { channelHandlers } from './api/channels.ts';
import { deliveryHandlers } from './api/deliveries.ts';
import { environmentHandlers } from './api/environment.ts';
import { eventHandlers } from './api/events.ts';
import { createFirstAttempt } from './api/first-attempt.ts';
import { noticeHandlers } from './api/notices.ts';
import type { Previews } from './api/previews.ts';
import { channelSection } from './configuration/channel-section.ts';
import type { ConfigurationSection } from './configuration/section.ts';
import type { Clock } from './delivery/clock.ts';
import { type Courier, createCourier } from './delivery/courier.ts';
import { createDeliveryList, type DeliveryList } from './delivery/delivery-list.ts';
import { createOutbox, type Outbox } from './delivery/outbox.ts';
import { removeOld } from './delivery/retention.ts';
import type { Sender } from './delivery/sender.ts';
import type { EventBus } from './events.ts';
import { createHttp, type Http } from './http.ts';
import { channelDisabled } from './integrations/channel-part.ts';
import { type ChannelRegistry, openChannelRegistry } from './integrations/channel-registry.ts';
import { createChannelSender } from './integrations/channel-sender.ts';
import type { AnyChannelKind, Surroundings } from './integrations/channels/channel.ts';
import { createPublisher, type Publisher } from './integrations/publisher.ts';
import type { Log } from './log.ts';
import type { Database } from './store/database.ts';
import { type Environment, type EnvironmentOptions, readEnvironment } from './store/environment.ts';
import type { ExportStore } from './store/export-store.ts';
import { openSecretStore, type SecretStore, type Vault } from './store/secret-store.ts';
import type { OpenSettings, SettingsStore } from './store/settings-store.ts';
import { toStorageError } from './store/storage-error.ts';

export interface MessagingOptions {
  dataDir: string;
  version: string;
  database: Database;
  settings: SettingsStore;
  /** Opens channels.json; `conf` when left out. */
  openSettings: OpenSettings | undefined;
  vault: Vault;
  environment: Pick<EnvironmentOptions, 'env' | 'workingDir'>;
  channelKinds: readonly AnyChannelKind[];
  surroundings: Pick<Surroundings, 'picture' | 'notify'>;
  /** Draws pictures: work that takes the same durable way, in lanes of its own. */
  renderSender: Sender;
  exports: ExportStore;
  previews: Previews;
  events: EventBus;
  clock: Clock;
  /** 0 to 1. */
  random(): number;
  log: Log;
}

/** Everything that tells others: from an event to a channel's answer. */
export interface Messaging {
  channels: Pick<ChannelRegistry, 'list' | 'find'>;
  publisher: Publisher;
  notifier: AlertSystem['notifier'];
  outbox: Outbox;
  deliveries: DeliveryList;
  courier: Courier;
  http: Http;
  secrets: SecretStore;
  environment: Environment;
  handlers: ReturnType<typeof handlersOf>;
  /** What of it goes into a configuration. */
  sections: ConfigurationSection[];
  /** Begins to deliver and to keep the outbox small. Throws nothing: what goes wrong is logged and tried again. */
  start(): Promise<void>;
  /** Ends what is under way and closes every connection; the database is still open afterwards. */
  stop(): Promise<void>;
}

const tidyEveryMs = 3_600_000;

/** Builds the way of an event: publisher → outbox → courier → sender → channels. */
export function createMessaging(options: MessagingOptions): Messaging {
  const { dataDir, version, database, events, clock, log } = options;
  const settings = () => options.settings.get().delivery;
  const network = () => options.settings.get().network;

  const environment = readEnvironment({ ...options.environment, dataDir, log });
  const secrets = openSecretStore({ dataDir, vault: options.vault, log });
  const registry = openChannelRegistry({
    dataDir,
    open: options.openSettings,
    kinds: options.channelKinds,
    secrets,
    environment,
    events,
    log,
  });
  const http = createHttp({ version, settings: network, env: options.environment.env });
  const sender = createChannelSender({
    registry,
    http,
    surroundings: { ...options.surroundings, version, network },
    log,
    now: clock.now,
  });

  const isHeld = (channelId: string) => courier.isHeld(channelId);
  const outbox = createOutbox({ database, settings, events, clock, isHeld });
  const list = createDeliveryList({ database, outbox, clock, isHeld });
  const courier = createCourier({
    outbox,
    list,
    sender: joined(options.renderSender, {
      ...sender,
      async disable(channelId, why) {
        const label = registry.find(channelId)?.channel.name ?? channelId;
        await sender.disable(channelId, why);
        await alerts.notifier
          .raise(channelDisabled(channelId, label, why))
          .catch((error: unknown) => log.error({ err: error }, 'An alert could not be recorded'));
      },
    }),
    database,
    settings,
    events,
    clock,
    random: options.random,
    attend: (setBackByMs) => alerts.attend(setBackByMs),
    log,
  });
  const alerting = createAlertingStore({ database, events });
  const audience = createAudience({ registry, alerting });
  const publisher = createPublisher({ registry, outbox, database, audience, now: clock.now });
  const alerts = createAlertSystem({
    ...{ ...options, registry, publisher, alerting, audience, isHeld },
    deliverySettings: settings,
    leads: () => courier.isLeader(),
  });

  const stopping = new AbortController();
  let tidying = Promise.resolve();
  let tidyTimer: NodeJS.Timeout | undefined;
  function tidy(): void {
    tidying = removeOld({ database, settings, outbox, now: clock.now }, stopping.signal)
      .then(() => alerts.removeOld(stopping.signal))
      .catch((error: unknown) =>
        log.warn({ err: toStorageError(error) }, 'Old deliveries and alerts could not be removed'),
      );
  }

  return {
    channels: registry,
    publisher,
    notifier: alerts.notifier,
    outbox,
    deliveries: list,
    courier,
    http,
    secrets,
    environment,
    handlers: handlersOf({
      ...options,
      alerts,
      registry,
      sender,
      courier,
      list,
      publisher,
      environment,
    }),
    sections: [channelSection({ registry, changed: () => courier.lanesChanged() }), ...alerts.sections],
    async start() {
      await courier.start();
      tidy();
      tidyTimer = setInterval(tidy, tidyEveryMs);
      tidyTimer.unref();
    },
    async stop() {
      stopping.abort();
      clearInterval(tidyTimer);
      await alerts.stop();
      await courier.stop();
      await sender.close();
      await http.close();
      await tidying;
    },
  };
}

/** One sender of the two: the renderers' lanes have names of their own. */
function joined(renderers: Sender, channels: Sender): Sender {
  const of = (channelId: string) => (isRendererLane(channelId) ? renderers : channels);
  return {
    lanes: () => [...channels.lanes(), ...renderers.lanes()],
    send: (message, options) => of(message.channelId).send(message, options),
    disable: (channelId, why) => of(channelId).disable(channelId, why),
  };
}

function handlersOf(parts: {
  alerts: Pick<AlertSystem, 'handlers'>;
  registry: ReturnType<typeof openChannelRegistry>;
  sender: ReturnType<typeof createChannelSender>;
  courier: Courier;
  list: ReturnType<typeof createDeliveryList>;
  publisher: Publisher;
  environment: ReturnType<typeof readEnvironment>;
  exports: ExportStore;
  previews: Previews;
  events: EventBus;
  clock: Clock;
}) {
  const { list: deliveries, events, clock } = parts;
  const firstAttempt = createFirstAttempt({ events, get: deliveries.get, clock });
  return {
    ...channelHandlers({ ...parts, deliveries, firstAttempt }),
    ...noticeHandlers({ ...parts, deliveries }),
    ...eventHandlers(parts.publisher),
    ...deliveryHandlers({ ...parts, deliveries, now: clock.now }),
    ...environmentHandlers(parts.environment),
    ...parts.alerts.handlers,
  };
}
