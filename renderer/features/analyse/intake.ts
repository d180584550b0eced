import { NoAnswer } from '../../../shared/client.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { core, isConnectionLost, useCore } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { count } from '../../ui/words.ts';
import { cancelBatches, pauseBatches, resumeBatches } from './batches.ts';
import { type Incoming, unreadable, walk } from './dropped-files.ts';
import { answered, expect, expectLess, expectOnly, useProgress } from './progress.ts';
import { appendPhotos, failedBy, isOpen, type RollPhoto, takeOut, updatePhotos, useRoll } from './roll.ts';
import {
  closeSelection,
  countUnreadable,
  dropSelections,
  giveUpReading,
  handOver,
  join,
  leaveSelection,
  openSelection,
  resumeSelections,
  type Selection,
} from './selections.ts';

/** Photos whose bytes are on their way to the core at one time: memory stays flat however many wait. */
const maxUploads = 3;
/** Photos found in a folder are added to the roll in portions, so that the strip fills while it is walked. */
const portionSize = 200;

let uploads = 0;

/** Takes in files that were added together; the first becomes the photo shown. */
export function addFiles(incoming: readonly Incoming[], folder: string | null = null): void {
  const selection = openSelection(false, folder);
  addPortion(selection, incoming, true);
  closeSelection(selection);
}

function addPortion(selection: Selection, incoming: readonly Incoming[], select: boolean): void {
  if (incoming.length === 0) return;
  const photos = incoming.map(
    (one): RollPhoto => ({
      key: crypto.randomUUID(),
      name: one.name,
      file: 'file' in one ? one.file : null,
      photoId: null,
      state: 'file' in one ? { kind: 'waiting' } : failedBy(one.error),
    }),
  );
  expect(photos.length);
  for (const { key, state } of photos) {
    if (state.kind === 'waiting') join(selection, key);
    else {
      answered(false);
      countUnreadable(selection);
    }
  }
  appendPhotos(photos, select);
  upload();
}

/** Takes in what was dropped, walking folders. */
export async function addEntries(entries: readonly FileSystemEntry[]): Promise<void> {
  let portion: Incoming[] = [];
  let found = 0;
  let leftOut = 0;
  const [first, ...others] = entries;
  // Rules may speak of the batch by the name of the one folder that was dropped.
  const folder = first?.isDirectory && others.length === 0 ? first.name : null;
  const selection = openSelection(false, folder);
  const flush = () => {
    addPortion(selection, portion, found === portion.length);
    portion = [];
  };
  try {
    for await (const incoming of walk(entries, () => leftOut++)) {
      found++;
      portion.push(incoming);
      if (portion.length === portionSize) flush();
    }
  } finally {
    flush();
    closeSelection(selection);
  }
  tellLeftOut(found, leftOut);
}

/** Says what was left out of folders, and when there was nothing to take in at all. */
export function tellLeftOut(found: number, leftOut: number): void {
  if (leftOut > 0) tell({ message: `${count(leftOut, 'file')} in folders left out: not a photo by name.` });
  else if (found === 0) tell({ message: 'Nothing to add: the folder has no photos.' });
}

/** Takes in one of the sample photos. */
export async function addSample(name: string, url: string): Promise<void> {
  try {
    const response = await fetch(url);
    if (!response.ok)
      throw new AppError('photo.notFound', `The sample ${name} is missing from this installation.`);
    addFiles([{ file: new File([await response.blob()], name), name }]);
  } catch (error) {
    tellFailure(error);
  }
}

/** Starts uploads until as many run as may. */
function upload(): void {
  if (useProgress.getState().paused || !useCore.getState().connected) return;
  while (uploads < maxUploads) {
    const next = useRoll.getState().photos.find((photo) => photo.state.kind === 'waiting');
    if (next === undefined) return;
    uploads++;
    updatePhotos(only(next), () => ({ state: { kind: 'analysing' } }));
    send(next).finally(() => {
      uploads--;
      upload();
    });
  }
}

/** False when the photo was cancelled or deleted while its bytes were on their way. */
const isStillWanted = ({ key }: RollPhoto) =>
  useRoll.getState().photos.some((photo) => photo.key === key && photo.state.kind === 'analysing');

const only = (photo: RollPhoto) => (other: RollPhoto) => other.key === photo.key;

