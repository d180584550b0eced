import { create } from 'zustand';
import { clockTime } from '../../ui/words.ts';
import { endOf } from './chart-lines.ts';
import { useMetrics } from './metrics.ts';

interface Cursor {
  /** The moment that all charts mark, milliseconds since 1970; null: none. */
  at: number | null;
  /** As a clock shows it. */
  text: string;
}

export const useCursor = create<Cursor>(() => ({ at: null, text: '' }));

export function markMoment(at: number | null): void {
  useCursor.setState({ at, text: at === null ? '' : clockTime(new Date(at).toISOString(), Date.now()) });
}

/** Moves the mark by so many steps of the charts; from their end when there is none. */
export function moveCursor(by: number): void {
  const { lines } = useMetrics.getState();
  if (lines === null || lines.count === 0) return;
  const last = endOf(lines) - lines.stepMs;
  const at = (useCursor.getState().at ?? last + lines.stepMs) + by * lines.stepMs;
  markMoment(Math.max(lines.from, Math.min(last, at)));
}
