import { create } from 'zustand';
import type { Analysis } from '../../../shared/analysis.ts';
import { useAnalysis } from '../analyse/analyses.ts';
import { currentPhoto, useRoll } from '../analyse/roll.ts';
import { useRecent } from './recent.ts';

/** The photo that rules are tried on; null until the operator chose one here. */
export const useSubject = create<{ analysisId: string | null }>(() => ({ analysisId: null }));

/** Tries rules on this photo. */
export const chooseSubject = (analysisId: string) => useSubject.setState({ analysisId });

/** The photo chosen here, else the one at hand on the analyse screen, else the newest. */
export function useSubjectPhoto(): Analysis | undefined {
  const chosen = useSubject(({ analysisId }) => analysisId);
  const atHand = useRoll((roll) => {
    const state = currentPhoto(roll)?.state;
    return state?.kind === 'analysed' ? state.summary.id : undefined;
  });
  const recent = useRecent(({ analyses }) => analyses);
  const wanted = chosen ?? atHand;
  const inRecent = recent.find(({ id }) => id === wanted);
  const fetched = useAnalysis(inRecent === undefined ? wanted : undefined);
  if (inRecent !== undefined) return inRecent;
  return fetched === undefined || 'reason' in fetched ? recent[0] : fetched;
}
