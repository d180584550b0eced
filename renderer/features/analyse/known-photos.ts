import type { AnalysisSummary } from '../../../shared/analysis.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { count } from '../../ui/words.ts';
import { giveUp, wantAgain } from './batches.ts';
import { expect, expectLess } from './progress.ts';
import { appendPhotos, isOpen, type RollPhoto, selectPhoto, takeOut, updatePhotos, useRoll } from './roll.ts';
import { analyseAgain, leaveSelection, takeBack } from './selections.ts';

/** Shows analyses of the history in the roll; the first one becomes current. */
export function openAnalyses(summaries: readonly AnalysisSummary[]): void {
  const first = summaries[0];
  if (first === undefined) return;
  const byPhoto = new Map(useRoll.getState().photos.map((photo) => [photo.photoId, photo]));
  const missing = summaries.filter(({ photo }) => !byPhoto.has(photo.id));
  const opened = new Map(summaries.map((summary) => [summary.photo.id, summary]));
  updatePhotos(
    ({ photoId }) => opened.has(photoId ?? ''),
    ({ photoId, state }) => {
      const summary = opened.get(photoId ?? '');
      return { state: summary === undefined ? state : { kind: 'analysed', summary } };
    },
  );
  appendPhotos(missing.map(asRollPhoto));
  const current = useRoll.getState().photos.find(({ photoId }) => photoId === first.photo.id);
  useRoll.setState({ show: 'all' });
  if (current !== undefined) selectPhoto(current.key);
}

const asRollPhoto = (summary: AnalysisSummary): RollPhoto => ({
  key: crypto.randomUUID(),
  name: summary.photo.name,
  file: null,
  photoId: summary.photo.id,
  state: { kind: 'analysed', summary },
});

/** Analyses photos afresh and shows them in the roll meanwhile. */
export function reanalyse(summaries: readonly AnalysisSummary[]): void {
  openAnalyses(summaries);
  const ids = new Set(summaries.map(({ photo }) => photo.id));
  updatePhotos(
    ({ photoId }) => ids.has(photoId ?? ''),
    () => ({ state: { kind: 'analysing' } }),
  );
  expect(ids.size);
  analyseAgain([...ids]);
}

/** Deletes photos from the roll, and their analyses from the history; one press takes it back. */
export async function deletePhotos(photos: readonly RollPhoto[]): Promise<void> {
  if (photos.length === 0) return;
  const open = photos.filter(isOpen);
  expectLess(open.length);
  const wasOpen = new Set(open.map(({ key }) => key));
  // Nobody waits for these any more: put back, they can be sent again.
  updatePhotos(
    ({ key }) => wasOpen.has(key),
    () => ({ state: { kind: 'cancelled' } }),
  );
  const onTheirWay = open.flatMap(({ photoId, state }) =>
    photoId !== null && state.kind === 'analysing' ? [photoId] : [],
  );
  leaveSelection(wasOpen);
  giveUp(takeBack(onTheirWay));
  const returnToRoll = takeOut(new Set(photos.map(({ key }) => key)));
  const putBack = () => {
    wantAgain(onTheirWay);
    returnToRoll();
  };
  const ids = photos.flatMap(({ state }) => (state.kind === 'analysed' ? [state.summary.id] : []));
  try {
    if (ids.length > 0) await core.call('analyses.delete', { ids });
  } catch (error) {
    putBack();
    tellFailure(error);
    return;
  }
  const [only] = photos;
  tell({
    message:
      photos.length === 1 && only ? `${only.name} deleted.` : `${count(photos.length, 'photo')} deleted.`,
    action: { label: 'Undo', run: () => restore(ids, putBack) },
  });
}

async function restore(ids: string[], putBack: () => void): Promise<void> {
  try {
    if (ids.length > 0) await core.call('analyses.restore', { ids });
    putBack();
  } catch (error) {
    tellFailure(error);
  }
}
