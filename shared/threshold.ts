import { z } from 'zod';
import type { Severity } from './event.ts';
import { type MetricUnit, metricIdSchema, metricOf } from './metrics.ts';

/** From which value on, and for how long, a metric is trouble. `gpu.memory` stands for that of every GPU. */
export const thresholdSchema = z
  .object({
    metric: metricIdSchema,
    above: z.number().positive('This must be more than 0.'),
    /** Above it all that time without a break; as long below `clearBelow` until it is over. */
    forSeconds: z.number().int().min(0).max(86_400),
    clearBelow: z.number().min(0),
    enabled: z.boolean().default(true),
  })
  .refine(({ above, clearBelow }) => clearBelow <= above, {
    path: ['clearBelow'],
    error: 'It can only be over below the threshold itself.',
  })
  .refine(({ metric }) => unitOfThreshold(metric) !== null, {
    path: ['metric'],
    error: 'There is no such metric.',
  })
  .refine(
    ({ metric, above }) => above < (mostOf[unitOfThreshold(metric) ?? 'count'] ?? Number.POSITIVE_INFINITY),
    {
      path: ['above'],
      error: 'It never gets there. Choose less than 100.',
    },
  );
export type Threshold = z.infer<typeof thresholdSchema>;

/** The values at which it becomes a warning, an error, critical. */
export const ladderSchema = z.object({
  warning: z.number(),
  error: z.number(),
  critical: z.number(),
  /** It cannot get to twice the threshold: the steps lie in the room that is left. */
  capped: z.boolean(),
});
export type Ladder = z.infer<typeof ladderSchema>;

export const thresholdViewSchema = z.object({
  threshold: thresholdSchema,
  label: z.string(),
  unit: z.string(),
  ladder: ladderSchema,
  /** It is as it came with the program. */
  usual: z.boolean(),
  /** It came with the program, so that it can be put back. */
  builtIn: z.boolean(),
});
export type ThresholdView = z.infer<typeof thresholdViewSchema>;

const usual = (metric: string, above: number, clearBelow: number, forSeconds: number): Threshold => {
  return { metric, above, clearBelow, forSeconds, enabled: true };
};

export const usualThresholds: readonly Threshold[] = [
  usual('gpu.memory', 90, 85, 180),
  usual('gpu.temperature', 85, 80, 60),
  usual('disk', 80, 78, 60),
  usual('memory', 85, 80, 180),
  usual('photos.failed', 5, 3, 60),
  usual('eventLoop.p99', 250, 150, 60),
];

/** The metric of a threshold that watches this series: the number of a GPU does not count. */
export function thresholdMetricOf(seriesId: string): string {
  return seriesId.replace(/^gpu\.\d+\./, 'gpu.');
}

/** Null when there is no such metric. */
export function unitOfThreshold(metric: string): MetricUnit | null {
  return metricOf(metric.replace(/^gpu\.(?!\d)/, 'gpu.0.'))?.unit ?? null;
}

/** What it is called; "GPU memory" where it stands for all of them. */
export function labelOfThreshold(metric: string): string {
  const ofAll = metric.replace(/^gpu\.(?!\d)/, 'gpu.0.');
  const label = metricOf(ofAll)?.label ?? metric;
  return ofAll === metric ? label : label.replace(/, GPU 0$/, '');
}

/** Where a metric ends: a share at all of it, a GPU near 100 °C, where it switches itself off. */
const mostOf: Partial<Record<MetricUnit, number>> = { percent: 100, celsius: 100 };

/** Above: warning; 1.5 times: error; twice: critical. Where it ends before, two thirds and nine tenths of the rest. */
export function ladderOf({ metric, above }: Pick<Threshold, 'metric' | 'above'>): Ladder {
  const room = (mostOf[unitOfThreshold(metric) ?? 'count'] ?? Number.POSITIVE_INFINITY) - above;
  return {
    warning: above,
    error: Math.min(1.5 * above, above + room * (2 / 3)),
    critical: Math.min(2 * above, above + room * 0.9),
    capped: 2 * above > above + room * 0.9,
  };
}

/** How bad a value is; null when it is not above the threshold. */
export function severityAt(value: number, { warning, error, critical }: Ladder): Severity | null {
  if (value <= warning) return null;
  if (value > critical) return 'critical';
  return value > error ? 'error' : 'warning';
}
