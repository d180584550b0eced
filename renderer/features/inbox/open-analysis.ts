import { summarise } from '../../../shared/analysis.ts';
import { core } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { openAnalyses } from '../analyse/known-photos.ts';

/** Shows the photo of an analysis with what was found on it. */
export async function openAnalysis(id: string): Promise<void> {
  try {
    openAnalyses([summarise(await core.call('analyses.get', { id }))]);
    goTo('analyse');
  } catch (error) {
    tellFailure(error);
  }
}
