/** Deaths in a row while loading the models, after which nobody starts the child again by itself. */
const maxDeathsLoading = 5;
const [firstDelayMs, longestDelayMs, coolDownMs] = [250, 15_000, 30_000];

/** When a child that died may be started again. */
export interface Restarts {
  /**
   * Counts a death; milliseconds to wait before the next start, or null: give up for now. Only a child that dies
   * while loading is given up: once loaded, each death costs the one photo in hand, and the others are to go on.
   */
  died(options: { whileLoading: boolean }): number | null;
  /** It could not be started at all, for a reason that another start won't mend. */
  refused(): void;
  /** It answered: what happened before is forgotten. */
  succeeded(): void;
  /** Whether a call may try again after giving up. */
  mayTry(): boolean;
}

/** The first restart comes at once; later ones wait twice as long each time, with full jitter. */
export function createRestarts({ now, random }: { now: () => number; random: () => number }): Restarts {
  let deaths = 0;
  let deathsLoading = 0;
  let retryAt = Number.NEGATIVE_INFINITY;
  const coolDown = () => {
    retryAt = now() + coolDownMs * (0.5 + random() / 2);
  };
  return {
    died({ whileLoading }) {
      deaths += 1;
      deathsLoading = whileLoading ? deathsLoading + 1 : 0;
      if (deathsLoading >= maxDeathsLoading) {
        coolDown();
        return null;
      }
      return deaths === 1 ? 0 : random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (deaths - 1));
    },
    refused: coolDown,
    succeeded() {
      deaths = 0;
      deathsLoading = 0;
    },
    mayTry: () => now() >= retryAt,
  };
}
