import { z } from 'zod';
import { workflowIdSchema, workflowInputSchema, workflowRunSchema } from './workflow.ts';

export const workflowCalls = {
  /**
   * Analysis, events, picture, store, notice: each with its own outcome; one that fails stops no other that can do
   * without it. The same photo with the same wishes, models and settings is the same run: what is done is not done
   * again, what failed is tried again. Throws photo.notFound or notFound.
   */
  'workflow.run': { input: workflowInputSchema, output: workflowRunSchema },
  /** Throws notFound. */
  'workflow.get': { input: z.object({ id: workflowIdSchema }), output: workflowRunSchema },
} as const;

export const workflowEvents = {
  /** A step has ended. */
  'workflow.progressed': workflowRunSchema,
} as const;
