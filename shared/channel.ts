import { z } from 'zod';
import { severitySchema, toldTypeSchema } from './event.ts';

/** What stands in place of a secret wherever one is shown; handed back untouched, it keeps the old one. */
export const secretMask = '••••••••';

export const channelIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'Only small letters, digits and - are allowed.');

/** What every channel has, of whatever kind. The labels are the ones of its form. */
export const channelSchema = z.object({
  id: channelIdSchema,
  kind: z.string().min(1).max(40),
  name: z.string().trim().min(1, 'Give it a name.').max(60, 'A name has at most 60 characters.'),
  enabled: z.boolean().default(true),
  /** Less severe events are not sent here. */
  minSeverity: severitySchema.default('info'),
  /** Only these are sent here. */
  eventTypes: z.array(toldTypeSchema),
  /** One at a time, and none before the one in front of it has ended. */
  ordered: z.boolean().default(false),
  /** Up to so many events in one message; the first waits so long for company. Critical ones never wait. */
  batch: z
    .object({
      upTo: z.number().int().min(1).max(100).default(1),
      windowSeconds: z.number().int().min(0).max(86_400).default(0),
    })
    .prefault({}),
  retry: z
    .object({
      timeoutSeconds: z.number().min(1).max(30).default(10),
      /** Retries within a minute or so, with growing pauses. */
      quickRetries: z.number().int().min(0).max(10).default(3),
      /** Goes on for days after them, where it is worth it. */
      patient: z.boolean().default(true),
    })
    .prefault({}),
  /** What its kind asks for. Secrets are masked wherever this leaves the core. */
  config: z.record(z.string(), z.json()).default({}),
});
export type Channel = z.output<typeof channelSchema>;

/** Why a channel is disabled when an operator did it; the program's own reasons say more. */
export const switchedOffByHand = 'It is switched off.';

export const breakerStates = ['closed', 'open', 'halfOpen'] as const;

/** How a channel does, as people are told. */
export const channelStateSchema = z.object({
  channelId: channelIdSchema,
  /** Incomplete: its settings lack something. Held: it waits, see `heldUntil` and `reason`. */
  condition: z.enum(['healthy', 'degraded', 'held', 'disabled', 'incomplete']),
  /** A sentence: why it is not healthy; null when it is. */
  reason: z.string().nullable(),
  heldUntil: z.iso.datetime().nullable(),
  breaker: z.enum(breakerStates),
  /** Deliveries not ended yet, and dead letters. */
  waiting: z.number().int(),
  failed: z.number().int(),
  /** Share of the last attempts (100 at most, of the last day) that were delivered; null without one. */
  successRate: z.number().min(0).max(1).nullable(),
  lastAnswer: z
    .object({
      at: z.iso.datetime(),
      delivered: z.boolean(),
      status: z.number().int().nullable(),
      tookMs: z.number(),
      detail: z.string().nullable(),
    })
    .nullable(),
});
export type ChannelState = z.infer<typeof channelStateSchema>;

/** A channel as a screen gets it. */
export const channelViewSchema = z.object({
  channel: channelSchema,
  /** Where it goes, without secrets: a host, an address, a name. */
  target: z.string(),
  /** Fields that the environment gives, by dotted path of config, and where from: shown, not edited. */
  locked: z.record(z.string(), z.string()),
  /** True when it would not be there without the environment: it cannot be removed. */
  fromEnvironment: z.boolean(),
  state: channelStateSchema,
});
export type ChannelView = z.infer<typeof channelViewSchema>;

/** A kind of channel, as a screen draws its form. */
export const channelKindViewSchema = z.object({
  kind: z.string(),
  label: z.string(),
  /** One sentence: what it does. */
  description: z.string(),
  docsUrl: z.url(),
  /**
   * JSON Schema of its config, drawn as a form. Beyond the standard: `title`, `description`, `secret: true`,
   * `multiline: true`, `placeholder`, `advanced: true` on a field; `options` has the words for the values of an enum.
   */
  configSchema: z.record(z.string(), z.json()),
  /** What a new one starts with. */
  initial: channelSchema.omit({ id: true }),
  /** The most events it takes in one message. 1: it does not batch. */
  maxBatch: z.number().int().min(1),
  /** It is served by its own filter, not by routes. */
  forWorkflows: z.boolean(),
});
export type ChannelKindView = z.infer<typeof channelKindViewSchema>;
