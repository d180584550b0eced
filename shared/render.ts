import { z } from 'zod';
import { photoIdSchema } from './analysis.ts';
import { deliveryIdSchema } from './delivery.ts';
import { errorCodes } from './errors.ts';
import { designPlacementSchema, mappingSchema, valueNameSchema } from './mapping.ts';
import { renderFormatSchema, renderProviderSchema, templateIdSchema } from './template.ts';

/** Design ids are the SHA-256 of the file's bytes in lower-case hex. */
export const designIdSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** Of a design's file. */
export const maxDesignBytes = 20_000_000;

/** A picture of the operator's: what goes onto the mug. Served at /designs/ID. */
export const designSchema = z.object({
  id: designIdSchema,
  name: z.string(),
  format: z.enum(['png', 'jpeg', 'webp', 'svg']),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  bytes: z.number().int().positive(),
  addedAt: z.iso.datetime(),
});
export type Design = z.infer<typeof designSchema>;

/** Values of the operator's own for `template_params.NAME`. */
export const templateParamsSchema = z.record(
  z.string().regex(/^[\w-]{1,60}$/),
  z.union([z.string().max(10_000), z.number(), z.boolean()]),
);

/** What a page says of all photos, where its own are only some of them. */
export const sheetSchema = z.object({
  /** Of its first photo, from 1. */
  photoNumber: z.number().int().positive(),
  photoCount: z.number().int().positive(),
  pageNumber: z.number().int().positive(),
  pageCount: z.number().int().positive(),
  verdicts: z.object({ pass: z.number().int(), review: z.number().int(), fail: z.number().int() }),
});
export type Sheet = z.infer<typeof sheetSchema>;

/** What is asked for, whatever draws it. */
export const renderRequestSchema = z.object({
  templateId: templateIdSchema,
  /** In the order of the cells; one for a card. */
  analysisIds: z.array(z.string().min(1).max(64)).min(1).max(10_000),
  /** Index of the detection the values are of; the best mug when left out. */
  detection: z.number().int().nonnegative().optional(),
  /** The one kept for the template, or the template's own, when left out. */
  mapping: mappingSchema.optional(),
  designId: designIdSchema.optional(),
  /** By hand, for the one photo; the estimate when left out. */
  designPlacement: designPlacementSchema.optional(),
  params: templateParamsSchema.default({}),
  /** Given by the program where it makes several pictures of what was asked for. */
  sheet: sheetSchema.optional(),
  format: renderFormatSchema.default('png'),
  /** 0.1 to 2: what every version of Templated takes. */
  scale: z.number().min(0.1).max(2).default(1),
  /** `auto`: by the order in the settings. */
  provider: z.union([z.literal('auto'), renderProviderSchema]).default('auto'),
});
export type RenderRequest = z.output<typeof renderRequestSchema>;

export const renderStates = ['waiting', 'held', 'rendering', 'completed', 'failed', 'cancelled'] as const;
export const renderStateSchema = z.enum(renderStates);
export type RenderState = z.infer<typeof renderStateSchema>;

export const renderIdSchema = z.string().regex(/^rnd_[0-9a-f]{32}$/);
export const renderBatchIdSchema = z.string().regex(/^rbt_[0-9a-f]{32}$/);

/**
 * One picture that was asked for, and how that went. Its state is that of its delivery in the outbox. The file is at
 * /renders/ID, a small one at /renders/ID/thumbnail.
 */
