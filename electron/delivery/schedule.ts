const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Retries for a hiccup: these few come within half a minute; more of them go on at the longest pause. */
const quickDelaysMs = [second, 5 * second, 15 * second];
/** Retries for an outage: 76 hours in all, as the Standard Webhooks specification proposes. */
const patientDelaysMs = [
  minute,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** Pauses before each retry, milliseconds, as a channel's patience asks for. */
export function retryDelaysOf({
  quickRetries,
  patient,
}: {
  quickRetries: number;
  patient: boolean;
}): number[] {
  const longestQuickMs = quickDelaysMs.at(-1) ?? second;
  const quick = Array.from({ length: quickRetries }, (_, index) => quickDelaysMs[index] ?? longestQuickMs);
  return patient ? [...quick, ...patientDelaysMs] : quick;
}

export interface RetryQuestion {
  /** Wall-clock milliseconds. */
  now: number;
  /** Of the oldest part. */
  createdAt: number;
  giveUpAfterMs: number;
  retryDelaysMs: readonly number[];
  /** Tries charged so far, without the one that just failed. */
  counted: number;
  /** Whether the one that just failed is charged. */
  charged: boolean;
  /** Its channel is held: the next probe sets the pace, not the schedule. */
  held: boolean;
  /** What the other side asked for, or the next probe. */
  notBeforeMs?: number | undefined;
  /** 0 to 1. */
  random: number;
}

export type RetryAnswer = { at: number } | { ended: 'exhausted' | 'expired' };

/**
 * When a failed try is repeated: its pause of the schedule, shortened or stretched by up to a fifth so that what
 * failed together does not come back together, and not before the other side wants it.
 */
export function nextRetryAt(question: RetryQuestion): RetryAnswer {
  const { now, retryDelaysMs, counted, charged, notBeforeMs = 0 } = question;
  const planned = charged ? retryDelaysMs[counted] : second;
  if (planned === undefined) return { ended: 'exhausted' };
  const pauseMs = question.held ? second : planned;
  const at = now + Math.ceil(Math.max(pauseMs * (0.8 + 0.4 * question.random), notBeforeMs));
  return at > question.createdAt + question.giveUpAfterMs ? { ended: 'expired' } : { at };
}
