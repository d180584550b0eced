import { expect, it } from 'vitest';
import { linesOf, worstOf } from './alert-rows.ts';
import { alert } from './test-alert.ts';

const named = (id: string, minute: number, alertname: string) => alert(id, minute, { labels: { alertname } });
const ids = (lines: ReturnType<typeof linesOf>) => lines.map(({ id }) => id);

it('alerts of one name stand together where the newest is, and one alone has no head', () => {
  const items = [named('4', 4, 'A'), named('3', 3, 'B'), named('2', 2, 'A')];
  expect(ids(linesOf(items, new Map()))).toEqual(['group:A', 'alr_4', 'alr_2', 'alr_3']);
});

it('a storm takes one line until somebody unfolds it', () => {
  const items = Array.from({ length: 21 }, (_, index) => named(String(index), 21 - index, 'A'));
  expect(ids(linesOf(items, new Map()))).toEqual(['group:A']);
  expect(linesOf(items, new Map([['A', false]]))).toHaveLength(22);
  expect(ids(linesOf(items.slice(0, 2), new Map([['A', true]])))).toEqual(['group:A']);
});

it('a group is as bad as the worst of it', () => {
  expect(worstOf([alert('1', 1), alert('2', 2, { severity: 'critical' })])).toBe('critical');
});
