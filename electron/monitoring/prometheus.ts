import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventBus } from '../events.ts';
import type { Activity } from './activity.ts';
import type { Values } from './sampler.ts';

/** What is measured as other programs collect it. */
export interface Prometheus {
  contentType: string;
  /** Text exposition format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
  text(): Promise<string>;
  /** A photo went through the networks. */
  analyzed(tookMs: number): void;
  stop(): void;
}

export interface PrometheusParts {
  version: string;
  newest(): Values;
  activity: Pick<Activity, 'read' | 'onAttempts'>;
  events: Pick<EventBus, 'listen'>;
}

/** Seconds, from an answer of this machine to the longest that is waited for. */
const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How a metric of ours is called there: base units, shares from 0 to 1 (https://prometheus.io/docs/practices/naming/). */
const gauges: readonly { name: string; help: string; of: RegExp; label?: string; scale?: number }[] = [
  { name: 'cpu_usage_ratio', help: 'How busy all cores are.', of: /^cpu$/, scale: 0.01 },
  { name: 'memory_usage_ratio', help: 'Memory in use.', of: /^memory$/, scale: 0.01 },
  {
    name: 'disk_usage_ratio',
    help: 'How full the disk of the data folder is.',
    of: /^disk$/,
    scale: 0.01,
  },
  {
    name: 'network_bytes_per_second',
    help: 'Traffic of the machine.',
    of: /^network\.(in|out)$/,
    label: 'direction',
  },
  {
    name: 'event_loop_delay_seconds',
    help: 'How late the program gets to its work.',
    of: /^eventLoop\.(p50|p99)$/,
    label: 'quantile',
    scale: 0.001,
  },
  { name: 'resident_memory_bytes', help: 'Memory of the program.', of: /^process\.memory$/ },
  { name: 'gpu_usage_ratio', help: 'How busy a GPU is.', of: /^gpu\.(\d+)\.use$/, label: 'gpu', scale: 0.01 },
  {
    name: 'gpu_memory_usage_ratio',
    help: 'Memory of a GPU in use.',
    of: /^gpu\.(\d+)\.memory$/,
    label: 'gpu',
    scale: 0.01,
  },
  {
    name: 'gpu_temperature_celsius',
    help: 'Temperature of a GPU.',
    of: /^gpu\.(\d+)\.temperature$/,
    label: 'gpu',
  },
  { name: 'gpu_power_watts', help: 'Power a GPU draws.', of: /^gpu\.(\d+)\.power$/, label: 'gpu' },
  {
    name: 'deliveries',
    help: 'Deliveries that have not arrived.',
    of: /^queue\.(waiting|held|failed)$/,
    label: 'state',
  },
  { name: 'alerts_open', help: 'Alerts that have not ended.', of: /^alerts\.open$/ },
];

const quantiles: Readonly<Record<string, string>> = { p50: '0.5', p99: '0.99' };

/** A registry of its own: two cores in one process do not meet. */
export function createPrometheus({ version, newest, activity, events }: PrometheusParts): Prometheus {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: 'h200_build_info',
    help: 'The version that runs.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  const known = gauges.map(({ name, help, label, ...how }) => {
    const labelNames = label === undefined ? [] : [label];
    return { ...how, label, gauge: new Gauge({ name: `h200_${name}`, help, labelNames, registers }) };
  });
  const attempts = new Counter({
    name: 'h200_attempts_total',
    help: 'Attempts to hand something over.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const attemptSeconds = new Histogram({
    name: 'h200_attempt_duration_seconds',
    help: 'How long attempts took.',
    labelNames: ['channel'],
    buckets,
    registers,
  });
  const photos = new Counter({
    name: 'h200_photos_total',
    help: 'Photos that were answered.',
    labelNames: ['outcome'],
    registers,
  });
  const analysisSeconds = new Histogram({
    name: 'h200_analysis_duration_seconds',
    help: 'How long photos took that went through the networks.',
    buckets,
    registers,
  });

  const stops = [
    activity.onAttempts((all) => {
      for (const { channelId, delivered, tookMs } of all) {
        attempts.inc({ channel: channelId, outcome: delivered ? 'delivered' : 'failed' });
        attemptSeconds.observe({ channel: channelId }, tookMs / 1_000);
      }
    }),
    events.listen('analysis.completed', () => photos.inc({ outcome: 'analysed' })),
    events.listen('analysis.failed', ({ error }) =>
      photos.inc({ outcome: error.code === 'cancelled' ? 'cancelled' : 'failed' }),
    ),
  ];

  function setGauges(): void {
    const values = Object.entries(newest());
    for (const { gauge, of, label, scale = 1 } of known) {
      gauge.reset();
      // It would say 0 for what cannot be measured.
      if (label === undefined) gauge.remove();
      for (const [id, value] of values) {
        const match = of.exec(id);
        if (match === null || value === null) continue;
        const name = match[1] ?? '';
        if (label === undefined) gauge.set(value * scale);
        else gauge.set({ [label]: quantiles[name] ?? name }, value * scale);
      }
    }
  }

  return {
    contentType: registry.contentType,
    async text() {
      // Attempts since the last sample count too.
      activity.read();
      setGauges();
      return registry.metrics();
    },
    analyzed: (tookMs) => analysisSeconds.observe(tookMs / 1_000),
    stop() {
      for (const stop of stops) stop();
      registry.clear();
    },
  };
}
