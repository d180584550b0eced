import { type Detection, mugLabel } from '../../shared/analysis.ts';
import { averagePrecision, type Match, matchPhoto, recallAndPrecision } from './average-precision.ts';
import type { TrueMug, TruePhoto } from './truth.ts';

/** What was found in a photo beside what is true of it. */
export interface Judged {
  photo: TruePhoto;
  detections: readonly Detection[];
}

export interface Evaluation {
  photos: number;
  mugs: number;
  averagePrecision: number | null;
  recall: number | null;
  precision: number | null;
  negatives: { photos: number; withMug: number; highestScore: number | null };
  /** Of the mugs found at the threshold whose handle truly points left or right. */
  handle: { found: number; answered: number; right: number };
  /** Of the mugs found whose handle points elsewhere. */
  handleElsewhere: { found: number; answered: number };
  /** How often each truth (first) got each verdict (second). */
  upright: Record<string, Record<string, number>>;
  topView: { found: number; seen: number; others: number; wronglySeen: number };
}

/** Compares detections with the truth; everything but the average precision counts from `threshold` up. */
export function evaluate(judged: readonly Judged[], threshold: number): Evaluation {
  const matched = judged.map(({ photo, detections }) => ({
    photo,
    matches: matchPhoto(
      detections.filter(({ label }) => label === mugLabel),
      photo.mugs.map(({ box }) => box),
    ),
  }));
  const matches = matched.flatMap((photo) => photo.matches);
  const mugs = judged.reduce((sum, { photo }) => sum + photo.mugs.length, 0);
  const found = matched.flatMap(({ photo, matches }) =>
    matches.flatMap(({ prediction, truth }) => {
      const mug = truth === null ? undefined : photo.mugs[truth];
      return mug && prediction.score >= threshold ? [{ mug, detection: prediction }] : [];
    }),
  );
  return {
    photos: judged.length,
    mugs,
    averagePrecision: averagePrecision(matches, mugs),
    ...recallAndPrecision(matches, mugs, threshold),
    negatives: negativesOf(matched, threshold),
    ...handlesOf(found),
    upright: uprightOf(found),
    topView: topViewOf(found),
  };
}

interface Found {
  mug: TrueMug;
  detection: Detection;
}

function negativesOf(matched: { photo: TruePhoto; matches: Match[] }[], threshold: number) {
  const scores = matched
    .filter(({ photo }) => photo.mugs.length === 0)
    .map(({ matches }) => matches[0]?.prediction.score ?? 0);
  return {
    photos: scores.length,
    withMug: scores.filter((score) => score >= threshold).length,
    highestScore: scores.length === 0 ? null : Math.max(...scores),
  };
}

function handlesOf(found: readonly Found[]): Pick<Evaluation, 'handle' | 'handleElsewhere'> {
  const answered = ({ detection }: Found) => (detection.handle?.side ?? 'unknown') !== 'unknown';
  const sideways = found.filter(({ mug }) => mug.handle === 'left' || mug.handle === 'right');
  const elsewhere = found.filter(({ mug }) => mug.handle === 'front' || mug.handle === 'hidden');
  return {
    handle: {
      found: sideways.length,
      answered: sideways.filter(answered).length,
      right: sideways.filter(({ mug, detection }) => detection.handle?.side === mug.handle).length,
    },
    handleElsewhere: { found: elsewhere.length, answered: elsewhere.filter(answered).length },
  };
}

function uprightOf(found: readonly Found[]): Evaluation['upright'] {
  const confusion: Evaluation['upright'] = {};
  for (const { mug, detection } of found) {
    const verdict = detection.upright?.verdict ?? 'none';
    confusion[mug.upright] ??= {};
    const row = confusion[mug.upright] ?? {};
    row[verdict] = (row[verdict] ?? 0) + 1;
  }
  return confusion;
}

function topViewOf(found: readonly Found[]): Evaluation['topView'] {
  const fromAbove = found.filter(({ mug }) => mug.topView);
  const others = found.filter(({ mug }) => !mug.topView);
  const said = (some: Found[]) => some.filter(({ detection }) => detection.seenFromAbove?.value).length;
  return {
    found: fromAbove.length,
    seen: said(fromAbove),
    others: others.length,
    wronglySeen: said(others),
  };
}
