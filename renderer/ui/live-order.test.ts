import { expect, it } from 'vitest';
import { lineFrom, linesBetween, neighbourOf, newerThan, withChanges, withMore } from './live-order.ts';

interface One {
  id: string;
  at: string;
  state: string;
}

const one = (id: string, minute: number, state = 'open'): One => ({
  id,
  at: new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString(),
  state,
});
const bornAt = ({ at }: One) => at;
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).join('');

it('a change is made in place, and takes out what no longer matches', () => {
  const items = [one('b', 2), one('a', 1)];
  const changed = [one('a', 1, 'taken on'), one('b', 2, 'over'), one('c', 3, 'over')];
  const { items: kept, unknown } = withChanges(items, changed, ({ state }) => state !== 'over');
  expect(kept).toEqual([one('a', 1, 'taken on')]);
  expect(unknown).toEqual([]);
  expect(ids(withChanges(items, changed, () => true).unknown)).toBe('c');
});

it('others are put in by their age, and none behind a page that is still open', () => {
  const items = [one('d', 4), one('b', 2)];
  const more = [one('e', 5), one('c', 3), one('a', 1)];
  expect(ids(withMore(items, more, false, bornAt))).toBe('edcba');
  expect(ids(withMore(items, more, true, bornAt))).toBe('edcb');
});

it('of one moment, those that are not known yet count as newer', () => {
  const items = [one('b', 2), one('a', 1)];
  expect(ids(newerThan(items, [one('c', 3), one('b', 2), one('x', 2), one('y', 0)], bornAt))).toBe('cx');
  expect(newerThan([], [one('c', 3)], bornAt)).toEqual([]);
});

it('the focus goes to the next line when its own is gone, else to the one before', () => {
  const lines = [one('c', 3), one('b', 2), one('a', 1)];
  const without = (gone: string) => lines.filter(({ id }) => id !== gone);
  expect(neighbourOf('b', lines, without('b'))).toBe('a');
  expect(neighbourOf('a', lines, without('a'))).toBe('b');
  expect(neighbourOf('c', lines, without('a'))).toBe('c');
  expect(neighbourOf('c', lines, [])).toBeNull();
  expect(neighbourOf(null, lines, lines)).toBeNull();
});

it('the keys stop at the ends, begin at the first line, and stay where the open one was that has gone', () => {
  const lines = [one('c', 3), one('b', 2), one('a', 1)];
  const from = (focusId: string | null, by: number, openId: string | null = null) =>
    lineFrom(lines, { focusId, openId }, by)?.id;
  expect(from(null, 1)).toBe('c');
  expect(from('c', 1)).toBe('b');
  expect(from('b', 10)).toBe('a');
  expect(from('b', -10)).toBe('c');
  expect(from('b', 1, 'gone')).toBe('b');
  expect(lineFrom([], { focusId: null, openId: null }, 1)).toBeUndefined();
});

it('the lines between two are the same from either end', () => {
  const lines = [one('d', 4), one('c', 3), one('b', 2), one('a', 1)];
  expect(ids(linesBetween(lines, 'c', 'a'))).toBe('cba');
  expect(ids(linesBetween(lines, 'a', 'c'))).toBe('cba');
  expect(ids(linesBetween(lines, null, 'b'))).toBe('b');
  expect(linesBetween(lines, 'c', 'gone')).toEqual([]);
});
