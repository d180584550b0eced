import { z } from 'zod';
import { channelIdSchema } from './channel.ts';
import { type Severity, severitySchema } from './event.ts';
import { readExpression } from './expression.ts';

/** Firing until somebody takes it on (acknowledged) or it ends: resolved, or expired when its source fell silent. */
export const alertStates = ['firing', 'acknowledged', 'resolved', 'expired'] as const;
export const alertStateSchema = z.enum(alertStates);
export type AlertState = z.infer<typeof alertStateSchema>;

/** Those that have not ended. */
export const openAlertStates = ['firing', 'acknowledged'] as const satisfies readonly AlertState[];

export const labelNameSchema = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, 'A label is named with letters, digits and _ only.');

/** What tells an alert from others: the same labels are the same alert. Short, few and stable. */
export const labelsSchema = z
  .record(labelNameSchema, z.string().max(500, 'A label has at most 500 characters.'))
  .refine((labels) => (labels.alertname ?? '') !== '', {
    path: ['alertname'],
    error: 'An alert needs the label "alertname".',
  })
  .refine((labels) => Object.keys(labels).length <= 30, 'An alert has at most 30 labels.');
export type Labels = Readonly<Record<string, string>>;

/** The names of alerts that this program raises by itself: what defaults and screens go by. */
export const alertNames = {
  inferenceDown: 'InferenceDown',
  inferenceCrashed: 'InferenceCrashed',
  analysisFailed: 'AnalysisFailed',
  channelDown: 'ChannelDown',
  channelDisabled: 'ChannelDisabled',
  rendererDown: 'RendererDown',
  courierDown: 'CourierDown',
  storageDown: 'StorageDown',
  threshold: 'Threshold',
  ruleBroken: 'RuleBroken',
  ruleIncomplete: 'RuleIncomplete',
} as const;

export const alertIdSchema = z.string().regex(/^alr_[\w-]{1,60}$/, 'This is not the id of an alert.');
/** Who did something by hand. */
export const whoSchema = z
  .string()
  .trim()
  .min(1, 'Say who does it.')
  .max(100, 'A name has at most 100 characters.')
  .default('operator');
export const alertNoteSchema = z.string().trim().max(2_000, 'A note has at most 2,000 characters.');

/** Why an open alert is not told at the moment. */
export const suppressionSchema = z.object({
  by: z.enum(['silence', 'inhibition']),
  /** Of the silence; of the alert that inhibits. */
  id: z.string(),
  /** A sentence. */
  why: z.string(),
  /** Null: for as long as the other alert is open. */
  until: z.iso.datetime().nullable(),
});
export type Suppression = z.infer<typeof suppressionSchema>;

export const alertSchema = z.object({
  id: alertIdSchema,
  /** Hash of its labels; at most one alert with it is open. */
  fingerprint: z.string(),
  state: alertStateSchema,
  /** The worst it was raised or escalated to. */
  severity: severitySchema,
  labels: z.record(z.string(), z.string()),
  title: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.json()),
  /** Whose picture shows what it is about. */
  analysisId: z.string().nullable(),
  /** How often it was raised. */
  count: z.number().int(),
  raisedAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** When it expires unless it is raised again; null: it stays until it is resolved. */
  expiresAt: z.iso.datetime().nullable(),
  /** The latest one; null when it never was, or when that was taken back. */
  acknowledged: z.object({ at: z.iso.datetime(), who: z.string(), note: z.string() }).nullable(),
  /** Who is null when the cause went away by itself. */
  ended: z.object({ at: z.iso.datetime(), who: z.string().nullable(), note: z.string() }).nullable(),
  /** Null for one that is told, and for one that has ended. */
  suppressed: suppressionSchema.nullable(),
});
export type Alert = z.infer<typeof alertSchema>;

/** Something that is wrong until it is resolved. */
export const newAlertSchema = z.object({
  labels: labelsSchema,
  severity: severitySchema.default('warning'),
  title: z.string().trim().min(1, 'A title is needed.').max(300),
  message: z.string().max(20_000).default(''),
  details: z
    .record(z.string().min(1).max(100), z.json())
    .refine((details) => JSON.stringify(details).length <= 30_000, 'These details are too long.')
    .default({}),
  analysisId: z.string().min(1).max(64).optional(),
  /** It expires then unless it is raised again; left out: it stays until it is resolved. */
  expiresAt: z.iso.datetime().optional(),
});
export type NewAlert = z.input<typeof newAlertSchema>;

