import { create } from 'zustand';
import type { Analysis } from '../../../shared/analysis.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';

/** How many photos a rule is tried on while it is written. */
export const recentCount = 50;
/** Analyses fetched at one time. */
const atOnce = 6;

interface Recent {
  /** Newest first; those that did not come yet are missing. */
  analyses: readonly Analysis[];
  state: 'loading' | 'ready' | 'failed';
  reason: string | null;
}

/** The photos analysed last, whole, so that a rule can be held against them here. */
export const useRecent = create<Recent>(() => ({ analyses: [], state: 'loading', reason: null }));

const known = new Map<string, Analysis>();
let question = 0;

/** Fetches the photos analysed last; what is known already is not fetched again. */
export async function loadRecent(): Promise<void> {
  const mine = ++question;
  try {
    const { items } = await core.call('analyses.list', { limit: recentCount });
    const ids = items.map(({ id }) => id);
    const show = (state: Recent['state']) => {
      if (mine !== question) return;
      const analyses = ids.flatMap((id) => known.get(id) ?? []);
      useRecent.setState({ analyses, state, reason: null });
    };
    for (const id of known.keys()) if (!ids.includes(id)) known.delete(id);
    const missing = ids.filter((id) => !known.has(id));
    for (let at = 0; at < missing.length && mine === question; at += atOnce) {
      await Promise.all(missing.slice(at, at + atOnce).map(fetchOne));
      show('loading');
    }
    show('ready');
  } catch (error) {
    if (mine === question) useRecent.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** One that was deleted in the meantime is left out. */
async function fetchOne(id: string): Promise<void> {
  const analysis = await core.call('analyses.get', { id }).catch((error: unknown) => {
    if (toAppError(error).code === 'notFound') return null;
    throw error;
  });
  if (analysis !== null) known.set(id, analysis);
}

const settleMs = 800;

/** Keeps the photos in step with the core; returns what stops it. */
export function followRecent(): () => void {
  void loadRecent();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = core.listen('analysis.completed', () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void loadRecent();
    }, settleMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
