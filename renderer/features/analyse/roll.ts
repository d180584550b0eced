import { create } from 'zustand';
import type { AnalysisSummary } from '../../../shared/analysis.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { type DetectionSettings, defaultSettings } from '../../../shared/settings.ts';
import { mugCounts } from './mug-counts.ts';

/** Where a photo is on its way: read here, added to the core, analysed there. */
export type PhotoState =
  | { kind: 'waiting' }
  | { kind: 'analysing' }
  | { kind: 'analysed'; summary: AnalysisSummary }
  | { kind: 'failed'; reason: string; code: ErrorCode }
  | { kind: 'cancelled' };

/** One photo of the roll. The file is a handle: its bytes are read when they are sent and not kept. */
export interface RollPhoto {
  key: string;
  name: string;
  file: File | null;
  /** Known once the core has the photo. */
  photoId: string | null;
  state: PhotoState;
}

/** The state of a photo that could not be read or analysed. */
export const failedBy = ({ code, message }: { code: ErrorCode; message: string }): PhotoState => ({
  kind: 'failed',
  reason: message,
  code,
});

/** Whether a photo is not answered yet. */
export const isOpen = ({ state }: RollPhoto) => state.kind === 'waiting' || state.kind === 'analysing';

const lasting: ReadonlySet<ErrorCode> = new Set([
  'photo.empty',
  'photo.notAnImage',
  'photo.unsupported',
  'photo.damaged',
  'photo.tooLarge',
  'photo.tooManyPixels',
]);

/** Whether a photo failed for what is in the file: trying again changes nothing. */
export const isHopeless = ({ state }: RollPhoto) => state.kind === 'failed' && lasting.has(state.code);

export const shows = ['all', 'mugs', 'none', 'review', 'kept', 'broken', 'untold', 'failed'] as const;
/** Which photos of the roll are shown. */
export type Show = (typeof shows)[number];

interface Roll {
  photos: readonly RollPhoto[];
  currentKey: string | null;
  show: Show;
  /** Keys of the photos that were picked to do something with several. */
  picked: ReadonlySet<string>;
  /** What mugs are counted by: those that the screen judges by (judging.ts). */
  thresholds: DetectionSettings;
}

/** The photos in the filmstrip, in the order they came. */
export const useRoll = create<Roll>(() => ({
  photos: [],
  currentKey: null,
  show: 'all',
  picked: new Set(),
  thresholds: defaultSettings.detection,
}));

/** Whether a photo is among those shown. One with a mug to review counts as one with mugs too. */
export function isShown({ state }: RollPhoto, show: Show, at: DetectionSettings): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'mugs':
      return state.kind === 'analysed' && mugCounts(state.summary, at).mugs > 0;
    case 'none':
      return state.kind === 'analysed' && mugCounts(state.summary, at).mugs === 0;
    case 'review':
      return state.kind === 'analysed' && mugCounts(state.summary, at).review > 0;
    case 'kept':
      return verdictOf(state) === 'pass';
    case 'broken':
      return verdictOf(state) === 'fail';
    case 'untold':
      return verdictOf(state) === 'unknown';
    case 'failed':
      return state.kind === 'failed' || state.kind === 'cancelled';
  }
}

const verdictOf = (state: PhotoState) =>
  state.kind === 'analysed' ? state.summary.judgement?.verdict : undefined;

/** Whether there is a picture to show: the core has the photo, and could read it. */
export const hasPicture = ({ photoId, state }: RollPhoto) => photoId !== null && state.kind !== 'failed';

/** The photos that pass the choice of what is shown. */
export function shownPhotos({
  photos,
  show,
  thresholds,
}: Pick<Roll, 'photos' | 'show' | 'thresholds'>): readonly RollPhoto[] {
  return show === 'all' ? photos : photos.filter((photo) => isShown(photo, show, thresholds));
}

export function currentPhoto({ photos, currentKey }: Roll): RollPhoto | undefined {
  return photos.find((photo) => photo.key === currentKey);
}