/**
 * One step of an alert's life. `sent` is a message to channels, `delivered` and `failed` what came of it; a `sent` one
 * is of the alert's group, which may have been about others too.
 */
export const timelineKinds = [
  'fired',
  'repeated',
  'worsened',
  'routed',
  'suppressed',
  'sent',
  'delivered',
  'failed',
  'escalated',
  'reminded',
  'acknowledged',
  'unacknowledged',
  'resolved',
  'expired',
  'note',
] as const;
export const timelineEntrySchema = z.object({
  at: z.iso.datetime(),
  kind: z.enum(timelineKinds),
  /** Null when the program did it. */
  who: z.string().nullable(),
  /** A sentence; of a note its text. */
  text: z.string(),
  /** The event that told channels of it. */
  eventId: z.string().nullable(),
  channelIds: z.array(z.string()),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** Open alerts by state, and the worst of those that are firing: what a badge shows. */
export const openCountsSchema = z.object({
  firing: z.number().int(),
  acknowledged: z.number().int(),
  worst: severitySchema.nullable(),
});
export type OpenCounts = z.infer<typeof openCountsSchema>;

export const alertCountsSchema = z.object({
  firing: z.number().int(),
  acknowledged: z.number().int(),
  resolved: z.number().int(),
  expired: z.number().int(),
});
export type AlertCounts = z.infer<typeof alertCountsSchema>;

/** `=~` and `!~` take a regular expression that must fit the whole value. A label that is missing is empty. */
export const matcherOps = ['=', '!=', '=~', '!~'] as const;
export const matcherSchema = z
  .object({
    /** A label, or `severity`, or `type` (of an event). */
    name: labelNameSchema,
    op: z.enum(matcherOps).default('='),
    value: z.string().max(500),
  })
  .refine(({ op, value }) => op === '=' || op === '!=' || readExpression(value) !== null, {
    path: ['value'],
    error: 'This is not a regular expression. What looks around or back cannot be used.',
  });
export type Matcher = z.output<typeof matcherSchema>;

/** Which alerts: all fields given must hold. Text matches title, message and labels. */
export const alertFilterSchema = z.object({
  states: z.array(alertStateSchema).min(1).optional(),
  minSeverity: severitySchema.optional(),
  text: z.string().max(200).optional(),
  labels: z.record(labelNameSchema, z.string().max(500)).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});
export type AlertFilter = z.infer<typeof alertFilterSchema>;

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const weekdaySchema = z.enum(weekdays);
export type Weekday = z.infer<typeof weekdaySchema>;
export { weekdays };

const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write a time like 22:30.');
const timeZoneSchema = z.string().max(60).refine(isTimeZone, 'This time zone is not known.');

/** Times of the week. One that ends before it begins goes on into the next day; equal ends are the whole day. */
export const weekTimesSchema = z.object({
  days: z.array(weekdaySchema).min(1, 'Choose a day.'),
  from: timeOfDaySchema,
  to: timeOfDaySchema,
  /** An IANA name such as Europe/Berlin. */
  timeZone: timeZoneSchema.default('UTC'),
});
export type WeekTimes = z.output<typeof weekTimesSchema>;

/** Which channels: all, all of some kinds, and these. */
export const targetsSchema = z.object({
  all: z.boolean().default(false),
  kinds: z.array(z.string().min(1).max(40)).max(50).default([]),
  channelIds: z.array(channelIdSchema).max(1_000).default([]),
});
export type Targets = z.output<typeof targetsSchema>;

const routeIdSchema = z.string().regex(/^[a-z0-9-]{1,60}$/, 'Only small letters, digits and - are allowed.');
const seconds = (least: number) => z.number().int().min(least).max(2_592_000).nullable().default(null);

/**
 * A node of the routing tree. Depth first; the first child that fits wins unless it continues; a node that fits and
 * has no child that does takes the alert itself. What is null is inherited.
 */
export const routeSchema = z.object({
  id: routeIdSchema,
  name: z.string().trim().min(1, 'Give it a name.').max(100),
  /** All that are given must hold; an empty list asks for nothing. */
  severities: z.array(severitySchema).default([]),
  /** Types of events; alerts are `system_alert`. */
  types: z.array(z.string().max(40)).max(20).default([]),
  matchers: z.array(matcherSchema).max(20).default([]),
  /** Only then; always when empty. */
  times: z.array(weekTimesSchema).max(20).default([]),
  to: targetsSchema.nullable().default(null),
  /** Labels whose equal values make one message; `...` alone: each alert its own. */
  groupBy: z
    .array(z.union([z.literal('...'), labelNameSchema]))
    .max(20)
    .nullable()
    .default(null),
  /** How long the first of a group waits for company. A critical alert does not. */
  groupWaitSeconds: seconds(0),
  /** How often a group is looked at after that. */
  groupIntervalSeconds: seconds(1),
  /** An unchanged group that nobody acknowledged is told again after so long, at the next look. */
  repeatIntervalSeconds: seconds(1),
  /** Whether the end is told. Usual: yes, in Slack no. */
  sendResolved: z.enum(['usual', 'always', 'never']).nullable().default(null),
  /** The escalation policy; null: inherited, else the one for the severity. */
  escalationId: z.string().max(60).nullable().default(null),
  /** Goes on to the next sibling after it fitted. */
  continue: z.boolean().default(false),
  get routes() {
    return z.array(routeSchema).max(100);
  },
});
export type Route = z.output<typeof routeSchema>;

/** While an alert fits `source`, those that fit `target` and agree in the labels `equal` are not told. */
export const inhibitionSchema = z.object({
  id: routeIdSchema,
  name: z.string().trim().min(1, 'Give it a name.').max(100),
  source: z.array(matcherSchema).min(1).max(20),
  target: z.array(matcherSchema).min(1).max(20),
  /** Missing on both sides counts as equal. */
  equal: z.array(labelNameSchema).max(20).default([]),
});
export type Inhibition = z.output<typeof inhibitionSchema>;

/** When channels are left alone: what is not critical waits for the end. */
export const quietHoursSchema = z.object({
  id: routeIdSchema,
  name: z.string().trim().min(1, 'Give it a name.').max(100),
  enabled: z.boolean().default(true),
  channels: targetsSchema,
  times: z.array(weekTimesSchema).min(1).max(20),
});
export type QuietHours = z.output<typeof quietHoursSchema>;

/** How alerts find their way, as one document. */
export const alertingSchema = z.object({
  /** The root takes what no child fits; it has targets and all timers. */
  routes: routeSchema,
  inhibitions: z.array(inhibitionSchema).max(100).default([]),
  quietHours: z.array(quietHoursSchema).max(100).default([]),
});
export type Alerting = z.output<typeof alertingSchema>;

export const silenceIdSchema = z.string().regex(/^sil_[\w-]{1,60}$/, 'This is not the id of a silence.');
export const silenceSchema = z.object({
  id: silenceIdSchema,
  /** All must fit. */
  matchers: z.array(matcherSchema).min(1, 'Say which alerts.').max(20),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  comment: z.string().trim().max(2_000),
  who: z.string(),
  state: z.enum(['pending', 'active', 'expired']),
});
export type Silence = z.infer<typeof silenceSchema>;

const minutes = z.number().min(0).max(43_200);
export const escalationStepSchema = z.object({
  /** After the step before it; the first after the alert was raised. */
  afterMinutes: minutes,
  to: targetsSchema,
  /** The alert becomes at least as bad. */
  raiseTo: severitySchema.nullable().default(null),
});
export type EscalationStep = z.output<typeof escalationStepSchema>;

/** What is done about an alert that nobody acknowledges. Acknowledging ends it, taking that back begins it anew. */
export const escalationPolicySchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/, 'Only small letters, digits and - are allowed.'),
  name: z.string().trim().min(1, 'Give it a name.').max(100),
  /** It is the one for these when a route names none. */
  severities: z.array(severitySchema).default([]),
  steps: z.array(escalationStepSchema).min(1, 'It needs a step.').max(20),
  /** All steps again, so many minutes after the last, so many times; never without a pause. */
  repeat: z
    .object({ afterMinutes: minutes.min(1), times: z.number().int().min(0).max(1_000) })
    .prefault({ afterMinutes: 60, times: 0 }),
  /** Acknowledged and not resolved after so long: those who were told are reminded, again and again. */
  remindAfterMinutes: minutes.min(1).nullable().default(null),
  /** Acknowledged and not resolved after so long: it is firing again. */
  unacknowledgeAfterMinutes: minutes.min(1).nullable().default(null),
});
export type EscalationPolicy = z.output<typeof escalationPolicySchema>;

