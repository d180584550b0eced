import { z } from 'zod';
import { channelIdSchema } from './channel.ts';
import { eventIdSchema, eventSchema, eventTypeSchema, severitySchema } from './event.ts';

/**
 * Where a delivery stands. `held` is a waiting one whose channel takes nothing at the moment: the row itself says
 * `waiting`, the channel says until when and why. `failed` is a dead letter.
 */
export const deliveryStates = ['waiting', 'sending', 'delivered', 'failed', 'cancelled', 'held'] as const;
export const deliveryStateSchema = z.enum(deliveryStates);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** Why an attempt or a delivery did not succeed. Closed: schedules, screens and tests switch over it. */
export const deliveryReasons = [
  // Nothing left this machine, or nobody can tell whether it arrived: worth another try.
  'offline',
  'connection',
  'timeout',
  'tls',
  'rateLimited',
  'serverError',
  'badAnswer',
  'notListening',
  'interrupted',
  // The other side said no, and will say it again.
  'refused',
  'unauthorized',
  'notFound',
  'gone',
  'tooLarge',
  'redirected',
  // We said no.
  'blocked',
  'insecure',
  'misconfigured',
  // It ended without the other side.
  'expired',
  'overflow',
  'channelRemoved',
  'byHand',
] as const;
export const deliveryReasonSchema = z.enum(deliveryReasons);
export type DeliveryReason = z.infer<typeof deliveryReasonSchema>;

/** One try to hand a delivery over. Appended, never changed. */
export const attemptSchema = z.object({
  /** 1 for the first. */
  number: z.number().int(),
  at: z.iso.datetime(),
  tookMs: z.number(),
  delivered: z.boolean(),
  /** The status of the answer, where there was one. */
  status: z.number().int().nullable(),
  reason: deliveryReasonSchema.nullable(),
  /** A sentence or the start of the answer, without secrets. */
  detail: z.string().nullable(),
  /** What the other side calls it: a message id, an execution. */
  receipt: z.string().nullable(),
  /** False when it is not charged to the retries: a rate limit, a probe of a held channel. */
  counted: z.boolean(),
});
export type Attempt = z.infer<typeof attemptSchema>;

export const deliveryIdSchema = z.string().regex(/^[\w-]{1,64}$/);

/** One event to one channel. Its id is unique key, idempotency key and `webhook-id` in one. */
export const deliverySchema = z.object({
  id: deliveryIdSchema,
  eventId: eventIdSchema,
  eventType: eventTypeSchema,
  severity: severitySchema,
  title: z.string(),
  channelId: channelIdSchema,
  state: deliveryStateSchema,
  attempts: z.number().int(),
  createdAt: z.iso.datetime(),
  /** When it is tried next at the earliest; null once it has ended. */
  dueAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  reason: deliveryReasonSchema.nullable(),
  /** A sentence: what it waits for, or how it ended. */
  explanation: z.string().nullable(),
  /** Set when it travels with others in one message. */
  batchId: deliveryIdSchema.nullable(),
  /** A test sent by hand goes to its channel even when that is switched off. */
  test: z.boolean(),
});
export type Delivery = z.infer<typeof deliverySchema>;

export const deliveryDetailSchema = z.object({
  delivery: deliverySchema,
  event: eventSchema,
  /** Oldest first. */
  attempts: z.array(attemptSchema),
});
export type DeliveryDetail = z.infer<typeof deliveryDetailSchema>;

/** Which deliveries: all fields given must hold. Text matches the title and the ids. */
export const deliveryFilterSchema = z.object({
  channelId: channelIdSchema.optional(),
  states: z.array(deliveryStateSchema).min(1).optional(),
  eventType: eventTypeSchema.optional(),
  eventId: eventIdSchema.optional(),
  minSeverity: severitySchema.optional(),
  text: z.string().max(200).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
export type DeliveryFilter = z.infer<typeof deliveryFilterSchema>;

/** Deliveries by their ids or by a filter. */
export const deliverySelectionSchema = z.union([
  z.strictObject({ ids: z.array(deliveryIdSchema).min(1).max(10_000) }),
  z.strictObject({ filter: deliveryFilterSchema }),
]);
export type DeliverySelection = z.infer<typeof deliverySelectionSchema>;

/** How many deliveries there are in each state. */
export const deliveryCountsSchema = z.object({
  waiting: z.number().int(),
  sending: z.number().int(),
  delivered: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  held: z.number().int(),
});
export type DeliveryCounts = z.infer<typeof deliveryCountsSchema>;
