import { beforeEach, expect, it, vi } from 'vitest';
import type { Answer } from '../../../shared/client.ts';
import type { Delivery } from '../../../shared/delivery.ts';
import { delivery } from './test-delivery.ts';

/** The core as far as these tests need it: it answers lists. */
let stored: Delivery[] = [];
let answerLater: Promise<void> = Promise.resolve();
let asked: Record<string, unknown>[] = [];
const counts = { waiting: 0, sending: 0, delivered: 0, failed: 0, cancelled: 0, held: 0 };

async function answer(_name: string, input: unknown): Promise<Answer> {
  const { limit = 100, cursor = '0', ...filter } = input as { limit?: number; cursor?: string };
  asked.push({ limit, ...filter });
  const at = Number(cursor);
  const items = stored.slice(at, at + limit);
  const nextCursor = at + limit < stored.length ? String(at + limit) : null;
  await answerLater;
  return { ok: true, value: { items, counts, nextCursor } };
}

vi.stubGlobal('window', { h200: { call: answer, listen: () => () => {} }, addEventListener: () => {} });
vi.stubGlobal('location', { hash: '' });

const {
  chosen,
  hearChanges,
  loadMore,
  moveFocus,
  narrow,
  reload,
  setAtTop,
  showArrived,
  toggleSelected,
  useDeliveries,
} = await import('./deliveries.ts');

const initial = useDeliveries.getState();
const shown = () => useDeliveries.getState().items.map(({ id }) => id.slice(4));
const many = (amount: number) =>
  Array.from({ length: amount }, (_, index) => delivery(String(amount - index), amount - index));

beforeEach(() => {
  stored = [delivery('3', 3), delivery('2', 2), delivery('1', 1)];
  answerLater = Promise.resolve();
  asked = [];
  useDeliveries.setState(initial, true);
});

it('a change is shown in its row, and a new one above, for who looks at the top', async () => {
  await reload();
  hearChanges([delivery('2', 2, { state: 'failed' }), delivery('4', 4)], false);
  expect(shown()).toEqual(['4', '3', '2', '1']);
  expect(useDeliveries.getState().items[2]?.state).toBe('failed');
});

it('for who scrolled down new ones wait, counted once each, until they are asked for', async () => {
  await reload();
  setAtTop(false);
  for (const state of ['waiting', 'delivered'] as const)
    hearChanges([delivery('4', 4, { state }), delivery('5', 5, { state })], false);
  expect(shown()).toEqual(['3', '2', '1']);
  expect(useDeliveries.getState().arrived.size).toBe(2);
  stored = [delivery('5', 5), delivery('4', 4), ...stored];
  await showArrived();
  expect(shown()).toEqual(['5', '4', '3', '2', '1']);
  expect(useDeliveries.getState().arrived.size).toBe(0);
});

it('a reload while scrolled down does not move what is seen', async () => {
  await reload();
  setAtTop(false);
  stored = [delivery('4', 4), ...stored];
  await reload();
  expect(shown()).toEqual(['3', '2', '1']);
  expect(useDeliveries.getState().arrived.size).toBe(1);
});

it('what is told while the list is fetched is newer than the answer', async () => {
  let release = () => {};
  answerLater = new Promise((resolve) => {
    release = resolve;
  });
  stored = [delivery('1', 1, { state: 'sending' })];
  const loading = reload();
  hearChanges([delivery('1', 1), delivery('2', 2)], false);
  release();
  await loading;
  expect(useDeliveries.getState().items.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'dlv_2 delivered',
    'dlv_1 delivered',
  ]);
});

it('pages follow each other without doubles, though new ones came in between', async () => {
  stored = many(450);
  await reload();
  expect(shown()).toHaveLength(200);
  hearChanges([delivery('451', 451)], false);
  stored = many(451);
  await loadMore();
  await loadMore();
  expect(shown()).toHaveLength(451);
  expect(new Set(shown()).size).toBe(451);
});

it('a reload brings back as much as was loaded, in pages of the size that the core allows', async () => {
  stored = many(2_500);
  useDeliveries.setState({ items: many(2_300) });
  await reload();
  expect(shown().length).toBeGreaterThanOrEqual(2_300);
  expect(Math.max(...asked.map(({ limit }) => Number(limit)))).toBe(1_000);
});

it('a field that is cleared leaves the filter, and only the latest question counts', async () => {
  narrow({ text: 'storm', channelId: 'slack' });
  narrow({ text: '' });
  await vi.waitFor(() => expect(useDeliveries.getState().state).toBe('ready'));
  expect(useDeliveries.getState().filter).toEqual({ channelId: 'slack' });
  expect(asked.at(-1)).toEqual({ limit: 200, channelId: 'slack' });
});

it('an action is about the selection, else about the row in focus', async () => {
  await reload();
  expect(chosen()).toBeNull();
  moveFocus(1);
  expect(chosen()).toEqual({ ids: ['dlv_3'] });
  toggleSelected('dlv_3');
  toggleSelected('dlv_1', true);
  expect(chosen()).toEqual({ ids: ['dlv_3', 'dlv_2', 'dlv_1'] });
  useDeliveries.setState({ allMatching: true, filter: { states: ['failed'] } });
  expect(chosen()).toEqual({ filter: { states: ['failed'] } });
});

it('an open delivery follows the focus', async () => {
  await reload();
  useDeliveries.setState({ focusId: 'dlv_3', openId: 'dlv_3' });
  moveFocus(1);
  expect(useDeliveries.getState().openId).toBe('dlv_2');
});
