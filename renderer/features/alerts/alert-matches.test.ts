import { expect, it } from 'vitest';
import type { AlertFilter } from '../../../shared/alert.ts';
import { matches } from './alert-matches.ts';
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
