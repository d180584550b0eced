import { create } from 'zustand';
import { endOf } from './chart-lines.ts';
import { useMetrics } from './metrics.ts';

/** The moment that all charts mark, milliseconds since 1970; null: none. */
export const useCursor = create<{ at: number | null }>(() => ({ at: null }));

export const markMoment = (at: number | null) => useCursor.setState({ at });

/** Moves the mark by so many steps of the charts; from their end when there is none. */
export function moveCursor(by: number): void {
  const { lines } = useMetrics.getState();
  if (lines === null || lines.count === 0) return;
  const last = endOf(lines) - lines.stepMs;
  const at = (useCursor.getState().at ?? last + lines.stepMs) + by * lines.stepMs;
  markMoment(Math.max(lines.from, Math.min(last, at)));
}
