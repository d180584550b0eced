import type { Box } from '../../shared/analysis.ts';
import { intersectionOverUnion } from '../../shared/positioning/distances.ts';

/** A detection of the class in question. */
export interface Predicted {
  score: number;
  box: Box;
}

/** What became of a prediction: the index of the true box it found, or null when it found none. */
export interface Match<P extends Predicted = Predicted> {
  prediction: P;
  truth: number | null;
}

/**
 * Matches the predictions of one photo to its true boxes: the surest first, each takes the true box it
 * overlaps most of those still free, if by at least `minOverlap` (as COCO does it). Surest first in the result.
 */
export function matchPhoto<P extends Predicted>(
  predictions: readonly P[],
  truth: readonly Box[],
  minOverlap = 0.5,
): Match<P>[] {
  const free = new Set(truth.keys());
  return predictions
    .toSorted((a, b) => b.score - a.score)
    .map((prediction) => {
      let best: number | null = null;
      let bestOverlap = minOverlap;
      for (const index of free) {
        const box = truth[index];
        const overlap = box ? intersectionOverUnion(prediction.box, box) : 0;
        if (overlap >= bestOverlap && (best === null || overlap > bestOverlap)) {
          best = index;
          bestOverlap = overlap;
        }
      }
      if (best !== null) free.delete(best);
      return { prediction, truth: best };
    });
}

/**
 * Area under the curve of precision over recall, interpolated at all points: at each recall counts the best
 * precision at that recall or beyond (PASCAL VOC 2010 and later). Predictions of the same score come in
 * together, so that their order makes no difference. Null when there is nothing to find.
 */
export function averagePrecision(matches: readonly Match[], truthCount: number): number | null {
  if (truthCount === 0) return null;
  const ordered = matches.toSorted((a, b) => b.prediction.score - a.prediction.score);
  const points: { recall: number; precision: number }[] = [];
  let found = 0;
  ordered.forEach((match, index) => {
    if (match.truth !== null) found += 1;
    if (match.prediction.score === ordered[index + 1]?.prediction.score) return;
    points.push({ recall: found / truthCount, precision: found / (index + 1) });
  });
  let area = 0;
  let best = 0;
  for (let index = points.length - 1; index >= 0; index -= 1) {
    best = Math.max(best, points[index]?.precision ?? 0);
    area += best * ((points[index]?.recall ?? 0) - (points[index - 1]?.recall ?? 0));
  }
  return area;
}

/** Share of the true boxes found, and of the predictions that found one, from `threshold` up. */
export function recallAndPrecision(
  matches: readonly Match[],
  truthCount: number,
  threshold: number,
): { recall: number | null; precision: number | null } {
  const counted = matches.filter(({ prediction }) => prediction.score >= threshold);
  const found = counted.filter(({ truth }) => truth !== null).length;
  return {
    recall: truthCount === 0 ? null : found / truthCount,
    precision: counted.length === 0 ? null : found / counted.length,
  };
}
