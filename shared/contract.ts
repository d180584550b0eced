import { z } from 'zod';
import { alertCalls, alertEvents } from './alert-calls.ts';
import {
  analysisSchema,
  analysisSummarySchema,
  detectionSchema,
  photoIdSchema,
  photoSchema,
  providerSchema,
  unitSchema,
} from './analysis.ts';
import {
  channelIdSchema,
  channelKindViewSchema,
  channelSchema,
  channelStateSchema,
  channelViewSchema,
} from './channel.ts';
import { configurationChangesSchema } from './configuration.ts';
import {
  attemptSchema,
  deliveryCountsSchema,
  deliveryDetailSchema,
  deliveryFilterSchema,
  deliveryIdSchema,
  deliverySchema,
  deliverySelectionSchema,
} from './delivery.ts';
import { errorCodes } from './errors.ts';
import { eventIdSchema, severitySchema, toldTypeSchema } from './event.ts';
import { exportedFileSchema } from './exported-file.ts';
import { healthCalls, healthEvents } from './health-calls.ts';
import { hookCalls, hookEvents } from './hook-calls.ts';
import { mappingSchema } from './mapping.ts';
import { metricsCalls, metricsEvents } from './metrics-calls.ts';
import { modelLayoutSchema, modelSchema, tensorSchema } from './models.ts';
import { noticeSchema } from './notice.ts';
import {
  designIdSchema,
  designSchema,
  placementDialectSchema,
  renderBatchSchema,
  rendererStateSchema,
  renderIdSchema,
  renderPreviewSchema,
  renderRequestSchema,
  renderSchema,
  renderSelectionSchema,
  renderStateSchema,
  renderValueSchema,
} from './render.ts';
import { ruleCalls, ruleEvents } from './rule-calls.ts';
import { settingsPatchSchema, settingsSchema } from './settings.ts';
import {
  layerSchema,
  renderProviderSchema,
  templateIdSchema,
  templateSchema,
  templateSummarySchema,
} from './template.ts';
import { workflowCalls, workflowEvents } from './workflow-calls.ts';

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
  fields: z.record(z.string(), z.string()).optional(),
});

/** A notice as it is written by hand. */
export const manualNoticeSchema = z.object({
  title: z.string().trim().min(1, 'A title is needed.').max(300),
  message: z.string().max(20_000).default(''),
  severity: severitySchema.default('info'),
  data: z.record(z.string().min(1).max(100), z.json()).default({}),
});
export type ManualNotice = z.input<typeof manualNoticeSchema>;

export { type ExportedFile, exportedFileSchema } from './exported-file.ts';

