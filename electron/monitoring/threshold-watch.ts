import type { Severity } from '../../shared/event.ts';
import { ladderOf, severityAt, type Threshold } from '../../shared/threshold.ts';

/** What became of one metric at a sample: trouble, the end of it, or that nobody can tell any more. */
export type Finding = { kind: 'raise'; severity: Severity } | { kind: 'resolve' } | { kind: 'silent' };

/** Watches one metric against its threshold. */
export interface ThresholdWatch {
  /** The next sample, at a moment in milliseconds; null when there was nothing to measure. Null: nothing new. */
  judge(value: number | null, at: number): Finding | null;
  /** Whether an alert may be open because of it: before anything was seen nobody knows. */
  mayBeOpen(): boolean;
}

/** Samples further apart say nothing about the time between them. */
const gapMs = 30_000;
/** An alert that somebody ended by hand comes back while its cause lasts. */
const sayAgainMs = 600_000;
/** What was not measured for so long is not there any more, or nothing is done: its alert would never end. */
export const silentMs = 1_800_000;
const levels = ['warning', 'error', 'critical'] as const;

/**
 * Trouble is what lay above the threshold without a break for the time set, and as bad as the mildest moment of it.
 * Over is what lay at or below `clearBelow` as long. What lies between changes nothing, so that nothing flaps.
 */
export function createThresholdWatch(threshold: Threshold): ThresholdWatch {
  const ladder = ladderOf(threshold);
  const waitMs = threshold.forSeconds * 1_000;
  const since: Record<(typeof levels)[number] | 'below', number | null> = {
    warning: null,
    error: null,
    critical: null,
    below: null,
  };
  let open: { rank: number; saidAt: number } | null | 'unknown' = 'unknown';
  let lastAt: number | null = null;
  let silentSince: number | null = null;

  function follow(name: keyof typeof since, holds: boolean, at: number): void {
    if (!holds) since[name] = null;
    else since[name] ??= at;
  }

  const held = (name: keyof typeof since, at: number) => {
    const from = since[name];
    return from !== null && at - from >= waitMs;
  };

  return {
    judge(value, at) {
      const isSetBack = lastAt !== null && at < lastAt;
      const isGap = lastAt === null || isSetBack || at - lastAt > gapMs;
      lastAt = at;
      if (isGap || value === null) for (const name of [...levels, 'below'] as const) since[name] = null;
      if (value !== null || isSetBack) silentSince = null;
      if (value === null) {
        silentSince ??= at;
        if (open === null || at - silentSince < silentMs) return null;
        open = null;
        return { kind: 'silent' };
      }
      const rank = levels.indexOf((severityAt(value, ladder) ?? '') as (typeof levels)[number]);
      for (const [index, name] of levels.entries()) follow(name, index <= rank, at);
      follow('below', value <= threshold.clearBelow, at);

      const reached = levels.findLastIndex((name) => held(name, at));
      const before = open;
      if (reached >= 0) {
        const isKnown = before !== null && before !== 'unknown';
        if (isKnown && reached <= before.rank && at - before.saidAt < sayAgainMs) return null;
        const worst = isKnown ? Math.max(reached, before.rank) : reached;
        open = { rank: worst, saidAt: at };
        return { kind: 'raise', severity: levels[worst] ?? 'warning' };
      }
      if (open === null || !held('below', at)) return null;
      open = null;
      return { kind: 'resolve' };
    },
    mayBeOpen: () => open !== null,
  };
}