export const renderSchema = z.object({
  id: renderIdSchema,
  batchId: renderBatchIdSchema.nullable(),
  deliveryId: deliveryIdSchema,
  createdAt: z.iso.datetime(),
  state: renderStateSchema,
  templateId: templateIdSchema,
  templateName: z.string(),
  /** The photo that stands before it; null when that is not there any more. The first of a contact sheet. */
  photoId: photoIdSchema.nullable(),
  photoName: z.string(),
  request: renderRequestSchema,
  attempts: z.number().int(),
  /** When it is tried next; null when it has ended. */
  dueAt: z.iso.datetime().nullable(),
  /** A sentence: why it failed, waits or was cancelled. */
  explanation: z.string().nullable(),
  /** Null until it is completed. */
  result: z
    .object({
      completedAt: z.iso.datetime(),
      usedProvider: renderProviderSchema,
      /** Why this machine drew what Templated was to draw; null otherwise. */
      fallbackReason: z.string().nullable(),
      /** What was left out or replaced, in sentences: a font, a picture on the web, a layer that is not there. */
      warnings: z.array(z.string()),
      format: renderFormatSchema,
      width: z.number().int(),
      height: z.number().int(),
      pages: z.number().int(),
      bytes: z.number().int(),
      tookMs: z.number(),
      /** Answered from an equal picture made before: nothing was drawn and nothing paid. */
      reused: z.boolean(),
      /** What Templated calls it. */
      receipt: z.string().nullable(),
    })
    .nullable(),
});
export type Render = z.infer<typeof renderSchema>;
export type RenderResult = NonNullable<Render['result']>;

export const renderCountsSchema = z.record(renderStateSchema, z.number().int());
export type RenderCounts = z.infer<typeof renderCountsSchema>;

/** The pictures of one call of `renders.batch`. */
export const renderBatchSchema = z.object({
  id: renderBatchIdSchema,
  createdAt: z.iso.datetime(),
  counts: renderCountsSchema,
  total: z.number().int(),
});
export type RenderBatch = z.infer<typeof renderBatchSchema>;

/** Which renders: by id, or a whole batch. */
export const renderSelectionSchema = z.union([
  z.strictObject({ ids: z.array(renderIdSchema).min(1).max(10_000) }),
  z.strictObject({ batchId: renderBatchIdSchema }),
]);
export type RenderSelection = z.infer<typeof renderSelectionSchema>;

/** The lanes that renders take through the outbox, by who draws; they stand among deliveries under these names. */
export const rendererLanes = {
  templated: { id: 'renderer-templated', name: 'Templated' },
  local: { id: 'renderer-local', name: 'Local renderer' },
} as const;

/** The name of the renderer that takes these deliveries; null for a channel. */
export function rendererNameOf(channelId: string): string | null {
  return Object.values(rendererLanes).find(({ id }) => id === channelId)?.name ?? null;
}

/** Whether it is a renderer that takes these deliveries, not a channel. */
export function isRendererLane(channelId: string): boolean {
  return rendererNameOf(channelId) !== null;
}

/** How a renderer does. */
export const rendererStateSchema = z.object({
  provider: renderProviderSchema,
  /** False: no key, no address. */
  configured: z.boolean(),
  condition: z.enum(['healthy', 'degraded', 'held', 'disabled', 'incomplete']),
  /** A sentence; null when all is well. */
  reason: z.string().nullable(),
  /** Of Templated's account, when it was last asked. */
  quota: z
    .object({ used: z.number(), of: z.number(), plan: z.string().nullable(), askedAt: z.iso.datetime() })
    .nullable(),
  /** What gives the key: `TEMPLATED_API_KEY (environment)`; null when it was typed in or there is none. */
  keySource: z.string().nullable(),
});
export type RendererState = z.infer<typeof rendererStateSchema>;

/** A value for placeholders and conditions, as it is for one photo. */
export const renderValueSchema = z.object({
  name: valueNameSchema,
  /** What it is, in a few words. */
  title: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).nullable(),
});
export type RenderValue = z.infer<typeof renderValueSchema>;

/** A picture drawn while the mapping is edited: never sent anywhere, never kept long. */
export const renderPreviewSchema = z.object({
  /** Where the picture is for an hour. */
  url: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  tookMs: z.number(),
  warnings: z.array(z.string()),
  /** What each layer became: what would be sent. */
  layers: z.record(z.string(), z.unknown()),
  values: z.array(renderValueSchema),
  problem: z.object({ code: z.enum(errorCodes), message: z.string() }).nullable(),
});
export type RenderPreview = z.infer<typeof renderPreviewSchema>;

export const placementDialects = ['templated', 'printful', 'dynamic-mockups'] as const;
export const placementDialectSchema = z.enum(placementDialects);
export type PlacementDialect = z.infer<typeof placementDialectSchema>;
