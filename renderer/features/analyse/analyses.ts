import { useEffect } from 'react';
import { create } from 'zustand';
import type { Analysis } from '../../../shared/analysis.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';

/** Analyses kept at hand, so that moving back and forth needs no waiting. */
const kept = 60;

type Loaded = Analysis | { reason: string };

/** Analyses by id, the most lately fetched last. */
const useAnalyses = create<{ byId: ReadonlyMap<string, Loaded> }>(() => ({ byId: new Map() }));
const loading = new Set<string>();

/** Fetches an analysis unless it is at hand or on its way. */
export async function fetchAnalysis(id: string): Promise<void> {
  const known = useAnalyses.getState().byId.get(id);
  if (loading.has(id) || (known !== undefined && !('reason' in known))) return;
  loading.add(id);
  const loaded = await core.call('analyses.get', { id }).catch((error: unknown): Loaded => {
    return { reason: toAppError(error).message };
  });
  loading.delete(id);
  useAnalyses.setState(({ byId }) => {
    const entries = [...byId].filter(([other]) => other !== id);
    return { byId: new Map([...entries.slice(1 - kept), [id, loaded]]) };
  });
}

/** The analysis, or why it cannot be shown; undefined while it is on its way. */
export function useAnalysis(id: string | undefined): Loaded | undefined {
  useEffect(() => {
    if (id !== undefined) fetchAnalysis(id);
  }, [id]);
  return useAnalyses(({ byId }) => (id === undefined ? undefined : byId.get(id)));
}
