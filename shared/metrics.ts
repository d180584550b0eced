import { z } from 'zod';

/** Percentages go from 0 to 100. */
export const metricUnits = [
  'percent',
  'bytes',
  'bytesPerSecond',
  'milliseconds',
  'celsius',
  'watts',
  'perMinute',
  'count',
] as const;
export type MetricUnit = (typeof metricUnits)[number];

/** Under which heading charts put it. */
export const metricGroups = [
  'system',
  'gpu',
  'program',
  'queue',
  'deliveries',
  'photos',
  'cache',
  'alerts',
] as const;
export type MetricGroup = (typeof metricGroups)[number];

/** `cpu`, `gpu.0.memory`, `channel.ops-room.p95`: words with dots between. */
export const metricIdSchema = z
  .string()
  .regex(/^[a-zA-Z0-9-]{1,60}(\.[a-zA-Z0-9-]{1,60}){0,3}$/, 'This is not the name of a metric.');

export const metricSchema = z.object({
  id: metricIdSchema,
  /** For people, to stand alone: "GPU memory, GPU 0". */
  label: z.string(),
  unit: z.enum(metricUnits),
  group: z.enum(metricGroups),
  /** The channel or renderer that it is of; null for one of the whole. */
  channelId: z.string().nullable(),
  /** A sentence: why there is nothing to measure; null when there is. */
  absent: z.string().nullable(),
});
export type Metric = z.infer<typeof metricSchema>;

/** One point of a line: milliseconds since 1970 at its beginning; null where nothing was measured. */
const pointSchema = z.tuple([z.number().int(), z.number().nullable()]);
const rangeSchema = z.tuple([z.number(), z.number()]).nullable();

export const seriesSchema = z.object({
  id: metricIdSchema,
  label: z.string(),
  unit: z.enum(metricUnits),
  /** At equal distances, oldest first; each the mean of its stretch. */
  points: z.array(pointSchema),
  /** The lowest and highest of each stretch; null when every point is one sample. */
  band: z.array(rangeSchema).nullable(),
});
export type Series = z.infer<typeof seriesSchema>;

export const markerKinds = ['start', 'stop', 'crash', 'deploy', 'silence'] as const;
export const markerSchema = z.object({
  at: z.iso.datetime(),
  /** Of a silence its end; null for what is a moment. */
  until: z.iso.datetime().nullable(),
  kind: z.enum(markerKinds),
  /** A few words: what happened. */
  label: z.string(),
});
export type Marker = z.infer<typeof markerSchema>;

type Known = Omit<Metric, 'channelId' | 'absent'>;
const one = (id: string, label: string, unit: MetricUnit, group: MetricGroup): Known => {
  return { id, label, unit, group };
};

/** Everything that there is one of. */
export const singleMetrics: readonly Known[] = [
  one('cpu', 'Processor', 'percent', 'system'),
  one('memory', 'Memory', 'percent', 'system'),
  one('disk', 'Disk of the data folder', 'percent', 'system'),
  one('network.in', 'Network, received', 'bytesPerSecond', 'system'),
  one('network.out', 'Network, sent', 'bytesPerSecond', 'system'),
  one('eventLoop.p50', 'Event loop delay, half of the time', 'milliseconds', 'program'),
  one('eventLoop.p99', 'Event loop delay, 99 of 100', 'milliseconds', 'program'),
  one('process.memory', 'Memory of the program', 'bytes', 'program'),
  one('queue.waiting', 'Deliveries waiting', 'count', 'queue'),
  one('queue.held', 'Deliveries held', 'count', 'queue'),
  one('queue.failed', 'Dead letters', 'count', 'queue'),
  one('attempts.perMinute', 'Attempts', 'perMinute', 'deliveries'),
  one('attempts.success', 'Attempts that succeeded', 'percent', 'deliveries'),
  one('attempts.p50', 'Response time, half of the attempts', 'milliseconds', 'deliveries'),
  one('attempts.p95', 'Response time, 95 of 100', 'milliseconds', 'deliveries'),
  one('attempts.p99', 'Response time, 99 of 100', 'milliseconds', 'deliveries'),
  one('inference.p50', 'Analysis time, half of the photos', 'milliseconds', 'photos'),
  one('inference.p95', 'Analysis time, 95 of 100', 'milliseconds', 'photos'),
  one('photos.perMinute', 'Photos', 'perMinute', 'photos'),
  one('photos.failed', 'Photos that failed', 'percent', 'photos'),
  one('cache.photos', 'Photos answered from the store', 'percent', 'cache'),
  one('cache.renders', 'Pictures taken from an equal one', 'percent', 'cache'),
  one('alerts.open', 'Open alerts', 'count', 'alerts'),
];

/** What is measured of each GPU, by the last word of its id. */
export const gpuMeasures = {
  use: { label: 'GPU', unit: 'percent' },
  memory: { label: 'GPU memory', unit: 'percent' },
  temperature: { label: 'GPU temperature', unit: 'celsius' },
  power: { label: 'GPU power', unit: 'watts' },
} as const satisfies Record<string, { label: string; unit: MetricUnit }>;
export type GpuMeasure = keyof typeof gpuMeasures;

/** What is measured of each channel that had something to do, by the last word of its id. */
export const channelMeasures = {
  perMinute: { label: 'attempts', unit: 'perMinute' },
  success: { label: 'succeeded', unit: 'percent' },
  p50: { label: 'response time, half', unit: 'milliseconds' },
  p95: { label: 'response time, 95 of 100', unit: 'milliseconds' },
  p99: { label: 'response time, 99 of 100', unit: 'milliseconds' },
} as const satisfies Record<string, { label: string; unit: MetricUnit }>;
export type ChannelMeasure = keyof typeof channelMeasures;

/** Any metric by its id, whether there is anything to measure or not; null for one that cannot be. */
export function metricOf(id: string): Known | null {
  const single = singleMetrics.find((metric) => metric.id === id);
  if (single !== undefined) return single;
  const [family = '', of = '', measure = ''] = id.split('.');
  if (family === 'gpu' && Object.hasOwn(gpuMeasures, measure)) {
    const { label, unit } = gpuMeasures[measure as GpuMeasure];
    return { id, label: `${label}, GPU ${of}`, unit, group: 'gpu' };
  }
  if (family === 'channel' && Object.hasOwn(channelMeasures, measure)) {
    const { label, unit } = channelMeasures[measure as ChannelMeasure];
    return { id, label: `${of}, ${label}`, unit, group: 'deliveries' };
  }
  return null;
}

/** A value with its unit, as messages say it. */
export function wordsOfValue(value: number, unit: MetricUnit): string {
  const digits = Math.abs(value) < 10 ? 1 : 0;
  const number = (of: number) => String(Number(of.toFixed(digits)));
  if (unit === 'bytes') return `${number(value / 1_000_000)} MB`;
  if (unit === 'bytesPerSecond') return `${number(value / 1_000)} kB/s`;
  return `${number(value)}${unitWords[unit]}`;
}

const unitWords = {
  percent: ' %',
  milliseconds: ' ms',
  celsius: ' °C',
  watts: ' W',
  perMinute: ' per minute',
  count: '',
} as const;