/** Where an open alert stands in its policy. */
export const escalationStateSchema = z.object({
  policyId: z.string(),
  policyName: z.string(),
  /** How many steps were done in this round, of how many; rounds count from 1. */
  stepsDone: z.number().int(),
  steps: z.number().int(),
  round: z.number().int(),
  /** The next step; null while it is acknowledged and when all is done. */
  nextAt: z.iso.datetime().nullable(),
  remindAt: z.iso.datetime().nullable(),
  unacknowledgeAt: z.iso.datetime().nullable(),
});
export type EscalationState = z.infer<typeof escalationStateSchema>;

/** What fits where, and why: the answer of a dry run. */
export const routeExplanationSchema = z.object({
  /** Every node that was looked at, in order. */
  visited: z.array(
    z.object({
      routeId: z.string(),
      name: z.string(),
      depth: z.number().int(),
      fits: z.boolean(),
      /** It takes the alert itself. */
      takes: z.boolean(),
      why: z.string(),
    }),
  ),
  /** The nodes that take it, with their timers as they hold there. */
  routes: z.array(
    z.object({
      routeId: z.string(),
      name: z.string(),
      groupLabels: z.record(z.string(), z.string()),
      groupWaitSeconds: z.number(),
      groupIntervalSeconds: z.number(),
      repeatIntervalSeconds: z.number(),
      escalationId: z.string().nullable(),
    }),
  ),
  channels: z.array(
    z.object({
      channelId: z.string(),
      name: z.string(),
      kind: z.string(),
      told: z.boolean(),
      /** The route that names it; null: none does, or it is served by its own filter. */
      routeId: z.string().nullable(),
      /** What decided: see `why` for the sentence. */
      reason: z.enum([
        'routed',
        'workflow',
        'notRouted',
        'switchedOff',
        'eventType',
        'severity',
        'itself',
        'suppressed',
      ]),
      why: z.string(),
      /** When it would leave at the earliest: after the group's wait and quiet hours; null when not told. */
      at: z.iso.datetime().nullable(),
      /** It waits for the end of these quiet hours. */
      quietUntil: z.iso.datetime().nullable(),
    }),
  ),
  suppressed: suppressionSchema.nullable(),
});
export type RouteExplanation = z.infer<typeof routeExplanationSchema>;

