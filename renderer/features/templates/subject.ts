import { create } from 'zustand';
import type { AnalysisSummary } from '../../../shared/analysis.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core } from '../../core.ts';
import { currentPhoto, useRoll } from '../analyse/roll.ts';

/** Photos of the history to choose from. */
const mostPhotos = 100;

interface Subject {
  /** The latest analyses, newest first. */
  recent: readonly AnalysisSummary[];
  state: 'loading' | 'ready' | 'failed';
  reason: string | null;
  /** Chosen here; null: the one in front on the Analyse screen, else the newest. */
  chosen: AnalysisSummary | null;
  /** The mug that was chosen of a photo, as an index of its detections; null: the best one. */
  mug: { analysisId: string; detection: number } | null;
}

/** The photo that templates are shown with. */
export const useSubject = create<Subject>(() => ({
  recent: [],
  state: 'loading',
  reason: null,
  chosen: null,
  mug: null,
}));

// What was selected last counts, here or there.
useRoll.subscribe((now, before) => {
  if (now.currentKey !== before.currentKey) useSubject.setState({ chosen: null });
});

export const chooseSubject = (chosen: AnalysisSummary) => useSubject.setState({ chosen });

/** Has the values be those of a mug of the photo; null: of the best one. */
export const chooseMug = (analysisId: string, detection: number | null) =>
  useSubject.setState({ mug: detection === null ? null : { analysisId, detection } });

async function loadRecent(): Promise<void> {
  try {
    const { items } = await core.call('analyses.list', { limit: mostPhotos });
    useSubject.setState({ recent: items, state: 'ready', reason: null });
  } catch (error) {
    useSubject.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Keeps the photos in step with the core; returns what stops it. */
export function followSubject(): () => void {
  void loadRecent();
  return core.listen('analysis.completed', ({ summary }) =>
    useSubject.setState(({ recent }) => ({
      recent: [summary, ...recent.filter(({ photo }) => photo.id !== summary.photo.id)].slice(0, mostPhotos),
    })),
  );
}

/** Moves to a neighbour in the filmstrip. */
export function stepSubject(by: 1 | -1): void {
  const photos = photosToShow();
  const at = photos.findIndex(({ id }) => id === subjectOf(useSubject.getState())?.id);
  const next = photos[Math.min(Math.max(at + by, 0), photos.length - 1)];
  if (next !== undefined) chooseSubject(next);
}

function photoInFront(): AnalysisSummary | null {
  const state = currentPhoto(useRoll.getState())?.state;
  return state?.kind === 'analysed' ? state.summary : null;
}

/** The photo shown: chosen here, in front on the Analyse screen, or the newest. */
export const subjectOf = ({ chosen, recent }: Pick<Subject, 'chosen' | 'recent'>): AnalysisSummary | null =>
  chosen ?? photoInFront() ?? recent[0] ?? null;

/** The latest photos, and the one shown when it is older. */
export function photosToShow(): readonly AnalysisSummary[] {
  const { recent, chosen } = useSubject.getState();
  const shown = subjectOf({ recent, chosen });
  return shown === null || recent.some(({ id }) => id === shown.id) ? recent : [shown, ...recent];
}

/** The photos that fill a page of so many cells: the one shown and those after it. */
export function pageFrom(shown: AnalysisSummary, cells: number): string[] {
  const photos = photosToShow();
  const at = Math.max(
    0,
    photos.findIndex(({ id }) => id === shown.id),
  );
  const following = [...photos.slice(at), ...photos.slice(0, at)].slice(0, cells);
  return following.length === 0 ? [shown.id] : following.map(({ id }) => id);
}
