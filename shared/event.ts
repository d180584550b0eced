import { z } from 'zod';

/** How bad it is, from harmless to critical. */
export const severities = ['info', 'success', 'warning', 'error', 'critical'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/** 0 for info up to 4 for critical. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** The word for a severity that workflows sort by. */
export type Priority = 'low' | 'normal' | 'high' | 'critical';

export function priorityOf(severity: Severity): Priority {
  if (severity === 'critical') return 'critical';
  if (severity === 'error') return 'high';
  return severity === 'warning' ? 'normal' : 'low';
}

const idSchema = z.string().min(1).max(128);
const pixelBoxSchema = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
});
const confidenceSchema = z.number().min(0).max(1);
const textSchema = z.string().max(4_000);
const detailsSchema = z.record(z.string().max(100), z.json());

/** Where a mug stands, as workflows read it: pixels of the photo, offsets from the reference. */
export const mugPositionSchema = z.strictObject({
  ...pixelBoxSchema.shape,
  center_x: z.number(),
  center_y: z.number(),
  offset_x: z.number(),
  offset_y: z.number(),
  zone: z.string(),
  confidence: confidenceSchema,
  handle: z.string(),
  upright: z.string(),
});
export type MugPosition = z.infer<typeof mugPositionSchema>;

/**
 * What each type of event carries. The names are the ones workflows see, hence the underscores; lengths are pixels
 * of the photo, times are seconds. Unknown fields are refused rather than dropped.
 */
export const eventDataSchemas = {
  mug_detected: z.strictObject({
    image_id: idSchema,
    image_name: textSchema.optional(),
    analysis_id: idSchema.optional(),
    mug_count: z.number().int().nonnegative(),
    positions: z.array(pixelBoxSchema).max(1_000),
    confidence_scores: z.array(confidenceSchema).max(1_000),
    processing_time: z.number().nonnegative(),
  }),
  positioning_analyzed: z.strictObject({
    image_id: idSchema,
    image_name: textSchema.optional(),
    analysis_id: idSchema.optional(),
    /** The mug of the highest score; null without a mug. */
    mug_position: mugPositionSchema.nullable(),
    mugs: z.array(mugPositionSchema).max(1_000).default([]),
    confidence: confidenceSchema,
    rules_applied: z.array(textSchema).max(1_000).default([]),
    recommendations: z.array(textSchema).max(1_000).default([]),
  }),
  rule_triggered: z.strictObject({
    rule_id: idSchema,
    rule_name: textSchema,
    verdict: z.enum(['pass', 'fail', 'unknown']),
    image_id: idSchema.optional(),
    image_name: textSchema.optional(),
    analysis_id: idSchema.optional(),
    measured: detailsSchema.default({}),
    advice: textSchema.optional(),
  }),
  error_occurred: z.strictObject({
    code: z.string().min(1).max(100),
    message: textSchema,
    component: z.string().max(100),
    image_id: idSchema.optional(),
    image_name: textSchema.optional(),
    details: detailsSchema.default({}),
  }),
  system_alert: z.strictObject({
    title: z.string().min(1).max(300),
    message: z.string().max(20_000),
    details: detailsSchema.default({}),
    /** These four: it is about alerts that have a life, whose ids can be acknowledged and resolved. */
    status: z.enum(['firing', 'acknowledged', 'resolved']).optional(),
    alert_ids: z.array(idSchema).max(100).optional(),
    /** How many alerts; more than there are ids, where there are very many. */
    count: z.number().int().positive().optional(),
    /** Messages with the same one go on telling the same. */
    group: idSchema.optional(),
    analysis_id: idSchema.optional(),
  }),
  batch_completed: z.strictObject({
    batch_id: idSchema,
    total: z.number().int().nonnegative(),
    succeeded: z.number().int().nonnegative(),
    failed: z.number().int().nonnegative(),
    duration: z.number().nonnegative(),
    success_rate: confidenceSchema.optional(),
    photos_per_second: z.number().nonnegative().optional(),
    mugs_found: z.number().int().nonnegative().optional(),
    /** Of the photos that were analysed, by the best mug of each. */
    verdicts: z
      .strictObject({
        pass: z.number().int().nonnegative(),
        review: z.number().int().nonnegative(),
        fail: z.number().int().nonnegative(),
      })
      .optional(),
    /** The render that shows all of its photos; it may still be drawn when this is told. */
    contact_sheet: idSchema.optional(),
  }),
  model_updated: z.strictObject({
    model_id: idSchema,
    model_name: textSchema,
    previous_model_id: idSchema.optional(),
    sha256: z.string().max(64),
  }),
  render_completed: z.strictObject({
    render_id: idSchema,
    template_id: z.string().max(100),
    template_name: textSchema,
    /** `templated` or `local`. */
    provider: z.string().max(50),
    image_id: idSchema.optional(),
    image_name: textSchema.optional(),
    analysis_id: idSchema.optional(),
    format: z.string().max(10),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    /** What whoever sends it by hand says. */
    message: z.string().max(20_000).optional(),
  }),
  /** Work of the program's own that takes the same durable way as what is told: nobody else hears of it. */
  render_requested: z.strictObject({
    render_id: idSchema,
    template_name: textSchema.optional(),
    image_name: textSchema.optional(),
  }),
} as const;

export type EventType = keyof typeof eventDataSchemas;
const allTypes = Object.keys(eventDataSchemas) as [EventType, ...EventType[]];
export const eventTypeSchema = z.enum(allTypes);

/** Those that others can be told of. */
export const eventTypes = allTypes.filter((type) => type !== 'render_requested') as [
  EventType,
  ...EventType[],
];
export const toldTypeSchema = z.enum(eventTypes);
export type EventData<T extends EventType> = z.output<(typeof eventDataSchemas)[T]>;

/** The severity an event has when its maker names none. */
export const usualSeverity: Readonly<Record<EventType, Severity>> = {
  mug_detected: 'info',
  positioning_analyzed: 'info',
  rule_triggered: 'warning',
  error_occurred: 'error',
  system_alert: 'info',
  batch_completed: 'success',
  model_updated: 'info',
  render_completed: 'success',
  render_requested: 'info',
};

/** Something that happened and is to be told, as it is stored and sent. */
export interface EventRecord<T extends EventType = EventType> {
  /** Given once and kept for ever: receivers tell duplicates by it. No '.' in it. */
  id: string;
  type: T;
  severity: Severity;
  /** ISO 8601, when it happened, not when it is sent. */
  occurredAt: string;
  data: EventData<T>;
}

/** Ids may come from outside; '.' would break the text that signatures cover. */
export const eventIdSchema = z.string().regex(/^[\w-]{1,64}$/, 'Only letters, digits, - and _ are allowed.');

export const eventSchema = z.object({
  id: eventIdSchema,
  type: eventTypeSchema,
  severity: severitySchema,
  occurredAt: z.iso.datetime(),
  data: z.record(z.string(), z.json()),
});
