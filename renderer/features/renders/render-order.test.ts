import { expect, test } from 'vitest';
import { newerThan, withChanges, withMore } from './render-order.ts';
import { render } from './test-render.ts';

const ids = (renders: readonly { id: string }[]) => renders.map(({ id }) => id.slice(4)).join('');

test('a change is taken up in place, and what no longer matches goes', () => {
  const items = ['c', 'b', 'a'].map((id, index) => render(id, 3 - index, { state: 'waiting' }));
  const done = render('b', 2);
  const all = withChanges(items, [done], {});
  expect(ids(all.items)).toBe('cba');
  expect(all.items[1]?.state).toBe('completed');
  expect(ids(withChanges(items, [done], { states: ['waiting'] }).items)).toBe('ca');
});

test('what is not among the items is told apart, as far as it matches', () => {
  const { unknown } = withChanges([], [render('a', 0, { batchId: 'rbt_1' }), render('b')], {
    batchId: 'rbt_1',
  });
  expect(ids(unknown)).toBe('a');
});

test('others are put in by age; behind the last item of an open list they would leave a gap', () => {
  const items = [render('d', 4), render('b', 2)];
  expect(ids(withMore(items, [render('a', 1), render('c', 3)], false))).toBe('dcba');
  expect(ids(withMore(items, [render('a', 1), render('c', 3)], true))).toBe('dcb');
});

test('of one moment the order is the same whoever comes first', () => {
  const [a, b] = [render('a', 1), render('b', 1)];
  expect(ids(withMore([a], [b], false))).toBe(ids(withMore([b], [a], false)));
});

test('only what belongs before everything shown counts as newer', () => {
  const items = [render('c', 3), render('a', 1)];
  expect(ids(newerThan(items, [render('d', 4), render('c', 3), render('b', 2)]))).toBe('d');
  expect(newerThan([], [render('d', 4)])).toEqual([]);
});
