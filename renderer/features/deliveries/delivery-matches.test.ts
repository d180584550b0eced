import { expect, it } from 'vitest';
import { matches } from './delivery-matches.ts';
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
