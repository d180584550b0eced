import type { AnalysisSummary } from '../../../shared/analysis.ts';
import type { DetectionSettings } from '../../../shared/settings.ts';

/** How many mugs a photo has, and how many of them a person should look at. */
export interface MugCounts {
  mugs: number;
  review: number;
}

/** The mugs of a photo at these thresholds; as it was analysed where its scores are not known. */
export function mugCounts(
  { mugScores, mugCount, reviewCount }: Pick<AnalysisSummary, 'mugScores' | 'mugCount' | 'reviewCount'>,
  { ignoreBelow, reviewBelow }: DetectionSettings,
): MugCounts {
  if (mugScores === null) return { mugs: mugCount, review: reviewCount };
  const kept = mugScores.filter((score) => score >= ignoreBelow);
  return { mugs: kept.length, review: kept.filter((score) => score < reviewBelow).length };
}
