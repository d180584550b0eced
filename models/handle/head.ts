import { z } from 'zod';
import { handleHeadSchema } from '../../electron/pipeline/handle-head.ts';

/** What `npm run train` writes: the head and how it came to be. */
export const trainedHeadSchema = z.strictObject({
  ...handleHeadSchema.shape,
  record: z.strictObject({
    /** Renders there were, seeds 1 to this number. */
    renders: z.int(),
    /** Renders learnt from: those whose handle stands out by at least `minimumProtrusion` of the body's width. */
    learntFrom: z.int(),
    minimumProtrusion: z.number(),
    regularisation: z.number(),
    folds: z.int(),
    /** Share of the held-out renders whose side is right, whatever their score. */
    accuracy: z.number(),
    /** Share of the held-out renders that get an answer, which fixes the border, and of those the share right. */
    answered: z.number(),
    accuracyOfAnswered: z.number(),
    /** Raw score (log-odds of the fit) that became a score of 1. */
    border: z.number(),
    poseModelSha256: z.string(),
  }),
});

export type TrainedHead = z.infer<typeof trainedHeadSchema>;
