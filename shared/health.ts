import { z } from 'zod';
import { breakerStates, channelIdSchema } from './channel.ts';

/** What health is told of. */
export const partKinds = ['inference', 'storage', 'courier', 'renderer', 'channel'] as const;
export type PartKind = (typeof partKinds)[number];

/**
 * How a part does, best first. Disabled and incomplete ones are not in use and weigh nothing. Held: it waits, as the
 * other side asked. Down: it does not answer, or cannot work.
 */
export const partStates = ['healthy', 'disabled', 'incomplete', 'held', 'degraded', 'down'] as const;
export const partStateSchema = z.enum(partStates);
export type PartState = z.infer<typeof partStateSchema>;

/** `inference`, `renderer.templated`, `channel.ops-room`: a kind, and after the dot its own id. */
export const partIdSchema = z.string().regex(/^[a-z]+(\.[a-z0-9-]{1,60})?$/, 'This is not the id of a part.');

export const checkSchema = z.object({
  at: z.iso.datetime(),
  ok: z.boolean(),
  tookMs: z.number(),
  /** A sentence without secrets: what was found. */
  detail: z.string(),
});
export type Check = z.infer<typeof checkSchema>;

/** A bar: the worst of a stretch of time. `off`: the program did not run, or did not know of it yet. */
export const beatSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  state: z.enum([...partStates, 'off']),
  /** A sentence: what happened. */
  text: z.string(),
});
export type Beat = z.infer<typeof beatSchema>;

/** Of the last hour, 500 tries at most. Null: nothing to count, or not of this kind. */
export const partFiguresSchema = z.object({
  responseMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable(),
  successRate: z.number().min(0).max(1).nullable(),
  /** Of the last five minutes. */
  perMinute: z.number().nullable(),
  queueDepth: z.number().int().nullable(),
  /** Tries after the first of one delivery; restarts of a child. */
  retries: z.number().int().nullable(),
  breaker: z.enum(breakerStates).nullable(),
});
export type PartFigures = z.infer<typeof partFiguresSchema>;

export const healthPartSchema = z.object({
  id: partIdSchema,
  kind: z.enum(partKinds),
  label: z.string(),
  /** Where it goes or what it is, without secrets. */
  target: z.string(),
  /** Under which name it stands among deliveries; null for one that takes none. */
  channelId: channelIdSchema.nullable(),
  state: partStateSchema,
  /** A sentence; null when it is healthy. */
  reason: z.string().nullable(),
  since: z.iso.datetime(),
  /** Whether everything is down with it. */
  critical: z.boolean(),
  /** Whether `health.check` can look for itself; without it only what happens tells. */
  checkable: z.boolean(),
  lastCheck: checkSchema.nullable(),
  figures: partFiguresSchema,
  /** The last hour in bars of two minutes, oldest first. */
  heartbeat: z.array(beatSchema),
});
export type HealthPart = z.infer<typeof healthPartSchema>;

export const healthStatuses = ['healthy', 'degraded', 'down'] as const;
export const healthStatusSchema = z.enum(healthStatuses);
export type HealthStatus = z.infer<typeof healthStatusSchema>;

/** Everything in one word, and every part on its own. */
export const healthSchema = z.object({
  status: healthStatusSchema,
  since: z.iso.datetime(),
  parts: z.array(healthPartSchema),
});
export type Health = z.infer<typeof healthSchema>;

/** Down with a critical part that is down; degraded with any part in use that is not well. */
export function statusOf(parts: readonly Pick<HealthPart, 'state' | 'critical'>[]): HealthStatus {
  if (parts.some(({ state, critical }) => critical && state === 'down')) return 'down';
  const isUnwell = ({ state }: Pick<HealthPart, 'state'>) =>
    state === 'held' || state === 'degraded' || state === 'down';
  return parts.some(isUnwell) ? 'degraded' : 'healthy';
}

/** The worse of two, as a bar shows it. */
export function worseOf<S extends Beat['state']>(a: S, b: S): S {
  const rank = (state: Beat['state']) => (state === 'off' ? -1 : partStates.indexOf(state));
  return rank(b) > rank(a) ? b : a;
}
