import type { KeyBinding } from '../../ui/keys.ts';
import { acknowledge, resolve } from './alert-actions.ts';
import {
  chosen,
  focused,
  moveFocus,
  selectAllMatching,
  selectNone,
  toggleFold,
  toggleSelected,
  useAlerts,
} from './alerts.ts';
import { noteFieldId, searchFieldId } from './field-ids.ts';
import { silenceAlerts } from './silence-draft.ts';

const pageRows = 10;

/** Opens an alert; folds or unfolds a group. */
function openFocus(): void {
  const line = focused();
  if (line === null) return;
  if (line.kind === 'group') toggleFold(line.name, !line.folded);
  else useAlerts.setState({ openId: line.id });
}

const fold = (folded: boolean) => () => {
  const line = focused();
  if (line?.kind === 'group') toggleFold(line.name, folded);
};

function toggleFocus(): void {
  const { focusId } = useAlerts.getState();
  if (focusId !== null) toggleSelected(focusId);
}

/** Closes what is open, else gives up the selection. */
function stepBack(): void {
  if (useAlerts.getState().openId !== null) useAlerts.setState({ openId: null });
  else selectNone();
}

/** Opens the alert in focus and goes to where its note is written. */
function writeNote(): void {
  const line = focused();
  if (line?.kind === 'alert') useAlerts.setState({ openId: line.id });
  const focus = () => document.getElementById(noteFieldId)?.focus();
  // A panel that was not open is drawn first.
  if (document.getElementById(noteFieldId) === null) requestAnimationFrame(focus);
  else focus();
}

/** The keys of the alerts; the inboxes people know have the same. With Shift, moving selects. */
export const alertsKeys: readonly KeyBinding[] = [
  { group: 'Move', keys: ['j', 'arrowdown'], does: 'Next', run: ({ shiftKey }) => moveFocus(1, shiftKey) },
  { group: 'Move', keys: ['k', 'arrowup'], does: 'Before', run: ({ shiftKey }) => moveFocus(-1, shiftKey) },
  { group: 'Move', keys: ['pagedown'], does: 'Ten on', run: () => moveFocus(pageRows) },
  { group: 'Move', keys: ['pageup'], does: 'Ten back', run: () => moveFocus(-pageRows) },
  { group: 'Move', keys: ['arrowright'], does: 'Unfold', run: fold(false) },
  { group: 'Move', keys: ['arrowleft'], does: 'Fold', run: fold(true) },
  { group: 'Move', keys: ['/'], does: 'Search', run: () => document.getElementById(searchFieldId)?.focus() },
  { group: 'Do', keys: ['enter', 'o'], does: 'Open, or fold and unfold', run: openFocus },
  { group: 'Do', keys: ['u', 'escape'], does: 'Back to the list, or select none', run: stepBack },
  { group: 'Do', keys: ['a'], does: 'Acknowledge', run: () => void acknowledge(chosen()) },
  { group: 'Do', keys: ['r', 'e'], does: 'Resolve', run: () => void resolve(chosen()) },
  { group: 'Do', keys: ['s'], does: 'Silence', run: () => silenceAlerts(chosen()) },
  { group: 'Do', keys: ['n'], does: 'Write a note', run: writeNote },
  { group: 'Select', keys: ['x'], does: 'Select or not', run: toggleFocus },
  { group: 'Select', keys: ['shift + j'], does: 'Select on the way down', run: () => moveFocus(1, true) },
  { group: 'Select', keys: ['shift + k'], does: 'Select on the way up', run: () => moveFocus(-1, true) },
  {
    group: 'Select',
    keys: ['ctrl + a'],
    does: 'Select all that match',
    run: () => void selectAllMatching(),
  },
];