/** The operator moved, or the photo in front changed: to be drawn at once, unlike the progress of the others. */
export const isUrgentChange = (now: Roll, before: Roll) =>
  now.currentKey !== before.currentKey ||
  now.show !== before.show ||
  now.picked !== before.picked ||
  now.thresholds !== before.thresholds ||
  now.photos.length !== before.photos.length ||
  currentPhoto(now) !== currentPhoto(before);

/** Appends photos; the first of them becomes current when nothing was, or when asked for. */
export function appendPhotos(added: readonly RollPhoto[], select = false): void {
  const first = added[0];
  if (first === undefined) return;
  useRoll.setState(({ photos, currentKey }) => ({
    photos: [...photos, ...added],
    currentKey: select || currentKey === null ? first.key : currentKey,
    ...(select ? { show: 'all' as const } : {}),
  }));
}

/** Changes the photos that match; the others keep their identity, so that only those are drawn again. */
export function updatePhotos(
  matches: (photo: RollPhoto) => boolean,
  change: (photo: RollPhoto) => Partial<RollPhoto>,
): void {
  useRoll.setState(({ photos }) => ({
    photos: photos.map((photo) => (matches(photo) ? { ...photo, ...change(photo) } : photo)),
  }));
}

/** Takes photos out and moves on to the next neighbour; returns what puts them back where they were. */
export function takeOut(keys: ReadonlySet<string>): () => void {
  const before = useRoll.getState();
  const shown = shownPhotos(before);
  const position = shown.findIndex((photo) => photo.key === before.currentKey);
  const next =
    shown.slice(position).find((photo) => !keys.has(photo.key)) ??
    shown.slice(0, Math.max(0, position)).findLast((photo) => !keys.has(photo.key));
  useRoll.setState({
    photos: before.photos.filter((photo) => !keys.has(photo.key)),
    currentKey: keys.has(before.currentKey ?? '') ? (next?.key ?? null) : before.currentKey,
    picked: new Set([...before.picked].filter((key) => !keys.has(key))),
  });
  return () =>
    putBack(
      before.photos.filter((photo) => keys.has(photo.key)),
      before.photos,
    );
}

/** Puts photos back behind the neighbour that stood before each of them. */
function putBack(removed: readonly RollPhoto[], order: readonly RollPhoto[]): void {
  const position = new Map(order.map((photo, index) => [photo.key, index]));
  useRoll.setState(({ photos }) => {
    const result = [...photos];
    for (const photo of removed) {
      const place = position.get(photo.key) ?? result.length;
      const at = result.findIndex((other) => (position.get(other.key) ?? Number.POSITIVE_INFINITY) > place);
      result.splice(at === -1 ? result.length : at, 0, photo);
    }
    return { photos: result, currentKey: removed[0]?.key ?? null };
  });
}

/** Moves the current photo by a number of places among those shown. */
export function step(by: number): void {
  const roll = useRoll.getState();
  const shown = shownPhotos(roll);
  const position = shown.findIndex((photo) => photo.key === roll.currentKey);
  const target = shown[Math.min(Math.max(position + by, 0), shown.length - 1)];
  if (target !== undefined) useRoll.setState({ currentKey: target.key });
}

/** Makes a photo current. */
export const selectPhoto = (currentKey: string) => useRoll.setState({ currentKey });

/** Picks a photo or takes it back; with `range`, all shown from the current one up to it. */
export function togglePicked(key: string, range = false): void {
  useRoll.setState((roll) => {
    const shown = shownPhotos(roll).map((photo) => photo.key);
    const [anchor, at] = [shown.indexOf(roll.currentKey ?? ''), shown.indexOf(key)];
    const isRange = range && anchor >= 0 && at >= 0;
    const keys = isRange ? shown.slice(Math.min(anchor, at), Math.max(anchor, at) + 1) : [key];
    const picked = new Set(roll.picked);
    for (const other of keys) {
      if (isRange || !roll.picked.has(other)) picked.add(other);
      else picked.delete(other);
    }
    return { picked, currentKey: key };
  });
}

/** Picks nothing. */
export const pickNone = () => useRoll.setState({ picked: new Set() });
