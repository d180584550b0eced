import { type Analysis, summarise } from '../../../shared/analysis.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { HookCall } from '../../../shared/hook.ts';
import type { EventBus } from '../../events.ts';
import type { Log } from '../../log.ts';
import type { HookStore } from '../../store/hook-store.ts';

/** Analyses what hooks brought in, one photo after the other, also what an earlier run left. */
export interface HookAnalyses {
  add(call: HookCall): void;
  /** Takes up what was let in and not finished when the program ended. */
  resume(): void;
  /** Drops what is in hand: it is taken up at the next start. */
  stop(): Promise<void>;
}

export interface HookAnalysesParts {
  store: Pick<HookStore, 'finish' | 'working'>;
  analyze(photoId: string, options: { signal: AbortSignal }): Promise<Analysis>;
  events: Pick<EventBus, 'emit'>;
  log: Pick<Log, 'error'>;
}

/** The calls themselves are the queue: they are kept in the database until they are done. */
export function createHookAnalyses({ store, analyze, events, log }: HookAnalysesParts): HookAnalyses {
  const stopping = new AbortController();
  let last = Promise.resolve();

  async function work({ id, photoId }: HookCall): Promise<void> {
    const { signal } = stopping;
    if (signal.aborted || photoId === null) return;
    const end = await analyze(photoId, { signal }).then(doneWith, failedWith);
    if (signal.aborted) return;
    const call = await store.finish(id, end);
    if (call !== null) events.emit('hook.received', call);
  }

  function add(call: HookCall): void {
    last = last
      .then(() => work(call))
      .catch((error: unknown) =>
        log.error({ err: error }, 'How a call of a hook ended could not be recorded'),
      );
  }

  return {
    add,
    resume() {
      for (const call of store.working()) add(call);
    },
    async stop() {
      stopping.abort();
      await last;
    },
  };
}

function doneWith(analysis: Analysis) {
  const { mugCount } = summarise(analysis);
  const found =
    mugCount === 0 ? 'No mug was found.' : `${mugCount} ${mugCount === 1 ? 'mug' : 'mugs'} found.`;
  return { state: 'done' as const, outcome: found, analysisId: analysis.id };
}

function failedWith(error: unknown) {
  return { state: 'failed' as const, outcome: toAppError(error).message, analysisId: null };
}
