import type { KeyBinding } from '../../ui/keys.ts';
import { moveFocus, selectNone, toggleSelected, useDeliveries } from './deliveries.ts';
import { searchFieldId } from './deliveries-filter.tsx';
import { actOnChosen } from './delivery-actions.ts';

const pageRows = 10;

const openFocus = () => useDeliveries.setState(({ focusId }) => ({ openId: focusId }));

function toggleFocus(): void {
  const { focusId } = useDeliveries.getState();
  if (focusId !== null) toggleSelected(focusId);
}

/** Closes what is open, else gives up the selection. */
function stepBack(): void {
  if (useDeliveries.getState().openId !== null) useDeliveries.setState({ openId: null });
  else selectNone();
}

/** The keys of the deliveries; the history and the inboxes people know have the same. */
export const deliveriesKeys: readonly KeyBinding[] = [
  { group: 'Move', keys: ['j', 'arrowdown'], does: 'Next', run: () => moveFocus(1) },
  { group: 'Move', keys: ['k', 'arrowup'], does: 'Before', run: () => moveFocus(-1) },
  { group: 'Move', keys: ['pagedown'], does: 'Ten on', run: () => moveFocus(pageRows) },
  { group: 'Move', keys: ['pageup'], does: 'Ten back', run: () => moveFocus(-pageRows) },
  { group: 'Move', keys: ['/'], does: 'Search', run: () => document.getElementById(searchFieldId)?.focus() },
  { group: 'Do', keys: ['enter', 'o'], does: 'Open', run: openFocus },
  { group: 'Do', keys: ['x'], does: 'Select or not', run: toggleFocus },
  { group: 'Do', keys: ['r'], does: 'Send again', run: () => actOnChosen('replay') },
  { group: 'Do', keys: ['delete', 'backspace'], does: 'Cancel', run: () => actOnChosen('cancel') },
  { group: 'Do', keys: ['escape'], does: 'Close, or select none', run: stepBack },
];