/** Kinds that are usually not told that something is over. */
const usuallyWithoutEnd = ['slack'];

/** Whether a channel of a kind hears of the end. */
export function tellsEnd(how: NonNullable<Route['sendResolved']>, kind: string): boolean {
  return how === 'always' || (how === 'usual' && !usuallyWithoutEnd.includes(kind));
}

const allTo = (kinds: readonly string[]): Targets => ({ all: false, kinds: [...kinds], channelIds: [] });
const child = (id: string, name: string, severity: Severity, to: Targets, also: Partial<Route> = {}): Route =>
  routeSchema.parse({ id, name, severities: [severity], to, routes: [], ...also });

/** Critical to all, errors to e-mail, Slack and webhooks, the rest to webhooks and Discord; this computer shows all. */
export const defaultAlerting: Alerting = alertingSchema.parse({
  routes: {
    id: 'root',
    name: 'Everything else',
    to: allTo(['webhook', 'discord', 'desktop']),
    groupBy: ['alertname', 'source'],
    groupWaitSeconds: 30,
    groupIntervalSeconds: 300,
    repeatIntervalSeconds: 14_400,
    sendResolved: 'usual',
    routes: [
      child(
        'critical',
        'Critical',
        'critical',
        { all: true, kinds: [], channelIds: [] },
        { groupWaitSeconds: 0 },
      ),
      child('error', 'Errors', 'error', allTo(['email', 'slack', 'webhook', 'desktop'])),
    ],
  },
  inhibitions: [
    {
      id: 'inference-down',
      name: 'The inference is down: photos fail because of it',
      source: [{ name: 'alertname', op: '=', value: alertNames.inferenceDown }],
      target: [{ name: 'source', op: '=', value: 'analysis' }],
    },
  ],
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
