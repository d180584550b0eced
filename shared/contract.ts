import { z } from 'zod';
import {
  analysisSchema,
  analysisSummarySchema,
  detectionSchema,
  photoIdSchema,
  photoSchema,
  providerSchema,
  unitSchema,
} from './analysis.ts';
import { errorCodes } from './errors.ts';
import { modelLayoutSchema, modelSchema, tensorSchema } from './models.ts';
import { settingsPatchSchema, settingsSchema } from './settings.ts';

/** The whole conversation between a screen and the core: calls (`noun.verb`) and events (`noun.past-participle`). */
const nothing = z.object({});
const idSchema = z.string().min(1).max(64);
const idsSchema = z.array(idSchema).min(1).max(100_000);
const nameSchema = z.string().min(1).max(1_024);
const bytesSchema = z.instanceof(Uint8Array);

export const wireErrorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  field: z.string().optional(),
});

/** What the core runs in. */
export const hostSchema = z.enum(['desktop', 'web', 'command line', 'memory']);
export type Host = z.infer<typeof hostSchema>;

/** The inference child's state as shown to people. */
export const inferenceStatusSchema = z.object({
  state: z.enum(['starting', 'ready', 'restarting', 'failed', 'stopped']),
  provider: providerSchema.nullable(),
  model: z.object({ id: z.string(), name: z.string() }).nullable(),
  restarts: z.number().int(),
  /** A sentence: why it is not ready, null when it is. */
  reason: z.string().nullable(),
});
export type InferenceStatus = z.infer<typeof inferenceStatusSchema>;

export const batchSchema = z.object({
  id: idSchema,
  state: z.enum(['running', 'paused', 'cancelled', 'finished']),
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  photosPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
});
export type Batch = z.infer<typeof batchSchema>;

/** Which analyses: all fields given must hold. Text matches the photo's name, `label` any detection with it. */
export const analysisFilterSchema = z.object({
  text: z.string().max(200).optional(),
  label: z.string().max(100).optional(),
  minScore: unitSchema.optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
export type AnalysisFilter = z.infer<typeof analysisFilterSchema>;

export const exportFormats = ['json', 'csv', 'coco', 'yolo', 'png'] as const;
export const exportFormatSchema = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

export const calls = {
  'app.info': {
    input: nothing,
    output: z.object({
      name: z.string(),
      version: z.string(),
      host: hostSchema,
      platform: z.string(),
      inference: inferenceStatusSchema,
      /** Names of the sample photos, served at /samples/NAME. */
      samples: z.array(z.string()),
    }),
  },
  'settings.get': { input: nothing, output: settingsSchema },
  'settings.set': { input: settingsPatchSchema, output: settingsSchema },
  'photos.add': {
    input: z.object({ name: nameSchema, bytes: bytesSchema }),
    output: z.object({
      photo: photoSchema,
      /** True when the very same bytes had been added before. */
      known: z.boolean(),
    }),
  },
  'photos.analyze': {
    input: z.object({ photoId: photoIdSchema, fresh: z.boolean().default(false) }),
    output: analysisSchema,
  },
  'photos.analyzeBatch': {
    input: z.object({
      photoIds: z.array(photoIdSchema).min(1).max(100_000),
      fresh: z.boolean().default(false),
    }),
    output: batchSchema,
  },
  'batches.list': { input: nothing, output: z.object({ batches: z.array(batchSchema) }) },
  'batches.pause': { input: z.object({ id: idSchema }), output: batchSchema },
  'batches.resume': { input: z.object({ id: idSchema }), output: batchSchema },
  'batches.cancel': { input: z.object({ id: idSchema }), output: batchSchema },
  'analyses.list': {
    input: analysisFilterSchema.extend({
      limit: z.number().int().min(1).max(1_000).default(100),
      cursor: z.string().max(200).optional(),
    }),
    output: z.object({
      items: z.array(analysisSummarySchema),
      total: z.number().int(),
      /** Pass it back for the next page; null on the last. */
      nextCursor: z.string().nullable(),
    }),
  },
  'analyses.get': { input: z.object({ id: idSchema }), output: analysisSchema },
  'analyses.delete': { input: z.object({ ids: idsSchema }), output: z.object({ deleted: z.number().int() }) },
  /** Takes a deletion back; deleted analyses are kept for a day. */
  'analyses.restore': {
    input: z.object({ ids: idsSchema }),
    output: z.object({ restored: z.number().int() }),
  },
  'analyses.export': {
    input: z.object({ ids: idsSchema, format: exportFormatSchema }),
    /** The file waits at /exports/ID under its name; several files come as one zip. */
    output: z.object({ id: idSchema, name: z.string(), mediaType: z.string(), bytes: z.number().int() }),
  },
  'models.list': { input: nothing, output: z.object({ models: z.array(modelSchema), activeId: z.string() }) },
  'models.add': {
    input: z.object({
      name: nameSchema,
      bytes: bytesSchema,
      /** Overrides the proposed reading of the outputs. */
      layout: modelLayoutSchema.optional(),
      /** The photo to try the model on; a sample photo when left out. */
      photoId: photoIdSchema.optional(),
    }),
    output: z.object({
      model: modelSchema,
      inputs: z.array(tensorSchema),
      outputs: z.array(tensorSchema),
      /** Other readings that would fit the outputs as well. */
      alternatives: z.array(modelLayoutSchema),
      /** What the model found on the trial photo. */
      trial: z.array(detectionSchema),
    }),
  },
  'models.use': { input: z.object({ id: idSchema }), output: z.object({ activeId: z.string() }) },
  'models.remove': { input: z.object({ id: idSchema }), output: z.object({ removed: z.literal(true) }) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const events = {
  'analysis.completed': z.object({ summary: analysisSummarySchema, batchId: idSchema.nullable() }),
  'analysis.failed': z.object({
    photo: photoSchema.nullable(),
    name: z.string(),
    error: wireErrorSchema,
    batchId: idSchema.nullable(),
  }),
  'batch.progressed': batchSchema,
  'inference.changed': inferenceStatusSchema,
  'settings.changed': settingsSchema,
  'models.changed': z.object({ activeId: z.string() }),
} as const satisfies Record<string, z.ZodType>;

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>;
/** A call's input after validation: defaults are filled in. */
export type CallParsedInput<N extends CallName> = z.output<(typeof calls)[N]['input']>;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;
