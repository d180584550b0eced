import type { InferenceStatus } from '../shared/contract.ts';
import type { NetworkSettings, Settings } from '../shared/settings.ts';
import type { Notifier } from './alerts/notifier.ts';
import { healthHandlers } from './api/health.ts';
import { attemptFigures } from './delivery/attempt-figures.ts';
import type { Clock } from './delivery/clock.ts';
import { isLed } from './delivery/led.ts';
import type { EventBus } from './events.ts';
import { channelPart } from './integrations/channel-part.ts';
import { channelCheck } from './integrations/checks/channel-check.ts';
import {
  courierPart,
  inferencePart,
  localRendererPart,
  storagePart,
  templatedPart,
} from './integrations/core-parts.ts';
import { createHealthHistory } from './integrations/health-history.ts';
import { createLifeCycle } from './integrations/life-cycle.ts';
import { createManager, type Manager } from './integrations/manager.ts';
import { createPartAlerts } from './integrations/part-alerts.ts';
import type { Log } from './log.ts';
import type { Messaging } from './messaging.ts';
import type { Rendering } from './rendering.ts';
import type { Database } from './store/database.ts';

export interface HealthOptions {
  dataDir: string;
  version: string;
  database: Database;
  inferenceStatus(): InferenceStatus;
  messaging: Pick<Messaging, 'channels' | 'http' | 'courier' | 'deliveries'>;
  rendering: Pick<Rendering, 'templated'>;
  notifier: Notifier;
  /** Whether its coming and going is anybody's business; commands come and go all the time. */
  tellsLife: boolean;
  announcements(): Settings['announcements'];
  network(): NetworkSettings;
  env: Readonly<Record<string, string | undefined>>;
  events: EventBus;
  clock: Clock;
  /** 0 to 1. */
  random(): number;
  log: Log;
}

/** What watches over everything else: parts → manager → history. */
export interface HealthWatch {
  manager: Manager;
  handlers: ReturnType<typeof healthHandlers>;
  /** A photo was analysed. */
  analyzed(tookMs: number): void;
  stop(): Promise<void>;
}

/** Builds the watch over the parts of the program. */
export function createHealth(options: HealthOptions): HealthWatch {
  const { database, messaging, rendering, events, clock, log } = options;
  const { now } = clock;
  const { courier, channels, deliveries } = messaging;
  const history = createHealthHistory({ database, now });
  const lanes = {
    now,
    state: courier.state,
    attempts: (channelId: string) => attemptFigures(database, channelId, now()),
  };
  const inference = inferencePart({
    status: options.inferenceStatus,
    isLeader: courier.isLeader,
    events,
    now,
  });
  const checks = { http: messaging.http, network: options.network, env: options.env, now };
  const core = [
    inference,
    storagePart({ dataDir: options.dataDir, write: history.seen }),
    courierPart({
      isLeader: courier.isLeader,
      isLed: () => isLed(database, now()),
      counts: deliveries.counts,
    }),
    localRendererPart(lanes),
    templatedPart({ lanes, ...rendering.templated }),
  ];
  const alerts = createPartAlerts({ notifier: options.notifier, clock, log });
  const life = createLifeCycle({
    notifier: options.notifier,
    version: options.version,
    tellsEach: () => options.announcements().startAndStop,
  });
  const manager = createManager({
    integrations: () => [
      ...core,
      ...channels
        .list()
        .map((channel) => channelPart(channel, { ...lanes, check: channelCheck(channel, checks) })),
    ],
    history,
    leads: courier.isLeader,
    onLook: alerts.observe,
    async onLead() {
      alerts.forget();
      const earlier = await history.begin(options.version);
      if (!options.tellsLife || earlier?.isOwn) return;
      await life
        .started(earlier)
        .catch((error: unknown) => log.warn({ err: error }, 'The start of the program could not be told'));
    },
    events,
    clock,
    random: options.random,
    log,
  });
  const stops = (
    ['channel.stateChanged', 'channels.changed', 'inference.changed', 'renderer.changed'] as const
  ).map((name) => events.listen(name, manager.touch));
  return {
    manager,
    handlers: healthHandlers(manager),
    analyzed: inference.ran,
    async stop() {
      for (const stop of stops) stop();
      if (options.tellsLife && courier.isLeader()) {
        await life
          .stopping()
          .catch((error: unknown) => log.warn({ err: error }, 'The end of the program could not be told'));
      }
      await manager.stop();
      await alerts.stop();
    },
  };
}
