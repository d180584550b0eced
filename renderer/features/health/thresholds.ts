import { create } from 'zustand';
import { type AppError, toAppError } from '../../../shared/errors.ts';
import type { Threshold, ThresholdView } from '../../../shared/threshold.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';

interface Thresholds {
  list: readonly ThresholdView[];
  /** From which value on a metric is trouble, of those that are watched: the lines in the charts. */
  byMetric: ReadonlyMap<string, number>;
  state: 'loading' | 'ready' | 'failed';
  reason: string | null;
}

/** Where what is measured becomes trouble. */
export const useThresholds = create<Thresholds>(() => ({
  list: [],
  byMetric: new Map(),
  state: 'loading',
  reason: null,
}));

/** Keeps them in step with the core; returns what ends that. */
export function followThresholds(): () => void {
  void loadThresholds();
  return core.listen('thresholds.changed', () => void loadThresholds());
}

let question = 0;

export async function loadThresholds(): Promise<void> {
  const mine = ++question;
  try {
    const { thresholds } = await core.call('thresholds.list', {});
    if (mine === question) takeIn(thresholds);
  } catch (error) {
    if (mine === question) useThresholds.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

function takeIn(list: readonly ThresholdView[]): void {
  const watched = list.flatMap(({ threshold: { metric, above, enabled } }) =>
    enabled ? [[metric, above] as const] : [],
  );
  useThresholds.setState({ list, byMetric: new Map(watched), state: 'ready', reason: null });
}

/** Sets one; answers why it was refused, or null. */
export async function saveThreshold(threshold: Threshold): Promise<AppError | null> {
  try {
    await core.call('thresholds.save', threshold);
    await loadThresholds();
    return null;
  } catch (error) {
    return toAppError(error);
  }
}

/** One, or all, back to what came with the program. */
export async function resetThresholds(metric?: string): Promise<void> {
  try {
    const { thresholds } = await core.call('thresholds.reset', metric === undefined ? {} : { metric });
    takeIn(thresholds);
    tell({
      tone: 'good',
      message: metric === undefined ? 'All thresholds are as they came.' : 'It is as it came.',
    });
  } catch (error) {
    tellFailure(error);
  }
}
