import type { Analysis, AnalysisSummary } from '../../../shared/analysis.ts';
import { core } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { openAnalyses } from '../analyse/known-photos.ts';

/** Shows the photo of an analysis with what was found on it. */
export async function openAnalysis(id: string): Promise<void> {
  try {
    openAnalyses([summaryOf(await core.call('analyses.get', { id }))]);
    goTo('analyse');
  } catch (error) {
    tellFailure(error);
  }
}

function summaryOf({ id, createdAt, photo, width, height, placements }: Analysis): AnalysisSummary {
  return {
    id,
    createdAt,
    photo,
    width,
    height,
    mugCount: placements.length,
    reviewCount: placements.filter(({ standing }) => standing === 'review').length,
    topScore: placements.length === 0 ? null : Math.max(...placements.map(({ score }) => score)),
  };
}
