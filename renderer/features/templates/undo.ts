/** What was, what is, and what was taken back, oldest first. */
export interface Edited<T> {
  past: readonly T[];
  present: T;
  /** Taken back, the next to be done again first. */
  future: readonly T[];
  /** The field that was changed last, and when, in milliseconds; null when the next change stands for itself. */
  last: { field: string; at: number } | null;
}

/** Steps that can be taken back. */
const mostSteps = 200;
/** Changes of one field within this time are one step: a word typed, not each of its letters. */
const togetherMs = 1_000;

/** Nothing was changed yet. */
export const unedited = <T>(present: T): Edited<T> => ({ past: [], present, future: [], last: null });

/** Takes up a change of a field. */
export function edit<T>(edited: Edited<T>, next: T, field: string, now: number): Edited<T> {
  const { past, present, last } = edited;
  const goesOn = last !== null && last.field === field && now - last.at < togetherMs;
  return {
    past: goesOn ? past : [...past, present].slice(-mostSteps),
    present: next,
    future: [],
    last: { field, at: now },
  };
}

/** One step back; the same when there is none. */
export function undo<T>(edited: Edited<T>): Edited<T> {
  const before = edited.past.at(-1);
  if (before === undefined) return edited;
  return {
    past: edited.past.slice(0, -1),
    present: before,
    future: [edited.present, ...edited.future],
    last: null,
  };
}

/** One step forward again; the same when there is none. */
export function redo<T>(edited: Edited<T>): Edited<T> {
  const [next, ...future] = edited.future;
  if (next === undefined) return edited;
  return { past: [...edited.past, edited.present], present: next, future, last: null };
}
