import type { RenderBatch, RenderState } from '../../../shared/render.ts';

/** How many pictures of a batch had ended at a moment, milliseconds. */
export interface Sample {
  at: number;
  ended: number;
}

const endStates: readonly RenderState[] = ['completed', 'failed', 'cancelled'];

/** How many pictures of a batch are through, one way or another. */
export const endedOf = ({ counts }: RenderBatch) =>
  endStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0);

/** Whether some of its pictures are still to come. */
export const isUnderWay = (batch: RenderBatch) => endedOf(batch) < batch.total;

/** The rate is measured over this long, so that it follows what happens now. */
const windowMs = 20_000;

/** The samples with one more, without those that are too old to tell. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const recent = samples.filter(({ at }) => at >= sample.at - windowMs);
  return recent.at(-1)?.ended === sample.ended ? recent : [...recent, sample];
}

/** Pictures per second over the latest samples, and seconds left; null while there are too few to tell. */
export function paceOf(
  batch: RenderBatch,
  samples: readonly Sample[],
): { rate: number; secondsLeft: number } | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < 3 || last.at <= first.at) return null;
  const rate = ((last.ended - first.ended) * 1_000) / (last.at - first.at);
  return rate <= 0 ? null : { rate, secondsLeft: (batch.total - endedOf(batch)) / rate };
}

/** "3.2/s", or per minute for slow ones. */
export function rateText(rate: number): string {
  if (rate < 0.5) return `${Math.max(1, Math.round(rate * 60))}/min`;
  return `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`;
}
