import type { KeyBinding } from '../../ui/keys.ts';
import { fitPhoto, toggleActualSize, zoomStep } from '../analyse/zoom.ts';
import { askToDelete, cancelChosen, copyPicture, downloadChosen, retryChosen } from './render-actions.ts';
import { chosen, moveFocus, selectNone, toggleAll, toggleSelected } from './render-selection.ts';
import { useRenders } from './renders.ts';
import { rowStep } from './renders-grid.tsx';
import { askToSend } from './sending.ts';
import { toggleBefore, toggleCompare } from './viewing.ts';

const isOpen = () => useRenders.getState().openId !== null;
const openFocus = () => useRenders.setState(({ focusId }) => ({ openId: focusId }));
const close = () => useRenders.setState({ openId: null });

function toggleFocus(): void {
  const { focusId } = useRenders.getState();
  if (focusId !== null && !isOpen()) toggleSelected(focusId);
}

/** Closes what is open, else gives up the selection. */
function stepBack(): void {
  if (isOpen()) close();
  else selectNone();
}

/** Does it with the one picture that is chosen, when it is ready. */
const withReady = (act: (render: ReturnType<typeof chosen>[number]) => void) => () => {
  const [only, ...others] = chosen();
  if (only?.state === 'completed' && others.length === 0) act(only);
};

const inGrid = (act: () => void) => () => !isOpen() && act();
const inViewer = (act: () => void) => () => isOpen() && act();
const listPage = 3;

/** The keys of the pictures; Lightroom's where it has one. */
export const rendersKeys: readonly KeyBinding[] = [
  { group: 'Move', keys: ['arrowright', 'j'], does: 'Next', run: () => moveFocus(1) },
  { group: 'Move', keys: ['arrowleft', 'k'], does: 'Before', run: () => moveFocus(-1) },
  { group: 'Move', keys: ['arrowdown'], does: 'Row below', run: inGrid(() => moveFocus(rowStep())) },
  { group: 'Move', keys: ['arrowup'], does: 'Row above', run: inGrid(() => moveFocus(-rowStep())) },
  {
    group: 'Move',
    keys: ['pagedown'],
    does: 'Three rows on',
    run: inGrid(() => moveFocus(listPage * rowStep())),
  },
  {
    group: 'Move',
    keys: ['pageup'],
    does: 'Three rows back',
    run: inGrid(() => moveFocus(-listPage * rowStep())),
  },
  { group: 'View', keys: ['enter', 'e'], does: 'One picture, large', run: openFocus },
  { group: 'View', keys: ['g', 'u'], does: 'All pictures', run: close },
  { group: 'View', keys: ['c'], does: 'Compare with the photo', run: inViewer(toggleCompare) },
  { group: 'View', keys: ['\\'], does: 'The photo, and back', run: inViewer(toggleBefore) },
  { group: 'View', keys: ['+', '='], does: 'Zoom in', run: inViewer(() => zoomStep(1)) },
  { group: 'View', keys: ['-'], does: 'Zoom out', run: inViewer(() => zoomStep(-1)) },
  { group: 'View', keys: ['0'], does: 'Fit the picture', run: inViewer(fitPhoto) },
  { group: 'View', keys: ['z'], does: 'Pixel for pixel, and back', run: inViewer(() => toggleActualSize()) },
  { group: 'Do', keys: ['x'], does: 'Select or not', run: toggleFocus },
  { group: 'Do', keys: ['a'], does: 'Select all', run: inGrid(toggleAll) },
  { group: 'Do', keys: ['d'], does: 'Download', run: downloadChosen },
  {
    group: 'Do',
    keys: ['y'],
    does: 'Copy the picture',
    run: withReady((render) => void copyPicture(render)),
  },
  { group: 'Do', keys: ['s'], does: 'Send to channels', run: withReady(askToSend) },
  { group: 'Do', keys: ['r'], does: 'Draw again what failed', run: retryChosen },
  { group: 'Do', keys: ['.'], does: 'Cancel', run: cancelChosen },
  { group: 'Do', keys: ['delete', 'backspace'], does: 'Delete, asks first', run: () => askToDelete() },
  { group: 'Do', keys: ['escape'], does: 'Back, or select none', run: stepBack },
];
