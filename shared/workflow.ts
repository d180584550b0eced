import { z } from 'zod';
import { photoIdSchema } from './analysis.ts';
import { channelIdSchema } from './channel.ts';
import { templateIdSchema } from './template.ts';

/** The road of one photo, in this order. */
export const workflowSteps = ['analysis', 'events', 'render', 'store', 'notice'] as const;
export type WorkflowStep = (typeof workflowSteps)[number];

export const workflowInputSchema = z
  .object({
    photoId: photoIdSchema.optional(),
    /** Instead of a photo: it is not analysed again. */
    analysisId: z.string().min(1).max(64).optional(),
    /** Left out: by the choices of the settings. */
    templateId: templateIdSchema.optional(),
    /** `true`: to people by the routes; channels: to just these. */
    notify: z.union([z.boolean(), z.array(channelIdSchema).min(1).max(1_000)]).default(false),
    /** Makes sure that analysis and picture are on the disk. */
    store: z.boolean().default(true),
    /** Does it all again, also what was done for this photo before. */
    fresh: z.boolean().default(false),
    /** How long to wait for the picture; it is drawn afterwards all the same. */
    waitSeconds: z.number().min(1).max(250).default(120),
  })
  .refine(({ photoId, analysisId }) => (photoId === undefined) !== (analysisId === undefined), {
    path: ['photoId'],
    message: 'Name a photo or an analysis, one of the two.',
  });
export type WorkflowInput = z.output<typeof workflowInputSchema>;

/** What became of one step. */
export const stepResultSchema = z.object({
  state: z.enum(['ok', 'skipped', 'failed']),
  /** A sentence: why it was skipped or failed, or what there is to know; null when all is said. */
  reason: z.string().nullable(),
  tookMs: z.number(),
  /** What it made or used. */
  refs: z.object({
    analysisId: z.string().optional(),
    eventIds: z.array(z.string()).optional(),
    deliveryIds: z.array(z.string()).optional(),
    renderIds: z.array(z.string()).optional(),
  }),
});
export type StepResult = z.infer<typeof stepResultSchema>;

export const workflowIdSchema = z.string().regex(/^wfl_[0-9a-f]{32}$/);

/** One photo on its road. A step is null until it has ended. */
export const workflowRunSchema = z.object({
  id: workflowIdSchema,
  photoId: photoIdSchema.nullable(),
  startedAt: z.iso.datetime(),
  /** Null while it is under way. */
  endedAt: z.iso.datetime().nullable(),
  /** How often it was taken up again, as after a crash. */
  resumed: z.number().int(),
  steps: z.object({
    analysis: stepResultSchema.nullable(),
    events: stepResultSchema.nullable(),
    render: stepResultSchema.nullable(),
    store: stepResultSchema.nullable(),
    notice: stepResultSchema.nullable(),
  }),
});
export type WorkflowRun = z.infer<typeof workflowRunSchema>;
