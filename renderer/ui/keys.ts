import { useEffect } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { create } from 'zustand';

/** What one or several keys do on a screen. Keys are named as in KeyboardEvent.key, in lower case. */
export interface KeyBinding {
  keys: readonly string[];
  does: string;
  run: (event: KeyboardEvent) => void;
  /** Heading in the list of keys. */
  group?: string;
}

interface KeyList {
  bindings: readonly KeyBinding[];
}

/** The keys of the screen that is shown, for the list that `?` opens. */
export const useKeyList = create<KeyList>(() => ({ bindings: [] }));

const movesInWidget = new Set([
  'arrowleft',
  'arrowright',
  'arrowup',
  'arrowdown',
  'home',
  'end',
  'enter',
  ' ',
]);
const widgets = '[role=slider], [role=radiogroup], [role=menu], [role=listbox]:not([data-keys=pass]), select';
/** Selects what one types in. */
export const textFields =
  'textarea, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=range], [type=button])';

/** What Escape closes before anything else: a menu, a list of choices, a pop-over. */
const openPopup = '[aria-haspopup][aria-expanded=true]';

/** Presses of Escape that close something: once that is closed, nothing shows that it was open. */
const closing = new WeakSet<Event>();

function noteClosing(event: KeyboardEvent): void {
  if (event.key === 'Escape' && document.querySelector(openPopup) !== null) closing.add(event);
}

/** True when the key belongs to what has the focus, and not to the screen. */
function belongsToFocus(event: KeyboardEvent): boolean {
  if (closing.has(event)) return true;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  // What the key has just closed took the focused field along: the key was meant for that.
  if (!target.isConnected) return true;
  if (target.closest('[role=dialog]') !== null || target.matches(textFields)) return true;
  const key = event.key.toLowerCase();
  if (key === 'enter' && target.matches('button, a')) return true;
  return (
    movesInWidget.has(key) &&
    (target.closest(widgets) !== null || target.matches('input:not([type=checkbox])'))
  );
}

const options = { useKey: true, ignoreModifiers: true, delimiter: '|', splitKey: '§', sequenceSplitKey: '¶' };

/** Gives a screen its keys while it is shown, and lists them for `?`. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  useHotkeys(
    bindings.flatMap((binding) => binding.keys).join('|'),
    (event) => bindings.find((binding) => binding.keys.includes(event.key.toLowerCase()))?.run(event),
    { ...options, preventDefault: true, enableOnFormTags: true, ignoreEventWhen: belongsToFocus },
  );
  useEffect(() => {
    window.addEventListener('keydown', noteClosing, { capture: true });
    return () => window.removeEventListener('keydown', noteClosing, { capture: true });
  }, []);
  useEffect(() => {
    useKeyList.setState({ bindings });
    return () => useKeyList.setState({ bindings: [] });
  }, [bindings]);
}

/** A single key that works on every screen. */
export function useKeyEverywhere(key: string, run: () => void): void {
  useHotkeys(key, run, { ...options, preventDefault: true, ignoreEventWhen: belongsToFocus });
}
