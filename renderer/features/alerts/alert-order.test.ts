import { expect, it } from 'vitest';
import type { AlertFilter } from '../../../shared/alert.ts';
import { matches, newerThan, withMore } from './alert-order.ts';
import { alert } from './test-alert.ts';

const one = alert('1', 30, {
  severity: 'error',
  message: 'Slack answered 503',
  labels: { alertname: 'ChannelDown', channel: 'ops' },
});

it.each<[AlertFilter, boolean]>([
  [{}, true],
  [{ states: ['acknowledged'] }, false],
  [{ minSeverity: 'error' }, true],
  [{ minSeverity: 'critical' }, false],
  [{ text: 'SLACK' }, true],
  [{ text: 'ops' }, true],
  [{ text: 'elsewhere' }, false],
  [{ labels: { channel: 'ops' } }, true],
  [{ labels: { channel: 'other' } }, false],
  [{ labels: { photo: 'x' } }, false],
  [{ from: '2026-11-22T10:31:00.000Z' }, false],
  [{ to: '2026-11-22T10:31:00.000Z' }, true],
])('%j finds it: %s', (filter, found) => {
  expect(matches(one, filter)).toBe(found);
});

it('others are put in by age, none behind the last while a page is to come', () => {
  const items = [alert('4', 4), alert('2', 2)];
  const more = [alert('3', 3), alert('1', 1)];
  const ids = (open: boolean) => withMore(items, more, open).map(({ fingerprint }) => fingerprint);
  expect(ids(false)).toEqual(['4', '3', '2', '1']);
  expect(ids(true)).toEqual(['4', '3', '2']);
});

it('newer ones are those that would stand above all', () => {
  const items = [alert('4', 4), alert('2', 2)];
  expect(newerThan(items, [alert('5', 5), alert('3', 3), alert('4', 4)])).toEqual([alert('5', 5)]);
  expect(newerThan([], [alert('5', 5)])).toEqual([]);
});
