import { expect, it } from 'vitest';
import type { ChannelState } from '../../../shared/channel.ts';
import { deliveryReasons } from '../../../shared/delivery.ts';
import { clockTime } from '../../ui/words.ts';
import { attemptText, channelNameOf, reasonWords, standingText } from './delivery-words.ts';
import { delivery, start } from './test-delivery.ts';

const inSeconds = (seconds: number) => new Date(start + seconds * 1_000).toISOString();
const waiting = { state: 'waiting', endedAt: null } as const;

const channel: ChannelState = {
  channelId: 'slack',
  condition: 'held',
  reason: 'Slack does not answer.',
  heldUntil: inSeconds(300),
  breaker: 'open',
  waiting: 3,
  failed: 0,
  successRate: null,
  lastAnswer: null,
};

it('a waiting one says when it is tried next, and why not now', () => {
  const one = delivery('a', 0, {
    ...waiting,
    dueAt: inSeconds(130),
    explanation: 'Slack asked us to wait 30 s.',
  });
  expect(standingText(one, start)).toBe(
    `Next try ${clockTime(inSeconds(130), start)}: Slack asked us to wait 30 s.`,
  );
  expect(standingText({ ...one, explanation: null, reason: 'rateLimited' }, start)).toMatch(
    /: It asked us to slow down\.$/,
  );
  expect(standingText({ ...one, attempts: 0, explanation: null }, start)).toMatch(
    /^Goes out \d\d:\d\d:10\.$/,
  );
});

it('one that is due says that its turn is next', () => {
  expect(standingText(delivery('a', 0, { ...waiting, attempts: 0, dueAt: inSeconds(0) }), start)).toBe(
    'Its turn is next.',
  );
});

it('a held one says what its channel says', () => {
  const one = delivery('a', 0, {
    ...waiting,
    state: 'held',
    dueAt: inSeconds(1),
    explanation: 'Status 503.',
  });
  expect(standingText(one, start, channel)).toBe(
    `Held until ${clockTime(inSeconds(300), start)}: Slack does not answer.`,
  );
  expect(standingText(one, start, { ...channel, heldUntil: null })).toBe('Slack does not answer.');
  expect(standingText(one, start)).toBe('Status 503.');
});

it('one that ended says how, a delivered one after how long', () => {
  expect(standingText(delivery('a', 0, { state: 'failed', explanation: 'Status 404.' }), start)).toBe(
    'Status 404.',
  );
  expect(standingText(delivery('a', 0, { state: 'cancelled', reason: 'byHand' }), start)).toBe(
    'Cancelled by hand.',
  );
  expect(standingText(delivery('a'), start)).toBe('After 0.4 s.');
  expect(standingText(delivery('a', 0, { attempts: 3, endedAt: inSeconds(150) }), start)).toBe(
    'After 3 min, at try 3.',
  );
});

it('every reason has words, and a try is told by them', () => {
  expect(Object.keys(reasonWords).sort()).toEqual([...deliveryReasons].sort());
  const attempt = { number: 1, at: inSeconds(0), tookMs: 84, detail: null, receipt: null, counted: true };
  expect(attemptText({ ...attempt, delivered: true, status: 200, reason: null })).toBe('Delivered');
  expect(attemptText({ ...attempt, delivered: false, status: 503, reason: 'serverError' })).toBe(
    'It failed on its side',
  );
  expect(attemptText({ ...attempt, delivered: false, status: 503, reason: null })).toBe('Answered 503');
});

it('a renderer has a name like a channel; what is gone is named by its id', () => {
  expect(channelNameOf('renderer-templated', undefined)).toBe('Templated');
  expect(channelNameOf('renderer-local', undefined)).toBe('Local renderer');
  expect(channelNameOf('slack-2', undefined)).toBe('slack-2');
});
