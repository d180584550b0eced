import { labelOfThreshold, thresholdSchema } from '../../shared/threshold.ts';
import type { Thresholds } from '../monitoring/thresholds.ts';
import { type ConfigurationSection, changeOf, defineSection, isWritten } from './section.ts';

export interface ThresholdSectionParts {
  thresholds: Pick<Thresholds, 'list' | 'put'>;
  changed(): void;
}

/** Thresholds by what they watch, those that came with the program too; others stay. */
export function thresholdSection({ thresholds, changed }: ThresholdSectionParts): ConfigurationSection {
  const kept = () => thresholds.list().map(({ threshold }) => threshold);
  return defineSection({
    key: 'thresholds',
    schema: thresholdSchema.array().max(1_000),
    exported: kept,
    plan(list) {
      const planned = list.map((threshold) => {
        const before = kept().find(({ metric }) => metric === threshold.metric);
        const name = labelOfThreshold(threshold.metric);
        return { threshold, change: changeOf('thresholds', name, { before, after: threshold }) };
      });
      return {
        changes: planned.map(({ change }) => change),
        writeRows() {
          for (const { threshold, change } of planned) if (isWritten(change)) thresholds.put(threshold);
        },
        tell: changed,
      };
    },
  });
}
