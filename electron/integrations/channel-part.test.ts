import { expect, test } from 'vitest';
import type { ChannelState } from '../../shared/channel.ts';
import { healthy } from '../../shared/test-channel-state.ts';
import type { AttemptFigures } from '../delivery/attempt-figures.ts';
import { laneHealth } from './channel-part.ts';

const now = Date.UTC(2026, 10, 1);
const figures: AttemptFigures = {
  tookMs: [10, 20, 30],
  successRate: 0.5,
  perMinute: 1,
  retries: 1,
  deliveredInRow: 0,
  lastFailureAt: now - 1_000,
};

function lookAt(state: Partial<ChannelState>, attempts: Partial<AttemptFigures> = {}) {
  return laneHealth('ops', {
    state: (id) => ({ ...healthy(id), ...state }),
    attempts: () => ({ ...figures, ...attempts }),
    now: () => now,
  }).look();
}

test.each<[string, Partial<ChannelState>, string]>([
  ['held by its breaker', { condition: 'held', breaker: 'open', reason: 'No answer.' }, 'down'],
  ['probed', { condition: 'held', breaker: 'halfOpen', reason: 'No answer.' }, 'down'],
  ['asked to wait', { condition: 'held', breaker: 'closed', reason: 'Too many.' }, 'held'],
  ['switched off', { condition: 'disabled', reason: 'It is switched off.' }, 'disabled'],
  ['well', {}, 'healthy'],
])('a channel that is %s', (_case, state, expected) => {
  expect(lookAt(state)?.state).toBe(expected);
});

test.each<[string, Partial<AttemptFigures>, string]>([
  ['the last one failed', {}, 'degraded'],
  ['two went through since', { deliveredInRow: 2 }, 'degraded'],
  ['three went through since', { deliveredInRow: 3 }, 'healthy'],
  [
    'one went through and none failed for long',
    { deliveredInRow: 1, lastFailureAt: now - 600_001 },
    'healthy',
  ],
  ['none failed for long, and none went through', { lastFailureAt: now - 600_001 }, 'degraded'],
])('after an outage, when %s', (_case, attempts, expected) => {
  expect(lookAt({ condition: 'degraded', reason: '3 failed.' }, attempts)?.state).toBe(expected);
});
