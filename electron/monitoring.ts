import { join } from 'node:path';
import { logHandlers } from './api/logs.ts';
import { metricsHandlers } from './api/metrics.ts';
import { thresholdHandlers } from './api/thresholds.ts';
import { thresholdSection } from './configuration/threshold-section.ts';
import type { Clock } from './delivery/clock.ts';
import type { EventBus } from './events.ts';
import { createLog, type Log } from './log.ts';
import type { Messaging } from './messaging.ts';
import { createActivity } from './monitoring/activity.ts';
import { createCharts } from './monitoring/charts.ts';
import { keepChronicle } from './monitoring/chronicle.ts';
import { createGpuSource } from './monitoring/gpus.ts';
import { createLogFiles, type LogFiles } from './monitoring/log-files.ts';
import { createLogReader } from './monitoring/log-reader.ts';
import { announceLog } from './monitoring/log-tail.ts';
import { createMarkers } from './monitoring/markers.ts';
import { createMetricsAccess, type MetricsAccess } from './monitoring/metrics-access.ts';
import { createPrometheus, type Prometheus } from './monitoring/prometheus.ts';
import { createRelatedIds } from './monitoring/related-ids.ts';
import { createSampler } from './monitoring/sampler.ts';
import { createSystemSource } from './monitoring/system.ts';
import { createThresholds } from './monitoring/thresholds.ts';
import type { Database } from './store/database.ts';
import { createSampleStore } from './store/sample-store.ts';

export interface MonitoringOptions {
  dataDir: string;
  version: string;
  database: Database;
  messaging: Pick<Messaging, 'channels' | 'courier' | 'deliveries' | 'notifier' | 'secrets'>;
  /** Where this program writes its log; when left out, only what others wrote is read. */
  logFiles: LogFiles | undefined;
  events: EventBus;
  clock: Clock;
  log: Log;
}

/** Builds what measures the program and its machine: sources → sampler → store, thresholds → alerts. */
export function createMonitoring(options: MonitoringOptions) {
  const { dataDir, version, database, messaging, events, clock, log } = options;
  const { now, monotonic } = clock;
  const samples = createSampleStore(database);
  const markers = createMarkers(database, now);
  const gpus = createGpuSource({ clock, log });
  const activity = createActivity({ database, counts: messaging.deliveries.counts, events, monotonic });
  const thresholds = createThresholds({ database, samples, notifier: messaging.notifier, events, now });
  const sampler = createSampler({
    system: createSystemSource({ dataDir, monotonic, log }),
    ...{ gpus, activity, store: samples, events, clock, log },
    leads: messaging.courier.isLeader,
    async onLead(leads) {
      thresholds.forget();
      if (leads) await markers.began(version, samples.latest()?.at ?? null);
      else await markers.ended(version, 'The program ended');
    },
    onSample: thresholds.judge,
  });
  const channelName = (id: string) => messaging.channels.find(id)?.channel.name ?? id;
  const charts = createCharts({ samples, sampler, gpus, markers, channelName, now });
  const access = createMetricsAccess(messaging.secrets);
  const prometheus = createPrometheus({ version, newest: sampler.newest, activity, events });
  const logFiles = options.logFiles ?? createLogFiles({ folder: join(dataDir, 'logs') });
  const reader = createLogReader({ folder: logFiles.folder, related: createRelatedIds(database) });

  // Only for the files: standard error is for trouble.
  const chronicle = createLog({ level: 'silent', files: options.logFiles });
  const stops = [
    announceLog({ files: logFiles, events, clock }),
    keepChronicle({ events, activity, database, log: chronicle }),
    events.listen('inference.changed', ({ state }) => {
      if (state !== 'restarting' && state !== 'failed') return;
      markers
        .crashed(version, 'The inference crashed')
        .catch((err: unknown) => log.warn({ err }, 'A crash could not be marked'));
    }),
  ];

  return {
    handlers: {
      ...metricsHandlers({ charts, sampler, access }),
      ...thresholdHandlers(thresholds),
      ...logHandlers(reader),
    },
    /** What of it goes into a configuration. */
    sections: [thresholdSection({ thresholds, changed: () => events.emit('thresholds.changed', {}) })],
    door: {
      servedAt: access.servedAt,
      letsIn: access.letsIn,
      text: prometheus.text,
      contentType: prometheus.contentType,
    } satisfies MetricsDoor,
    start: sampler.start,
    /** A photo went through the networks. */
    analyzed(tookMs: number) {
      activity.analyzed(tookMs);
      prometheus.analyzed(tookMs);
    },
    async stop() {
      for (const stop of stops) stop();
      activity.stop();
      prometheus.stop();
      await sampler.stop();
    },
  };
}

/** What a host needs to serve what other programs collect. */
export type MetricsDoor = Pick<MetricsAccess, 'servedAt' | 'letsIn'> &
  Pick<Prometheus, 'text' | 'contentType'>;
