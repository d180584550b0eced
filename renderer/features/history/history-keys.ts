import type { KeyBinding } from '../../ui/keys.ts';
import { moveFocus, toggleSelected, useHistory } from './history.ts';
import { deleteChosen, exportChosen, makeOfChosen, openChosen, reanalyseChosen } from './history-actions.ts';
import { searchFieldId } from './history-filter.tsx';

const pageRows = 10;

/** The keys of the history; the inboxes people know have the same. */
export const historyKeys: readonly KeyBinding[] = [
  { group: 'Move', keys: ['j', 'arrowdown'], does: 'Next', run: () => moveFocus(1) },
  { group: 'Move', keys: ['k', 'arrowup'], does: 'Before', run: () => moveFocus(-1) },
  { group: 'Move', keys: ['pagedown'], does: 'Ten on', run: () => moveFocus(pageRows) },
  { group: 'Move', keys: ['pageup'], does: 'Ten back', run: () => moveFocus(-pageRows) },
  { group: 'Move', keys: ['/'], does: 'Search', run: () => document.getElementById(searchFieldId)?.focus() },
  { group: 'Do', keys: ['x'], does: 'Select or not', run: () => toggleSelected(useHistory.getState().focus) },
  { group: 'Do', keys: ['enter', 'o'], does: 'Open', run: openChosen },
  { group: 'Do', keys: ['r'], does: 'Analyse again', run: reanalyseChosen },
  { group: 'Do', keys: ['m'], does: 'Make pictures', run: makeOfChosen },
  { group: 'Do', keys: ['e'], does: 'Export as JSON', run: () => void exportChosen('json') },
  { group: 'Do', keys: ['delete', 'backspace'], does: 'Delete, with undo', run: () => void deleteChosen() },
  {
    group: 'Do',
    keys: ['escape'],
    does: 'Select none',
    run: () => useHistory.setState({ selected: new Set() }),
  },
];
