import { beforeEach, expect, it, vi } from 'vitest';
import type { Alert } from '../../../shared/alert.ts';
import type { Answer } from '../../../shared/client.ts';
import { alert } from './test-alert.ts';

/** The core as far as these tests need it: it answers lists. */
let stored: Alert[] = [];
const counts = { firing: 0, acknowledged: 0, resolved: 0, expired: 0 };

async function answer(_name: string, input: unknown): Promise<Answer> {
  const { limit = 100, cursor = '0' } = input as { limit?: number; cursor?: string };
  const at = Number(cursor);
  const items = stored.slice(at, at + limit);
  const nextCursor = at + limit < stored.length ? String(at + limit) : null;
  return {
    ok: true,
    value: { items, counts, open: { firing: 0, acknowledged: 0, worst: null }, nextCursor },
  };
}

vi.stubGlobal('window', { h200: { call: answer, listen: () => () => {} }, addEventListener: () => {} });
vi.stubGlobal('location', { hash: '' });

const {
  chosen,
  hearChanges,
  linesShown,
  loadMore,
  moveFocus,
  reload,
  selectAllMatching,
  setAtTop,
  showArrived,
  toggleFold,
  toggleSelected,
  useAlerts,
} = await import('./alerts.ts');

const initial = useAlerts.getState();
const shown = () => linesShown(useAlerts.getState()).map(({ id }) => id.replace('alr_', ''));
const state = () => useAlerts.getState();
const ended = { at: '2026-11-22T11:00:00.000Z', who: null, note: '' };

beforeEach(() => {
  stored = [alert('3', 3), alert('2', 2), alert('1', 1)];
  useAlerts.setState(initial, true);
});

it('a change is shown in its row, a new one above, and what has ended leaves the list of open ones', async () => {
  await reload();
  hearChanges(
    [alert('2', 2, { count: 7 }), alert('4', 4), alert('1', 1, { state: 'resolved', ended })],
    false,
  );
  expect(shown()).toEqual(['4', '3', '2']);
  expect(state().items[2]?.count).toBe(7);
});

it('for who scrolled down new ones wait, counted once each, until they are asked for', async () => {
  await reload();
  setAtTop(false);
  for (const count of [1, 2]) hearChanges([alert('4', 4, { count })], false);
  expect(shown()).toEqual(['3', '2', '1']);
  expect(state().arrived.size).toBe(1);
  stored = [alert('4', 4), ...stored];
  await showArrived();
  expect(shown()).toEqual(['4', '3', '2', '1']);
});

it('the keys go on from where an alert was that has left the list', async () => {
  await reload();
  moveFocus(1);
  moveFocus(1);
  useAlerts.setState({ openId: 'alr_2' });
  expect(state().focusId).toBe('alr_2');
  hearChanges([alert('2', 2, { state: 'resolved', ended })], false);
  expect(state()).toMatchObject({ focusId: 'alr_1', openId: 'alr_2' });
  moveFocus(1);
  expect(state()).toMatchObject({ focusId: 'alr_1', openId: 'alr_1' });
});

it('a group stands for all of its own, folded or not', async () => {
  stored = ['3', '2'].map((id) => alert(id, Number(id), { labels: { alertname: 'A' } }));
  await reload();
  toggleFold('A', true);
  expect(shown()).toEqual(['group:A']);
  moveFocus(1);
  expect(chosen().map(({ id }) => id)).toEqual(['alr_3', 'alr_2']);
  toggleSelected('group:A');
  expect(state().selected.size).toBe(2);
  toggleSelected('group:A');
  expect(state().selected.size).toBe(0);
});

it('with Shift everything on the way is selected', async () => {
  await reload();
  moveFocus(1);
  moveFocus(1, true);
  moveFocus(1, true);
  expect([...state().selected].toSorted()).toEqual(['alr_1', 'alr_2', 'alr_3']);
});

it('all that match are selected, those too that were not loaded', async () => {
  stored = Array.from({ length: 1_700 }, (_, index) => alert(String(index), index % 60));
  await reload();
  expect(state().items).toHaveLength(1_000);
  await selectAllMatching();
  expect(state().selected.size).toBe(1_700);
});

it('pages follow each other without doubling any', async () => {
  stored = Array.from({ length: 1_700 }, (_, index) => alert(String(index), 0));
  await reload();
  stored = [alert('new', 1), ...stored];
  await loadMore();
  expect(new Set(state().items.map(({ id }) => id)).size).toBe(state().items.length);
});
