import type { AnalysisSummary } from '../../../shared/analysis.ts';
import { makePictures } from '../renders/make.ts';
import { currentPhoto, type RollPhoto, shownPhotos, useRoll } from './roll.ts';
import { useView } from './view.ts';

/** Asks what pictures to make of the photos picked, else of the one in front or of all that are shown. */
export function makeOfRoll(): void {
  const roll = useRoll.getState();
  const picked = roll.photos.filter(({ key }) => roll.picked.has(key));
  const current = currentPhoto(roll);
  const one = analysedOf(current === undefined ? [] : [current]);
  if (picked.length > 0) makePictures(analysedOf(picked));
  else makePictures(one, analysedOf(shownPhotos(roll)), useView.getState().selected);
}

const analysedOf = (photos: readonly RollPhoto[]): AnalysisSummary[] =>
  photos.flatMap(({ state }) => (state.kind === 'analysed' ? [state.summary] : []));
