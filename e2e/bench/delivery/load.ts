/** What one process of a comparison is to send, and what it tells when it is done. */
export interface LoadJob {
  folder: string;
  url: string;
  messages: number;
  concurrency: number;
  /** FULL waits for the disk at every commit; NORMAL leaves that to the system. */
  durability: 'FULL' | 'NORMAL';
  body: string;
  redisSocket?: string;
}

export interface LoadResult {
  /** Milliseconds since 1970 with fractions: when the first call was made. */
  startedAt: number;
  /** Milliseconds from the first call until every message was recorded. */
  recordedMs: number;
  /** And how long one call took, at the 99th percentile. */
  recordP99Ms: number;
}

/** How many calls are under way at the same time while messages are recorded. */
export const publishersAtOnce = 64;

/** Runs `work` for 0 … count - 1, so many at once; gives back how long each took, sorted. */
export async function eachTimed(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<number[]> {
  const took: number[] = [];
  let next = 0;
  const run = async () => {
    for (let index = next++; index < count; index = next++) {
      const before = performance.now();
      await work(index);
      took.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return took.sort((a, b) => a - b);
}

/** Milliseconds since 1970 with fractions, the same for all processes of a machine. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Takes the job from the parent process, runs it, hands back the result; ends when the parent lets go. */
export async function runJob(work: (job: LoadJob) => Promise<LoadResult>): Promise<void> {
  process.on('disconnect', () => process.exit());
  const job = await new Promise<LoadJob>((resolve) =>
    process.once('message', (job: LoadJob) => resolve(job)),
  );
  process.send?.(await work(job));
}
