import type { KeyBinding } from '../../ui/keys.ts';
import { markMoment, moveCursor, useCursor } from './cursor.ts';
import { checkNow, useHealth } from './health.ts';
import { ranges, showRange, togglePause } from './metrics.ts';

const bigStep = 10;

/** The tile with the focus, or the one that is open. */
function currentId(): string | null {
  const { activeElement } = document;
  return activeElement?.getAttribute('data-part') ?? useHealth.getState().openId;
}

/** Moves the focus from tile to tile; an open one follows it. */
function moveTile(by: number): void {
  const { parts, openId } = useHealth.getState();
  const index = parts.findIndex(({ id }) => id === currentId());
  const next = parts[Math.max(0, Math.min(parts.length - 1, index + by))];
  if (next === undefined) return;
  document.querySelector<HTMLElement>(`[data-part="${next.id}"]`)?.focus();
  if (openId !== null) useHealth.setState({ openId: next.id });
}

function checkCurrent(): void {
  const part = useHealth.getState().parts.find(({ id }) => id === currentId());
  if (part?.checkable) void checkNow(part);
}

/** Takes the mark away, else closes what is open. */
function stepBack(): void {
  if (useCursor.getState().at !== null) markMoment(null);
  else useHealth.setState({ openId: null });
}

/** The keys of the health. */
export const healthKeys: readonly KeyBinding[] = [
  { group: 'Integrations', keys: ['j'], does: 'Next', run: () => moveTile(1) },
  { group: 'Integrations', keys: ['k'], does: 'Before', run: () => moveTile(-1) },
  { group: 'Integrations', keys: ['c'], does: 'Check it now', run: checkCurrent },
  { group: 'Integrations', keys: ['escape', 'u'], does: 'Close, or take the mark away', run: stepBack },
  {
    group: 'Charts',
    keys: ['arrowright'],
    does: 'Mark the next moment',
    run: ({ shiftKey }) => moveCursor(shiftKey ? bigStep : 1),
  },
  {
    group: 'Charts',
    keys: ['arrowleft'],
    does: 'Mark the moment before',
    run: ({ shiftKey }) => moveCursor(shiftKey ? -bigStep : -1),
  },
  { group: 'Charts', keys: ['p'], does: 'Pause, or go on', run: togglePause },
  ...ranges.map(
    ({ id, label }, index): KeyBinding => ({
      group: 'Charts',
      keys: [String(index + 1)],
      does: `The last ${label}`,
      run: () => showRange(id),
    }),
  ),
];
