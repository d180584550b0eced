import type { KeyBinding } from '../../ui/keys.ts';
import { addChannel, editChannel } from './channel-draft.ts';
import { sendTest } from './channel-tests.ts';
import { setEnabled, useChannels } from './channels.ts';
import { askToRemove } from './remove-channel.tsx';

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-channel]')];
const focusedRow = () => document.activeElement?.closest<HTMLElement>('[data-channel]');

/** Moves the focus by so many channels; from nowhere to the first or the last. */
function move(by: 1 | -1): void {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at === -1 ? (by === 1 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  all[next]?.focus();
}

function focused() {
  const id = focusedRow()?.dataset.channel;
  return useChannels.getState().list.find(({ channel }) => channel.id === id);
}

const edit = () => {
  const view = focused();
  if (view) editChannel(view);
};

const test = () => {
  const view = focused();
  if (view) void sendTest(view.channel.id);
};

const toggle = () => {
  const view = focused();
  if (view) void setEnabled(view, !view.channel.enabled);
};

const remove = () => {
  const view = focused();
  if (view && !view.fromEnvironment) askToRemove(view);
};

/** The keys of the channels; moving is as in the other lists. */
export const channelsKeys: readonly KeyBinding[] = [
  { group: 'Move', keys: ['j', 'arrowdown'], does: 'Next', run: () => move(1) },
  { group: 'Move', keys: ['k', 'arrowup'], does: 'Before', run: () => move(-1) },
  { group: 'Do', keys: ['n'], does: 'Add a channel', run: addChannel },
  { group: 'Do', keys: ['enter', 'e'], does: 'Edit', run: edit },
  { group: 'Do', keys: ['t'], does: 'Send a test', run: test },
  { group: 'Do', keys: ['o'], does: 'Switch on or off', run: toggle },
  { group: 'Do', keys: ['delete', 'backspace'], does: 'Remove', run: remove },
];
