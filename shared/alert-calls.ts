import { z } from 'zod';
import {
  alertCountsSchema,
  alertFilterSchema,
  alertIdSchema,
  alertingSchema,
  alertNoteSchema,
  alertSchema,
  escalationPolicySchema,
  escalationStateSchema,
  labelNameSchema,
  matcherSchema,
  newAlertSchema,
  openCountsSchema,
  routeExplanationSchema,
  silenceIdSchema,
  silenceSchema,
  timelineEntrySchema,
  whoSchema,
} from './alert.ts';
import { deliverySchema } from './delivery.ts';
import { severitySchema, toldTypeSchema } from './event.ts';
import { exportedFileSchema } from './exported-file.ts';

const nothing = z.object({});
/** Done by hand to alerts: those that it cannot be done to any more are left as they are. */
const byHandSchema = z.object({
  ids: z.array(alertIdSchema).min(1).max(10_000),
  who: whoSchema,
  note: alertNoteSchema.default(''),
});
const changedSchema = z.object({ changed: z.number().int() });

/** What is done with alerts, silences, routes and escalation policies. */
export const alertCalls = {
  'alerts.list': {
    input: alertFilterSchema.extend({
      limit: z.number().int().min(1).max(1_000).default(100),
      cursor: z.string().max(200).optional(),
    }),
    output: z.object({
      /** Newest first. */
      items: z.array(alertSchema),
      /** Of all that the filter finds but for its states. */
      counts: alertCountsSchema,
      /** Whatever the filter. */
      open: openCountsSchema,
      nextCursor: z.string().nullable(),
    }),
  },
  'alerts.get': {
    input: z.object({ id: alertIdSchema }),
    output: z.object({
      alert: alertSchema,
      /** Oldest first. */
      timeline: z.array(timelineEntrySchema),
      /** The groups that it is told with. */
      groups: z.array(
        z.object({
          id: z.string(),
          routeId: z.string(),
          routeName: z.string(),
          labels: z.record(z.string(), z.string()),
          /** How many open alerts it has. */
          open: z.number().int(),
          lastSentAt: z.iso.datetime().nullable(),
          /** When it is looked at next; null when nothing is left to tell. */
          nextAt: z.iso.datetime().nullable(),
        }),
      ),
      escalation: escalationStateSchema.nullable(),
      /** Of the messages about it, newest first. */
      deliveries: z.array(deliverySchema),
    }),
  },
  /** Raises an alert; one with the same labels that is open is counted up instead. */
  'alerts.raise': { input: newAlertSchema, output: alertSchema },
  /** Somebody takes them on: escalation and repeats stop. */
  'alerts.acknowledge': { input: byHandSchema, output: changedSchema },
  'alerts.unacknowledge': { input: byHandSchema, output: changedSchema },
  'alerts.resolve': { input: byHandSchema, output: changedSchema },
  'alerts.note': {
    input: z.object({
      id: alertIdSchema,
      who: whoSchema,
      note: alertNoteSchema.min(1, 'Write something.'),
    }),
    output: timelineEntrySchema,
  },
  /** With the time to acknowledge and to resolve, in seconds. */
  'alerts.export': {
    input: z.object({ filter: alertFilterSchema.default({}), format: z.enum(['json', 'csv']) }),
    output: exportedFileSchema,
  },

  /** Active ones first, then those to come, then the ended ones of the last 90 days. */
  'silences.list': { input: nothing, output: z.object({ silences: z.array(silenceSchema) }) },
  /** A new one without an id; from now when `startsAt` is left out. An ended one cannot be changed. */
  'silences.save': {
    input: silenceSchema
      .omit({ id: true, state: true, who: true, startsAt: true })
      .extend({ id: silenceIdSchema.optional(), startsAt: z.iso.datetime().optional(), who: whoSchema })
      .refine(({ startsAt, endsAt }) => startsAt === undefined || startsAt < endsAt, {
        path: ['endsAt'],
        error: 'It must end after it begins.',
      }),
    output: silenceSchema,
  },
  'silences.expire': { input: z.object({ id: silenceIdSchema }), output: silenceSchema },
  /** The open alerts that it would silence now. */
  'silences.preview': {
    input: z.object({ matchers: z.array(matcherSchema).min(1).max(20) }),
    output: z.object({ alerts: z.array(alertSchema), total: z.number().int() }),
  },

  'routes.get': { input: nothing, output: z.object({ alerting: alertingSchema, edited: z.boolean() }) },
  /** Throws routes.invalid for ids that are there twice or a root that lacks something. */
  'routes.save': { input: alertingSchema, output: alertingSchema },
  'routes.reset': { input: nothing, output: alertingSchema },
  /** Where would this go, and why: nothing is sent. `alerting` tries a document that is not saved. */
  'routes.explain': {
    input: z.object({
      labels: z.record(labelNameSchema, z.string().max(500)).default({}),
      severity: severitySchema.default('warning'),
      type: toldTypeSchema.default('system_alert'),
      /** Now when left out. */
      at: z.iso.datetime().optional(),
      alerting: alertingSchema.optional(),
    }),
    output: routeExplanationSchema,
  },

  'escalations.list': { input: nothing, output: z.object({ policies: z.array(escalationPolicySchema) }) },
  /** One with the same id is replaced; alerts that are under way go on with the new steps. */
  'escalations.save': { input: escalationPolicySchema, output: escalationPolicySchema },
  'escalations.remove': {
    input: z.object({ id: escalationPolicySchema.shape.id }),
    output: z.object({ removed: z.literal(true) }),
  },
  /** What would happen to an alert, minute by minute, saved or not. */
  'escalations.simulate': {
    input: z.object({
      policy: escalationPolicySchema,
      severity: severitySchema.default('error'),
      /** It is acknowledged then; null: never. */
      acknowledgeAfterMinutes: z.number().min(0).max(43_200).nullable().default(null),
      /** It is resolved then; null: not within the simulated time. */
      resolveAfterMinutes: z.number().min(0).max(43_200).nullable().default(null),
    }),
    output: z.object({
      entries: z.array(
        z.object({
          afterMinutes: z.number(),
          kind: z.enum([
            'fired',
            'escalated',
            'acknowledged',
            'reminded',
            'unacknowledged',
            'resolved',
            'done',
          ]),
          severity: severitySchema,
          text: z.string(),
          channels: z.array(z.object({ id: z.string(), name: z.string() })),
        }),
      ),
      /** It would go on: the rest is left out. */
      more: z.boolean(),
    }),
  },
} as const;

export const alertEvents = {
  /** Alerts that changed, each as it is now; under flood at most 100 every 100 ms, and `more` is true. */
  'alert.changed': z.object({ alerts: z.array(alertSchema), more: z.boolean(), open: openCountsSchema }),
  /** Silences were added, edited or ended: what is suppressed may be another. */
  'silence.changed': nothing,
  /** Routes, inhibitions, quiet hours or escalation policies were edited. */
  'routes.changed': nothing,
} as const;
