import type { InferenceStatus } from '../shared/contract.ts';
import { healthHandlers } from './api/health.ts';
import { attemptFigures } from './delivery/attempt-figures.ts';
import type { Clock } from './delivery/clock.ts';
import { isLed } from './delivery/led.ts';
import type { EventBus } from './events.ts';
import { channelPart } from './integrations/channel-part.ts';
import {
  courierPart,
  inferencePart,
  localRendererPart,
  storagePart,
  templatedPart,
} from './integrations/core-parts.ts';
import { createHealthHistory } from './integrations/health-history.ts';
import { createManager, type Manager } from './integrations/manager.ts';
import type { Log } from './log.ts';
import type { Messaging } from './messaging.ts';
import type { Rendering } from './rendering.ts';
import type { Database } from './store/database.ts';

export interface HealthOptions {
  dataDir: string;
  version: string;
  database: Database;
  inferenceStatus(): InferenceStatus;
  messaging: Pick<Messaging, 'channels' | 'courier' | 'deliveries'>;
  rendering: Pick<Rendering, 'templated'>;
  events: EventBus;
  clock: Clock;
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
    state: courier.state,
    attempts: (channelId: string) => attemptFigures(database, channelId, now()),
  };
  const inference = inferencePart({ status: options.inferenceStatus, events, now });
  const core = [
    inference,
    storagePart({ dataDir: options.dataDir, write: history.seen }),
    courierPart({
      isLeader: courier.isLeader,
      isLed: () => isLed(database, now()),
      counts: deliveries.counts,
    }),
    localRendererPart(lanes),
    templatedPart({ lanes, hasKey: rendering.templated.hasKey, host: rendering.templated.host }),
  ];
  const manager = createManager({
    integrations: () => [...core, ...channels.list().map((channel) => channelPart(channel, lanes))],
    history,
    leads: courier.isLeader,
    async onLead() {
      await history.begin(options.version);
    },
    events,
    clock,
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
      await manager.stop();
    },
  };
}
