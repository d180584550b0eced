import type { KeyBinding } from '../../ui/keys.ts';
import { deletePhotos } from './known-photos.ts';
import { makeOfRoll } from './make-of-roll.ts';
import { partButtons } from './overlay-toolbar.tsx';
import { rowStep } from './photo-grid.tsx';
import { currentPhoto, pickNone, selectPhoto, shownPhotos, step, togglePicked, useRoll } from './roll.ts';
import { selectDetection, toggle, togglePart, toggleTool, useView } from './view.ts';
import { fitPhoto, toggleActualSize, zoomStep } from './zoom.ts';

const inGrid = () => useView.getState().grid;
const setGrid = (grid: boolean) => useView.setState({ grid });

function deleteCurrent(): void {
  const photo = currentPhoto(useRoll.getState());
  if (photo !== undefined) void deletePhotos([photo]);
}

function toEnd(last: boolean): void {
  const shown = shownPhotos(useRoll.getState());
  const photo = last ? shown.at(-1) : shown[0];
  if (photo !== undefined) selectPhoto(photo.key);
}

function layDown(): void {
  const { tool, selected } = useView.getState();
  if (tool !== 'move') toggleTool(tool);
  else if (selected !== null) selectDetection(null);
  else pickNone();
}

function pickCurrent(): void {
  const { currentKey } = useRoll.getState();
  if (currentKey !== null) togglePicked(currentKey);
}

function togglePanels(): void {
  const { sourcesHidden, inspectorHidden } = useView.getState();
  const hidden = !(sourcesHidden && inspectorHidden);
  useView.setState({ sourcesHidden: hidden, inspectorHidden: hidden });
}

/** The keys of the analyse screen; Lightroom's where it has one. */
export const analyseKeys: readonly KeyBinding[] = [
  { group: 'Photos', keys: ['arrowleft'], does: 'Photo before', run: () => step(-1) },
  { group: 'Photos', keys: ['arrowright'], does: 'Next photo', run: () => step(1) },
  {
    group: 'Photos',
    keys: ['arrowup'],
    does: 'Row above, in the grid',
    run: () => inGrid() && step(-rowStep()),
  },
  {
    group: 'Photos',
    keys: ['arrowdown'],
    does: 'Row below, in the grid',
    run: () => inGrid() && step(rowStep()),
  },
  { group: 'Photos', keys: ['home'], does: 'First photo', run: () => toEnd(false) },
  { group: 'Photos', keys: ['end'], does: 'Last photo', run: () => toEnd(true) },
  { group: 'Photos', keys: ['delete', 'backspace'], does: 'Delete, with undo', run: deleteCurrent },
  { group: 'Photos', keys: ['g'], does: 'All photos as a grid', run: () => setGrid(true) },
  { group: 'Photos', keys: ['e', 'enter'], does: 'One photo', run: () => setGrid(false) },
  { group: 'Photos', keys: ['b'], does: 'Pick, or not', run: pickCurrent },
  { group: 'Photos', keys: ['m'], does: 'Make pictures', run: makeOfRoll },
  { group: 'View', keys: ['+', '='], does: 'Zoom in', run: () => zoomStep(1) },
  { group: 'View', keys: ['-'], does: 'Zoom out', run: () => zoomStep(-1) },
  { group: 'View', keys: ['0'], does: 'Fit the photo', run: fitPhoto },
  { group: 'View', keys: ['z'], does: 'Pixel for pixel, and back', run: () => toggleActualSize() },
  { group: 'View', keys: ['s'], does: 'Sources panel', run: () => toggle('sourcesHidden') },
  { group: 'View', keys: ['i'], does: 'Inspector', run: () => toggle('inspectorHidden') },
  { group: 'View', keys: ['f'], does: 'Only the photo, and back', run: togglePanels },
  { group: 'View', keys: ['l'], does: 'Draw a line of known length', run: () => toggleTool('line') },
  { group: 'View', keys: ['a'], does: 'Draw an area that rules speak of', run: () => toggleTool('area') },
  { group: 'View', keys: ['escape'], does: 'Lay down the tool, the selection or the pick', run: layDown },
  { group: 'Overlay', keys: ['\\'], does: 'Hide and show the overlay', run: () => toggle('overlayHidden') },
  ...partButtons.map(({ part, label, key }) => ({
    group: 'Overlay',
    keys: [key],
    does: label,
    run: () => togglePart(part),
  })),
];
