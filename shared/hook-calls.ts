import { z } from 'zod';
import { hookAddressSchema, hookCallSchema, hookNameSchema, hookSchema, hookViewSchema } from './hook.ts';

/** Calls about hooks, the way in for other programs. */
export const hookCalls = {
  'hooks.list': {
    input: z.object({}),
    output: z.object({ hooks: z.array(hookViewSchema), address: hookAddressSchema }),
  },
  /** Makes or changes one. Another `auth` makes a new secret too. */
  'hooks.save': {
    input: hookSchema.extend({
      /** True: it is new, and a name that is taken is refused. */
      create: z.boolean().default(false),
      /** `replace`: the old one is let in for a day more. `replaceNow`: not once more. */
      secret: z.enum(['keep', 'replace', 'replaceNow']).default('keep'),
    }),
    /** The secret when a new one was made: this is the only time that it is told. */
    output: z.object({ hook: hookViewSchema, secret: z.string().nullable() }),
  },
  /** With its secrets, and what is remembered of its calls. */
  'hooks.remove': {
    input: z.object({ name: hookNameSchema }),
    output: z.object({ removed: z.literal(true) }),
  },
  /** Of one hook, newest first. */
  'hooks.calls': {
    input: z.object({ name: hookNameSchema, limit: z.number().int().min(1).max(200).default(20) }),
    output: z.object({ calls: z.array(hookCallSchema) }),
  },
} as const;

export const hookEvents = {
  /** A call came in, or the work that it asked for has ended. */
  'hook.received': hookCallSchema,
  /** A hook was made, changed or removed, or the address of all. */
  'hooks.changed': z.object({}),
} as const;
