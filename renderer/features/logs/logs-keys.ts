import type { KeyBinding } from '../../ui/keys.ts';
import { copyLine, saveShown } from './log-actions.ts';
import { focused, follow, moveFocus, narrow, togglePause, useLogs } from './logs.ts';
import { searchFieldId } from './logs-filter.tsx';

const pageRows = 10;

function copyFocus(): void {
  const line = focused();
  if (line !== null) void copyLine(line.entry);
}

function followFocus(): void {
  const [id] = Object.values(focused()?.entry.ids ?? {});
  if (id !== undefined) follow(id);
}

/** Closes what is open, else shows all again. */
function stepBack(): void {
  const { open, filter } = useLogs.getState();
  if (open !== null) useLogs.setState({ open: null });
  else if (filter.correlationId !== undefined) narrow({ correlationId: undefined, level: 'info' });
}

/** The keys of the log. */
export const logsKeys: readonly KeyBinding[] = [
  { group: 'Move', keys: ['j', 'arrowdown'], does: 'Next', run: () => moveFocus(1) },
  { group: 'Move', keys: ['k', 'arrowup'], does: 'Before', run: () => moveFocus(-1) },
  { group: 'Move', keys: ['pagedown'], does: 'Ten on', run: () => moveFocus(pageRows) },
  { group: 'Move', keys: ['pageup'], does: 'Ten back', run: () => moveFocus(-pageRows) },
  { group: 'Move', keys: ['/'], does: 'Search', run: () => document.getElementById(searchFieldId)?.focus() },
  { group: 'Do', keys: ['enter', 'o'], does: 'Open', run: () => useLogs.setState({ open: focused() }) },
  { group: 'Do', keys: ['f'], does: 'Follow its photo', run: followFocus },
  { group: 'Do', keys: ['c'], does: 'Copy the line', run: copyFocus },
  { group: 'Do', keys: ['p'], does: 'Pause, or go on', run: togglePause },
  { group: 'Do', keys: ['s'], does: 'Save what is shown', run: () => void saveShown() },
  { group: 'Do', keys: ['escape', 'u'], does: 'Close, or show all again', run: stepBack },
];
