import { z } from 'zod';
import { beatSchema, healthPartSchema, healthSchema, partIdSchema } from './health.ts';

/** The longest that bars are drawn for. */
export const longestHistoryMs = 90 * 86_400_000;

export const healthCalls = {
  'health.get': { input: z.object({}), output: healthSchema },
  /** Looks for itself now: at most 15 seconds, and no message to anybody. Throws notFound. */
  'health.check': { input: z.object({ id: partIdSchema }), output: healthPartSchema },
  /** The bars of one part, oldest first. */
  'health.history': {
    input: z
      .object({
        id: partIdSchema,
        from: z.iso.datetime(),
        to: z.iso.datetime(),
        slots: z.number().int().min(1).max(500),
      })
      .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
        path: ['to'],
        message: 'The end must be after the beginning',
      })
      .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= longestHistoryMs, {
        path: ['from'],
        message: 'Health is kept for 90 days',
      }),
    output: z.object({ slots: z.array(beatSchema) }),
  },
} as const;

export const healthEvents = {
  /** The parts that changed, each as it is now; at most every 250 ms. Those `removed` are not there any more. */
  'health.changed': healthSchema.extend({ removed: z.array(partIdSchema) }),
} as const;
