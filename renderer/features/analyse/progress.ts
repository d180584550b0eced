import { create } from 'zustand';

/** How far a run is. */
export interface RunProgress {
  /** Photos of this run: from the first one added after a rest to the last one answered. */
  total: number;
  done: number;
  failed: number;
  paused: boolean;
  /** When the latest photos were answered, milliseconds; the newest last. */
  answers: readonly number[];
}

const rest: RunProgress = { total: 0, done: 0, failed: 0, paused: false, answers: [] };

/** How far the current run is. */
export const useProgress = create<RunProgress>(() => rest);

/** Answers kept to measure the rate over. */
const window = 40;

export const isRunning = ({ total, done, failed }: RunProgress) => done + failed < total;

/** A run that begins, ends, grows or pauses is drawn at once; counting goes on calmly. */
export const isUrgentProgress = (now: RunProgress, before: RunProgress) =>
  now.total !== before.total || now.paused !== before.paused || isRunning(now) !== isRunning(before);

/** More photos are to be answered; a finished run makes way for a new one. */
export function expect(amount: number): void {
  useProgress.setState((progress) =>
    isRunning(progress) ? { total: progress.total + amount } : { ...rest, total: amount },
  );
}

/** A photo was answered, well or not. */
export function answered(well: boolean, now = performance.now()): void {
  useProgress.setState((progress) => ({
    [well ? 'done' : 'failed']: progress[well ? 'done' : 'failed'] + 1,
    answers: [...progress.answers.slice(1 - window), now],
  }));
}

/** Photos that will not be answered after all. */
export function expectLess(amount: number): void {
  useProgress.setState((progress) => ({ total: progress.total - amount }));
}

/** However many were expected: no more than these photos will still be answered. */
export function expectOnly(amount: number): void {
  useProgress.setState(({ done, failed }) => ({ total: done + failed + amount }));
}

/** Forgets a finished run. */
export const dismissProgress = () => useProgress.setState(rest);

/** Photos per second over the latest answers, and seconds left; null while there are too few to tell. */
export function pace({
  total,
  done,
  failed,
  answers,
}: RunProgress): { rate: number; secondsLeft: number } | null {
  const first = answers[0];
  const last = answers.at(-1);
  if (first === undefined || last === undefined || answers.length < 3 || last === first) return null;
  const rate = ((answers.length - 1) * 1_000) / (last - first);
  return { rate, secondsLeft: (total - done - failed) / rate };
}
