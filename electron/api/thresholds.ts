import type { Thresholds } from '../monitoring/thresholds.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `thresholds.*`. */
export function thresholdHandlers(thresholds: Thresholds): HandlersOf<'thresholds'> {
  return {
    'thresholds.list': () => ({ thresholds: thresholds.list() }),
    'thresholds.save': (threshold) => thresholds.save(threshold),
    'thresholds.reset': async ({ metric }) => ({ thresholds: await thresholds.reset(metric) }),
  };
}