async function send(photo: RollPhoto): Promise<void> {
  try {
    const photoId = photo.photoId ?? (await addToCore(photo));
    const twin = useRoll
      .getState()
      .photos.find((other) => other.photoId === photoId && other.key !== photo.key);
    if (twin !== undefined) {
      joinTwin(photo, twin);
      return;
    }
    updatePhotos(only(photo), () => ({ photoId }));
    if (isStillWanted(photo)) handOver(photo.key, photoId);
  } catch (error) {
    if (error instanceof NoAnswer && (await isConnectionLost())) {
      if (!isStillWanted(photo)) return;
      updatePhotos(only(photo), () => ({ state: { kind: 'waiting' } }));
      return;
    }
    if (!isStillWanted(photo)) return;
    answered(false);
    giveUpReading(photo.key);
    updatePhotos(only(photo), () => ({ state: failedBy(toAppError(error)) }));
  }
}

/** Sends the bytes once; they are not kept. */
async function addToCore({ file, name }: RollPhoto): Promise<string> {
  if (file === null) throw new AppError('photo.notFound', 'The file is no longer at hand. Add it again.');
  const { maxMegabytes } = useCore.getState().settings.photos;
  if (file.size > maxMegabytes * 1_000_000) {
    const size = Math.round(file.size / 1_000_000);
    const message = `The file has ${size} MB, the limit is ${maxMegabytes} MB (Settings, Photos).`;
    throw new AppError('photo.tooLarge', message);
  }
  const bytes = await file.arrayBuffer().catch((cause: unknown) => {
    throw unreadable('file', cause);
  });
  return (await core.call('photos.add', { name, bytes: new Uint8Array(bytes) })).photo.id;
}

/** The same picture twice is one photo: the later one leaves the roll. */
function joinTwin(photo: RollPhoto, twin: RollPhoto): void {
  const wasCurrent = useRoll.getState().currentKey === photo.key;
  takeOut(new Set([photo.key]));
  leaveSelection([photo.key]);
  if (wasCurrent) useRoll.setState({ currentKey: twin.key });
  expectLess(1);
  tell({ message: `${photo.name} is the same picture as ${twin.name}, which is here already.` });
}

/** Sends photos that failed, or were cancelled, again. */
export function retry(matches: (photo: RollPhoto) => boolean): void {
  const again = (photo: RollPhoto) =>
    (photo.state.kind === 'failed' || photo.state.kind === 'cancelled') && matches(photo);
  const photos = useRoll.getState().photos.filter(again);
  expect(photos.length);
  updatePhotos(again, () => ({ state: { kind: 'waiting' } }));
  selectTogether(photos);
  upload();
}

function selectTogether(photos: readonly RollPhoto[]): void {
  const selection = openSelection();
  for (const { key } of photos) join(selection, key);
  closeSelection(selection);
}

export function pause(): void {
  useProgress.setState({ paused: true });
  pauseBatches();
}

export function resume(): void {
  useProgress.setState({ paused: false });
  resumeBatches();
  resumeSelections();
  upload();
}

/** Gives up what is not answered yet; those photos stay in the roll and can be sent again. */
export function cancel(): void {
  expectOnly(0);
  updatePhotos(isOpen, () => ({ state: { kind: 'cancelled' } }));
  useProgress.setState({ paused: false });
  dropSelections();
  cancelBatches();
}

/** After the connection came back: answers may have been missed, so everything open is asked for again. */
useCore.subscribe((now, before) => {
  if (!now.connected || before.connected) return;
  updatePhotos(
    ({ state, photoId }) => state.kind === 'analysing' && photoId !== null,
    () => ({ state: { kind: 'waiting' } }),
  );
  // What the core was told before is not known: whatever is open becomes one batch.
  dropSelections();
  selectTogether(useRoll.getState().photos.filter(isOpen));
  upload();
});

/** Whether bytes of photos are only here yet: they would be lost with the page. */
const holdsBytes = () => useRoll.getState().photos.some((photo) => isOpen(photo) && photo.photoId === null);

// A browser asks before it leaves the page; the window of the desktop program must close at once.
if (window.h200 === undefined)
  window.addEventListener('beforeunload', (event) => {
    if (holdsBytes()) event.preventDefault();
  });
