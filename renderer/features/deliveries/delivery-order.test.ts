import { expect, it } from 'vitest';
import { matches, newerThan, withChanges, withMore } from './delivery-order.ts';
import { delivery } from './test-delivery.ts';

it('all conditions of a filter must hold', () => {
  const one = delivery('a', 60, { severity: 'warning', state: 'failed' });
  expect(matches(one, {})).toBe(true);
  expect(matches(one, { channelId: 'slack', states: ['failed', 'held'], minSeverity: 'warning' })).toBe(true);
  expect(matches(one, { minSeverity: 'error' })).toBe(false);
  expect(matches(one, { states: ['waiting'] })).toBe(false);
  expect(matches(one, { channelId: 'mail' })).toBe(false);
  expect(matches(one, { eventType: 'model_updated' })).toBe(false);
  expect(matches(one, { from: '2026-11-22T14:01:00Z', to: '2026-11-22T14:01:00Z' })).toBe(true);
  expect(matches(one, { from: '2026-11-22T14:01:01Z' })).toBe(false);
  expect(matches(one, { to: '2026-11-22T14:00:59Z' })).toBe(false);
});

it('text is looked for in the title and the ids', () => {
  const one = delivery('a');
  for (const text of ['ALERT', 'dlv_a', 'evt_', ' alert a ']) expect(matches(one, { text })).toBe(true);
  expect(matches(one, { text: 'slack' })).toBe(false);
});

it('a change is made in place, and takes out what no longer matches', () => {
  const items = [delivery('b', 2, { state: 'waiting' }), delivery('a', 1, { state: 'waiting' })];
  const changed = [delivery('a', 1, { state: 'sending' }), delivery('b', 2), delivery('c', 3)];
  const { items: kept, unknown } = withChanges(items, changed, { states: ['waiting', 'sending'] });
  expect(kept.map(({ id, state }) => `${id} ${state}`)).toEqual(['dlv_a sending']);
  expect(unknown).toEqual([]);
  expect(withChanges(items, changed, {}).unknown.map(({ id }) => id)).toEqual(['dlv_c']);
});

it('others are put in by their age, and none behind a page that is still open', () => {
  const items = [delivery('d', 4), delivery('b', 2)];
  const more = [delivery('e', 5), delivery('c', 3), delivery('a', 1)];
  const ids = (open: boolean) => withMore(items, more, open).map(({ id }) => id);
  expect(ids(false)).toEqual(['dlv_e', 'dlv_d', 'dlv_c', 'dlv_b', 'dlv_a']);
  expect(ids(true)).toEqual(['dlv_e', 'dlv_d', 'dlv_c', 'dlv_b']);
});

it('of one moment, those that are not known yet count as newer', () => {
  const items = [delivery('b', 2), delivery('a', 1)];
  const newer = newerThan(items, [delivery('c', 3), delivery('b', 2), delivery('x', 2), delivery('y', 0)]);
  expect(newer.map(({ id }) => id)).toEqual(['dlv_c', 'dlv_x']);
  expect(newerThan([], [delivery('c', 3)])).toEqual([]);
});
