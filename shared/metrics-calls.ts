import { z } from 'zod';
import { logEntrySchema, logLevelSchema } from './log-entry.ts';
import { markerSchema, metricIdSchema, metricSchema, seriesSchema } from './metrics.ts';
import { thresholdSchema, thresholdViewSchema } from './threshold.ts';

/** Calls about what is measured, where it becomes trouble, and what the program wrote down. */
export const metricsCalls = {
  /** Everything that is measured; those of a channel once it had something to do. */
  'metrics.list': { input: z.object({}), output: z.object({ metrics: z.array(metricSchema) }) },
  /** Lines for a chart. A series that is not known has no values. */
  'metrics.query': {
    input: z
      .object({
        series: z.array(metricIdSchema).min(1).max(40),
        from: z.iso.datetime(),
        to: z.iso.datetime(),
        /** At most so many for each line, and one more where its ends are within steps. */
        points: z.number().int().min(2).max(2_000).default(300),
      })
      .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
        path: ['to'],
        message: 'The end must be after the beginning',
      })
      .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 366 * 86_400_000, {
        path: ['from'],
        message: 'At most a year can be asked for',
      }),
    output: z.object({
      series: z.array(seriesSchema),
      /** Milliseconds from one point to the next. */
      resolutionMs: z.number().int(),
      markers: z.array(markerSchema),
    }),
  },
  /** A screen watches: `metrics.sampled` comes every second until then. Ask again before that. */
  'metrics.watch': { input: z.object({}), output: z.object({ until: z.iso.datetime() }) },
  /** Where a program that collects metrics finds them, and with which token. */
  'metrics.access': {
    input: z.object({ renewToken: z.boolean().default(false) }),
    output: z.object({
      /** Null when they are not served now. */
      url: z.string().nullable(),
      /** For `Authorization: Bearer`. Null: the token of the page, which its start printed. */
      token: z.string().nullable(),
      /** A sentence; null when all is well. */
      problem: z.string().nullable(),
    }),
  },
  'thresholds.list': { input: z.object({}), output: z.object({ thresholds: z.array(thresholdViewSchema) }) },
  /** Sets the one of its metric. */
  'thresholds.save': { input: thresholdSchema, output: thresholdViewSchema },
  /** The one of a metric, or all, back to what came with the program; others go. */
  'thresholds.reset': {
    input: z.object({ metric: metricIdSchema.optional() }),
    output: z.object({ thresholds: z.array(thresholdViewSchema) }),
  },
  /** The log, newest first. */
  'logs.query': {
    input: z.object({
      /** This bad or worse. */
      level: logLevelSchema.default('trace'),
      /** Found anywhere in an entry; small and capital letters are the same. */
      text: z.string().max(200).default(''),
      from: z.iso.datetime().optional(),
      to: z.iso.datetime().optional(),
      /** The id of a photo, analysis, event or delivery: all entries on the way from that photo to its attempts. */
      correlationId: z.string().min(1).max(100).optional(),
      limit: z.number().int().min(1).max(500).default(100),
      cursor: z.string().max(4_000).optional(),
    }),
    output: z.object({ entries: z.array(logEntrySchema), nextCursor: z.string().nullable() }),
  },
} as const;

export const metricsEvents = {
  /** The newest values: every second while somebody watches, else every five. Null: nothing to measure. */
  'metrics.sampled': z.object({
    at: z.iso.datetime(),
    values: z.record(metricIdSchema, z.number().nullable()),
  }),
  'thresholds.changed': z.object({}),
  /** What was written to the log, at most 100 entries every 250 ms; `more`: there were others. */
  'log.written': z.object({ entries: z.array(logEntrySchema), more: z.boolean() }),
} as const;
