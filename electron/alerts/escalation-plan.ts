import type { EscalationPolicy } from '../../shared/alert.ts';

const minuteMs = 60_000;

/** Where an alert stands in its policy: the step to be done next, from 0, and the round, from 1. */
export interface Place {
  step: number;
  round: number;
}

/** When the first step is due for an alert that began to wait then. */
export function startOf({ steps }: EscalationPolicy, from: number): number | null {
  const [first] = steps;
  return first === undefined ? null : from + first.afterMinutes * minuteMs;
}

/** What comes after a step that was done then; null when all is done. */
export function nextOf(policy: EscalationPolicy, { step, round }: Place, doneAt: number) {
  const next = policy.steps[step + 1];
  if (next !== undefined) return { step: step + 1, round, at: doneAt + next.afterMinutes * minuteMs };
  if (round > policy.repeat.times) return null;
  return { step: 0, round: round + 1, at: doneAt + policy.repeat.afterMinutes * minuteMs };
}
