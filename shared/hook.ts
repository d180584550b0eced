import { z } from 'zod';

/** What may come in through a hook. */
export const hookMessageTypes = [
  'photo.analyze',
  'alert.raise',
  'alert.acknowledge',
  'alert.resolve',
  'render.report',
] as const;
export const hookMessageTypeSchema = z.enum(hookMessageTypes);
export type HookMessageType = (typeof hookMessageTypes)[number];

/** A hook's name stands in its address: POST /hooks/NAME. */
export const hookNameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'A name is made of small letters, digits and dashes, 63 at most.',
  );

/** A door for one sender: who is let in, and to do what. */
export const hookSchema = z.object({
  name: hookNameSchema,
  enabled: z.boolean().default(true),
  /** `signature`: Standard Webhooks. `token`: a header, for senders that can't sign. */
  auth: z.enum(['signature', 'token']).default('signature'),
  allows: z.array(hookMessageTypeSchema).min(1, 'Choose at least one thing that it may do.'),
  /** Calls that are let in; a sixth of them may come at once. */
  perMinute: z.number().int().min(1).max(6_000).default(60),
});
export type Hook = z.infer<typeof hookSchema>;

/** One call as it is remembered: never its body, and nothing secret. */
export const hookCallSchema = z.object({
  id: z.string(),
  hook: z.string(),
  receivedAt: z.iso.datetime(),
  /** Null for one that was refused before it was understood. */
  type: hookMessageTypeSchema.nullable(),
  /** Of the answer; 202 for what was let in. */
  status: z.number().int(),
  /** `working` until the analysis that was asked for has ended. */
  state: z.enum(['working', 'done', 'failed', 'refused']),
  /** How it went, as a sentence. */
  outcome: z.string(),
  photoId: z.string().nullable(),
  analysisId: z.string().nullable(),
  alertId: z.string().nullable(),
  renderId: z.string().nullable(),
});
export type HookCall = z.infer<typeof hookCallSchema>;

/** A hook for a screen. */
export const hookViewSchema = hookSchema.extend({
  /** Null while it has none, as after an import: nobody is let in. */
  secretMadeAt: z.iso.datetime().nullable(),
  /** Until then the secret before this one is let in too. */
  previousUntil: z.iso.datetime().nullable(),
  lastCall: hookCallSchema.nullable(),
});
export type HookView = z.infer<typeof hookViewSchema>;

/** Where hooks are called: an address that the name is put behind. */
export const hookAddressSchema = z.object({
  /** Null while nobody listens. */
  url: z.string().nullable(),
  /** Whether it is the same after the next start. */
  lasting: z.boolean(),
  /** A sentence: why nobody listens, though it is switched on. */
  problem: z.string().nullable(),
});
export type HookAddress = z.infer<typeof hookAddressSchema>;
