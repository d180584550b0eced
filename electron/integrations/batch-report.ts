import type { EventPayload } from '../../shared/contract.ts';
import type { Verdict } from '../../shared/rendering/values.ts';
import type { NewEvent } from './publisher.ts';

/** What became of the photos of a batch so far. */
interface Count {
  startedAt: number;
  mugs: number;
  verdicts: Record<Verdict, number>;
  analysisIds: string[];
}

/** A batch that has come to its end: the event without its contact sheet, and the analyses to show on one. */
export interface BatchReport {
  event: Extract<NewEvent, { type: 'batch_completed' }>;
  analysisIds: readonly string[];
}

/** Counts along with every batch; only its end is told. */
export interface BatchReports {
  analyzed(done: EventPayload<'analysis.completed'>): void;
  /** Null until it ends. A cancelled one is no news to who cancelled it; one photo alone is told as such. */
  progressed(batch: EventPayload<'batch.progressed'>): BatchReport | null;
}

export function createBatchReports(parts: {
  verdict(analysisId: string): Verdict;
  /** Milliseconds of a clock that only goes forward. */
  monotonic(): number;
}): BatchReports {
  const counts = new Map<string, Count>();

  function countOf(id: string): Count {
    const verdicts = { pass: 0, review: 0, fail: 0 };
    const count = counts.get(id) ?? { startedAt: parts.monotonic(), mugs: 0, verdicts, analysisIds: [] };
    counts.set(id, count);
    return count;
  }

  return {
    analyzed({ summary, batchId }) {
      if (batchId === null) return;
      const count = countOf(batchId);
      count.mugs += summary.mugCount;
      count.verdicts[parts.verdict(summary.id)] += 1;
      count.analysisIds.push(summary.id);
    },
    progressed({ id, state, total, done, failed }) {
      const { startedAt, mugs, verdicts, analysisIds } = countOf(id);
      if (state !== 'finished' && state !== 'cancelled') return null;
      counts.delete(id);
      if (state === 'cancelled' || total === 1) return null;
      const duration = (parts.monotonic() - startedAt) / 1_000;
      return {
        analysisIds,
        event: {
          id: `evt_${id}_batch`,
          type: 'batch_completed',
          severity: failed === 0 ? 'success' : 'warning',
          data: {
            batch_id: id,
            total,
            succeeded: done,
            failed,
            duration,
            ...(total > 0 && { success_rate: done / total }),
            ...(duration > 0 && { photos_per_second: (done + failed) / duration }),
            mugs_found: mugs,
            verdicts,
          },
        },
      };
    },
  };
}