/** A name of the environment that this program reads; its value is never told. */
export const environmentNameSchema = z.object({
  name: z.string(),
  /** What gives it: `the environment`, or a .env file; null when it is not set. */
  source: z.string().nullable(),
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
  /** Null while it cannot be told: no pace yet, not running, or more photos are to be appended. */
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
  verdict: z.enum(['pass', 'fail', 'unknown']).optional(),
  rejected: z.boolean().optional(),
  tag: z.string().max(60).optional(),
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
  /** One batch may come in several calls, so that its first photos need not wait for the last. */
  'photos.analyzeBatch': {
    input: z
      .object({
        photoIds: z.array(photoIdSchema).max(100_000),
        fresh: z.boolean().default(false),
        /** What the operator calls it, as a folder's name: rules "for batches named …" look at it. */
        name: nameSchema.optional(),
        /** Appends to this batch, which runs or is paused; `fresh` is what it was started with. */
        batchId: idSchema.optional(),
        /** More is to be appended: the batch ends after that, or when nothing came for 10 seconds. */
        more: z.boolean().default(false),
        /** Photos that belong to the batch and could not be added: they count as failed. */
        unreadable: z.number().int().min(0).max(100_000).default(0),
      })
      .refine(
        ({ photoIds, batchId, unreadable }) => batchId !== undefined || photoIds.length + unreadable > 0,
        { path: ['photoIds'], error: 'At least one photo is needed.' },
      ),
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
    /** Several files come as one zip. */
    output: exportedFileSchema,
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

  'channels.kinds': { input: nothing, output: z.object({ kinds: z.array(channelKindViewSchema) }) },
  'channels.list': { input: nothing, output: z.object({ channels: z.array(channelViewSchema) }) },
  /**
   * Keeps a channel; a new one without an id. A masked secret keeps the old one. Fields that are wrong come back in
   * the error's `fields`, by dotted path within the channel (`config.webhookUrl`).
   */
  'channels.save': {
    input: channelSchema.extend({ id: channelIdSchema.optional() }),
    output: channelViewSchema,
  },
  /** What waits for it is cancelled. */
  'channels.remove': {
    input: z.object({ id: channelIdSchema }),
    output: z.object({ removed: z.literal(true) }),
  },
  /** Sends a test the whole real road, also to a channel that is switched off, and waits for the first answer. */
  'channels.test': {
    input: z.object({ id: channelIdSchema }),
    /** The attempt is null when none ended within 35 seconds; the delivery goes on. */
    output: z.object({ delivery: deliverySchema, attempt: attemptSchema.nullable() }),
  },
  /** What a notice would look like in a channel, before anything is sent. */
  'channels.preview': {
    input: z.object({ id: channelIdSchema, notice: manualNoticeSchema }),
    output: z.object({
      /** A page to show in a sandboxed frame. */
      url: z.string(),
      /** The request as it would be sent, secrets masked. */
      request: z.string(),
    }),
  },
  /** Writes a notice by hand: a system_alert to the channels named, or to all that want it. */
  'notices.send': {
    input: manualNoticeSchema.extend({ channelIds: z.array(channelIdSchema).min(1).max(1_000).optional() }),
    output: z.object({ eventId: eventIdSchema, deliveries: z.array(deliverySchema) }),
  },
  /** The inbox: what people were told, newest first. */
  'notices.list': {
    input: z.object({
      limit: z.number().int().min(1).max(500).default(50),
      cursor: z.string().max(200).optional(),
    }),
    output: z.object({
      notices: z.array(noticeSchema.extend({ read: z.boolean() })),
      unread: z.number().int(),
      nextCursor: z.string().nullable(),
    }),
  },
  /** Marks everything up to and with this notice as read. */
  'notices.markRead': {
    input: z.object({ upTo: eventIdSchema }),
    output: z.object({ unread: z.number().int() }),
  },
  /** Records an event and its deliveries. The same id again changes nothing and answers the same. */
  'events.publish': {
    input: z.object({
      type: toldTypeSchema,
      /** As the type's schema asks (shared/event.ts), which is what checks it. */
      data: z.record(z.string(), z.unknown()),
      severity: severitySchema.optional(),
      id: eventIdSchema.optional(),
      occurredAt: z.iso.datetime().optional(),
      channelIds: z.array(channelIdSchema).min(1).max(1_000).optional(),
    }),
    output: z.object({ eventId: eventIdSchema, deliveries: z.array(deliverySchema), known: z.boolean() }),
  },
  'deliveries.list': {
    input: deliveryFilterSchema.extend({
      limit: z.number().int().min(1).max(1_000).default(100),
      cursor: z.string().max(200).optional(),
    }),
    output: z.object({
      items: z.array(deliverySchema),
      counts: deliveryCountsSchema,
      nextCursor: z.string().nullable(),
    }),
  },
  'deliveries.get': { input: z.object({ id: deliveryIdSchema }), output: deliveryDetailSchema },
  /** Sends ended deliveries again, under their old ids, and waiting ones at once. */
  'deliveries.replay': { input: deliverySelectionSchema, output: z.object({ replayed: z.number().int() }) },
  /** Only what has not ended can be cancelled. */
  'deliveries.cancel': { input: deliverySelectionSchema, output: z.object({ cancelled: z.number().int() }) },
  'deliveries.export': {
    input: z.object({ filter: deliveryFilterSchema, format: z.enum(['json', 'csv']) }),
    output: exportedFileSchema,
  },
  /** All that the operator set up (shared/configuration.ts) as a JSON file, without secrets. */
  'configuration.export': { input: nothing, output: exportedFileSchema },
  /** What an import would do: nothing is changed. Throws configuration.invalid, as the import does. */
  'configuration.preview': {
    input: z.object({ name: nameSchema, bytes: bytesSchema }),
    output: configurationChangesSchema,
  },
  /** All of the file or nothing. What the file does not have stays as it is. */
  'configuration.import': {
    input: z.object({ name: nameSchema, bytes: bytesSchema }),
    output: configurationChangesSchema,
  },
  /** Which names of the environment are set, and by what. */
  'environment.list': { input: nothing, output: z.object({ names: z.array(environmentNameSchema) }) },

  /** The gallery of both sources. When Templated cannot be asked, what was read of it before, and `problem` says why. */
  'templates.list': {
    input: z.object({
      text: z.string().max(200).optional(),
      tags: z.array(z.string().max(50)).max(20).optional(),
      source: renderProviderSchema.optional(),
      limit: z.number().int().min(1).max(500).default(100),
      cursor: z.string().max(200).optional(),
    }),
    output: z.object({
      templates: z.array(templateSummarySchema),
      /** All there are, for the filter. */
      tags: z.array(z.string()),
      nextCursor: z.string().nullable(),
      problem: wireErrorSchema.nullable(),
    }),
  },
  /** With its layers, and the mapping kept for it, else its own. */
  'templates.get': {
    input: z.object({ id: templateIdSchema }),
    output: z.object({ template: templateSchema, mapping: mappingSchema, mappingEdited: z.boolean() }),
  },
  /** Makes one; of Templated's in the account, else here. */
  'templates.create': {
    input: templateSchema.omit({ id: true, builtIn: true, updatedAt: true }).extend({
      layers: z.array(layerSchema).max(500),
      mapping: mappingSchema.omit({ templateId: true }).optional(),
    }),
    output: templateSchema,
  },
  /** Replaces the fields given. Throws template.locked for one that comes with the program. */
  'templates.update': {
    input: templateSchema
      .omit({ builtIn: true, updatedAt: true, source: true })
      .partial()
      .required({ id: true }),
    output: templateSchema,
  },
  /** One of the program's becomes one of the operator's. */
  'templates.clone': {
    input: z.object({ id: templateIdSchema, name: z.string().min(1).max(200).optional() }),
    output: templateSchema,
  },
  'templates.delete': {
    input: z.object({ id: templateIdSchema }),
    output: z.object({ deleted: z.literal(true) }),
  },
  /** Keeps a mapping for its template. Throws layer.unknown for layers that are not there. */
  'mappings.save': { input: mappingSchema, output: mappingSchema },
  /** Back to the template's own. */
  'mappings.reset': { input: z.object({ templateId: templateIdSchema }), output: mappingSchema },
  /** The values that placeholders and conditions can use, as they are for this photo. */
  'mappings.values': {
    input: z.object({ analysisId: idSchema, detection: z.number().int().nonnegative().optional() }),
    output: z.object({ values: z.array(renderValueSchema) }),
  },
  'designs.add': {
    input: z.object({ name: nameSchema, bytes: bytesSchema }),
    output: z.object({ design: designSchema, known: z.boolean() }),
  },
  'designs.list': { input: nothing, output: z.object({ designs: z.array(designSchema) }) },
  'designs.remove': {
    input: z.object({ id: designIdSchema }),
    output: z.object({ removed: z.literal(true) }),
  },
  /** Draws on this machine, at once, and keeps nothing: for the screen while a mapping is edited. */
  'renders.preview': { input: renderRequestSchema, output: renderPreviewSchema },
  /** One picture (of a contact sheet as many as it takes): recorded durably, drawn as soon as it can be. */
  'renders.create': {
    input: renderRequestSchema.extend({ templateId: templateIdSchema.optional() }),
    /** Empty when the choices of the settings say that these photos get none. */
    output: z.object({ renders: z.array(renderSchema) }),
  },
  /** One for every photo; the template by the choices of the settings when none is named. */
  'renders.batch': {
    input: renderRequestSchema.extend({
      templateId: templateIdSchema.optional(),
      /** Each photo with each of these, instead of `templateId`. */
      templateIds: z.array(templateIdSchema).min(1).max(50).optional(),
    }),
    output: z.object({ batch: renderBatchSchema, skipped: z.number().int() }),
  },
  'renders.get': { input: z.object({ id: renderIdSchema }), output: renderSchema },
  'renders.list': {
    input: z.object({
      states: z.array(renderStateSchema).min(1).optional(),
      batchId: z.string().max(64).optional(),
      analysisId: idSchema.optional(),
      limit: z.number().int().min(1).max(500).default(100),
      cursor: z.string().max(200).optional(),
    }),
    output: z.object({ renders: z.array(renderSchema), nextCursor: z.string().nullable() }),
  },
  'renders.batches': { input: nothing, output: z.object({ batches: z.array(renderBatchSchema) }) },
  /** Only what has not ended can be cancelled. */
  'renders.cancel': { input: renderSelectionSchema, output: z.object({ cancelled: z.number().int() }) },
  /** Those that failed or were cancelled are drawn again. */
  'renders.retry': { input: renderSelectionSchema, output: z.object({ retried: z.number().int() }) },
  /** With their files; those under way are cancelled first. */
  'renders.delete': { input: renderSelectionSchema, output: z.object({ deleted: z.number().int() }) },
  /** One as it is, several as a zip, or one PDF of all. */
  'renders.export': {
    input: z.object({ selection: renderSelectionSchema, as: z.enum(['files', 'pdf']) }),
    output: exportedFileSchema,
  },
  /** Tells channels of a picture, which goes along where a channel can carry one. */
  'renders.send': {
    input: z.object({
      id: renderIdSchema,
      channelIds: z.array(channelIdSchema).min(1).max(1_000),
      message: z.string().max(20_000).default(''),
    }),
    output: z.object({ eventId: eventIdSchema, deliveries: z.array(deliverySchema) }),
  },
  /** Shows the file in the folder of this machine; the desktop only. */
  'renders.openFolder': {
    input: z.object({ id: renderIdSchema }),
    output: z.object({ opened: z.boolean() }),
  },
  /** A placement as other tools want it. */
  'placements.export': {
    input: renderRequestSchema.extend({ dialect: placementDialectSchema }),
    output: z.object({ placement: z.record(z.string(), z.json()) }),
  },
  /** Both renderers; `ask` asks Templated for the account first. */
  'renderers.list': {
    input: z.object({ ask: z.boolean().default(false) }),
    output: z.object({ renderers: z.array(rendererStateSchema) }),
  },
  /** Keeps Templated's key; the empty text forgets it. It never comes back. */
  'renderers.setKey': {
    input: z.object({ key: z.string().max(500) }),
    output: z.object({ renderers: z.array(rendererStateSchema) }),
  },
  ...alertCalls,
  ...healthCalls,
  ...workflowCalls,
  ...hookCalls,
  ...metricsCalls,
  ...ruleCalls,
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
  /** Deliveries that changed, each as it is now; under flood at most 100 every 100 ms, and `more` is true. */
  'delivery.changed': z.object({ deliveries: z.array(deliverySchema), more: z.boolean() }),
  'channel.stateChanged': channelStateSchema,
  /** A channel was added, edited or removed. */
  'channels.changed': nothing,
  /** Renders that changed, each as it is now; under flood at most 100 every 100 ms, and `more` is true. */
  'render.changed': z.object({ renders: z.array(renderSchema), more: z.boolean() }),
  'render.progressed': renderBatchSchema,
  /** Templates, mappings or designs were added, edited or removed. */
  'templates.changed': nothing,
  'renderer.changed': rendererStateSchema,
  'notice.published': z.object({ notice: noticeSchema, unread: z.number().int() }),
  /** A page that listens shows it as a notification of the system (channel kind `desktop`, web host). */
  'notification.requested': z.object({ title: z.string(), body: z.string(), severity: severitySchema }),
  ...alertEvents,
  ...healthEvents,
  ...workflowEvents,
  ...hookEvents,
  ...metricsEvents,
  ...ruleEvents,
} as const satisfies Record<string, z.ZodType>;

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>;
/** A call's input after validation: defaults are filled in. */
export type CallParsedInput<N extends CallName> = z.output<(typeof calls)[N]['input']>;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;
