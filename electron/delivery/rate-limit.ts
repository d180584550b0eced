import type { LearnedLimit } from './sender.ts';

export interface Rate {
  perSecond: number;
  burst: number;
}

/** No limit that we are told holds longer: a wrong clock on the other side must not silence a channel for ever. */
export const longestLearnedMs = 24 * 60 * 60 * 1_000;

/** Earliest monotonic time of the next send under a bucket whose theoretical arrival time is `tat`. */
export function conformsAt(tat: number, { perSecond, burst }: Rate): number {
  return tat - (Math.max(1, burst) - 1) * (1_000 / perSecond);
}

/** The theoretical arrival time after a send at `now`. */
export function afterSend(tat: number, { perSecond }: Rate, now: number): number {
  return Math.max(tat, now) + 1_000 / perSecond;
}

/** A refusal without a time: waits so long, doubled each time in a row. */
const [firstPauseMs, longestPauseMs] = [5_000, 300_000];
/** Told less than a second, and refused again: no shorter than this, doubled each time in a row. */
const [shortMs, firstShortMs] = [1_000, 250];

/** How long to wait after a refusal, the `inRow`th: what was told, where it was told in earnest. */
export function pauseOf(told: LearnedLimit | undefined, inRow: number): LearnedLimit {
  if (told !== undefined && told.waitMs >= shortMs) return told;
  const doubled = 2 ** (inRow - 1);
  if (told === undefined)
    return { waitMs: Math.min(longestPauseMs, firstPauseMs * doubled), scope: 'target' };
  return { ...told, waitMs: Math.min(longestPauseMs, Math.max(told.waitMs || 0, firstShortMs * doubled)) };
}

/** Why a channel is held: `Slack asked us to wait 30 s.` */
export function pauseInWords(service: string, waitMs: number): string {
  return `${nameOf(service)} asked us to wait ${inWords(waitMs)}.`;
}

/** `slack` at the start of a sentence. */
function nameOf(service: string): string {
  return /^[a-z]+$/.test(service) ? service[0]?.toUpperCase() + service.slice(1) : service;
}

/** `30 s`, `5 min`, `2 h`. */
function inWords(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

interface Limited {
  rateKey: string;
  service: string;
  rate: Rate;
}

/** Token buckets and learned floors of all lanes; times are monotonic milliseconds. */
export interface Limits {
  /** When the lane may send next: its bucket, what its target and what its service asked for. */
  readyAt(lane: Limited): number;
  /** What the other side asked for alone: sends before it would be refused. */
  floorOf(lane: Limited): number;
  take(lane: Limited, now: number): void;
  /** Remembers what the other side asked for; a later floor is never lowered. Returns the floor. */
  learn(lane: Limited, limit: LearnedLimit, now: number): number;
  /** What the target of the lane asked for holds no longer. */
  forget(lane: Limited): void;
}

/**
 * Buckets by the generic cell rate algorithm (GCRA, ITU-T I.371 annex A;
 * https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm): one number per target, no timer fills anything.
 */
export function createLimits(): Limits {
  const arrivals = new Map<string, number>();
  const targetFloors = new Map<string, number>();
  const serviceFloors = new Map<string, number>();

  const never = Number.NEGATIVE_INFINITY;
  const floorOf = ({ rateKey, service }: Limited) =>
    Math.max(targetFloors.get(rateKey) ?? never, serviceFloors.get(service) ?? never);

  return {
    floorOf,
    readyAt: (lane) => Math.max(floorOf(lane), conformsAt(arrivals.get(lane.rateKey) ?? never, lane.rate)),
    take(lane, now) {
      arrivals.set(lane.rateKey, afterSend(arrivals.get(lane.rateKey) ?? never, lane.rate, now));
    },
    learn(lane, { waitMs, scope }, now) {
      const floors = scope === 'service' ? serviceFloors : targetFloors;
      const key = scope === 'service' ? lane.service : lane.rateKey;
      // One that is no number says nothing.
      const floor = now + Math.min(Math.max(0, waitMs || 0), longestLearnedMs);
      floors.set(key, Math.max(floors.get(key) ?? never, floor));
      return floorOf(lane);
    },
    forget({ rateKey }) {
      targetFloors.delete(rateKey);
    },
  };
}
