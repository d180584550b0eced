/** How quickly a batch gets on, judged by its latest photos so that a change is soon seen. */
export interface Pace {
  /** Notes one photo that ended. */
  note(): void;
  /** Forgets what was noted: a pause is not slowness. */
  reset(): void;
  /** Null before two photos were noted. */
  photosPerSecond(): number | null;
}

const photosLookedAt = 50;

/** A pace by the clock `now`, in milliseconds. */
export function createPace(now: () => number): Pace {
  let endedAt: number[] = [];
  return {
    note() {
      endedAt = [...endedAt.slice(1 - photosLookedAt), now()];
    },
    reset() {
      endedAt = [];
    },
    photosPerSecond() {
      const [first, last] = [endedAt.at(0), endedAt.at(-1)];
      if (first === undefined || last === undefined || last <= first) return null;
      return ((endedAt.length - 1) * 1_000) / (last - first);
    },
  };
}
