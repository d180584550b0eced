import { describe, expect, it, test } from 'vitest';
import { type ChannelView, channelSchema, switchedOffByHand } from '../../../shared/channel.ts';
import type { Attempt, Delivery } from '../../../shared/delivery.ts';
import { type EventType, eventTypes, type Severity } from '../../../shared/event.ts';
import { healthy } from '../../../shared/test-channel-state.ts';
import { answerText, selectionText, sinceText, standingOf, standingWord } from './channel-words.ts';

const answer = {
  at: '2026-11-22T14:00:00.000Z',
  delivered: true,
  status: 200,
  tookMs: 84,
  detail: null,
};

function viewOf(
  channel: { enabled?: boolean; minSeverity?: Severity; eventTypes?: EventType[] } = {},
  state: Partial<ChannelView['state']> = {},
): ChannelView {
  return {
    channel: channelSchema.parse({ id: 'line', kind: 'n8n', name: 'Line', eventTypes, ...channel }),
    target: 'n8n.example.com',
    locked: {},
    fromEnvironment: false,
    state: { ...healthy('line'), lastAnswer: answer, ...state },
  };
}

describe('how a channel stands', () => {
  it('is not called healthy before anything was sent', () => {
    expect(standingOf(viewOf())).toBe('healthy');
    expect(standingOf(viewOf({}, { lastAnswer: null }))).toBe('untried');
  });

  it('tells what an operator switched off from what switched itself off', () => {
    const byHand = viewOf({ enabled: false }, { condition: 'disabled', reason: switchedOffByHand });
    const gone = viewOf({ enabled: false }, { condition: 'disabled', reason: 'It answered 410.' });
    expect(standingOf(byHand)).toBe('off');
    expect(standingOf(gone)).toBe('disabled');
  });

  it('says until when it is held, where that is known', () => {
    const until = new Date(2026, 10, 22, 14, 2, 10);
    expect(standingWord('held', until.toISOString(), until.getTime())).toBe('Held until 14:02:10');
    expect(standingWord('held', null, until.getTime())).toBe('Held');
  });
});

test.each([
  [{}, 'Everything'],
  [{ minSeverity: 'warning' as const }, 'Warning and worse, all types'],
  [
    { minSeverity: 'critical' as const, eventTypes: ['system_alert' as const, 'error_occurred' as const] },
    'Critical, 2 of 8 types',
  ],
  [{ eventTypes: ['error_occurred' as const, 'system_alert' as const] }, '2 of 8 types'],
  [{ eventTypes: ['model_updated' as const] }, 'Model changed'],
  [{ eventTypes: [] }, 'Nothing: no type is chosen'],
])('what is sent there is said in a few words: %o', (channel, text) => {
  expect(selectionText(viewOf(channel).channel)).toBe(text);
});

test.each([
  [answer, 'Delivered (200) in 84\u00a0ms'],
  [{ ...answer, status: null }, 'Delivered in 84\u00a0ms'],
  [{ ...answer, delivered: false, status: 503, tookMs: 2_310 }, 'Answered 503 in 2.3\u00a0s'],
  [{ ...answer, delivered: false, status: null, tookMs: 10_000 }, 'Not delivered in 10.0\u00a0s'],
])('an answer is said by what it was and how long it took: %o', (given, text) => {
  expect(answerText(given)).toBe(text);
});

describe('what became of a test since its first attempt', () => {
  const attempt: Attempt = {
    number: 1,
    at: '2026-11-22T14:00:00.000Z',
    tookMs: 5,
    delivered: false,
    status: 503,
    reason: 'serverError',
    detail: 'The server failed (503).',
    receipt: null,
    counted: true,
  };
  const delivery: Delivery = {
    id: 'dlv_1',
    eventId: 'evt_1',
    eventType: 'system_alert',
    severity: 'info',
    title: 'Test of Line',
    channelId: 'line',
    state: 'waiting',
    attempts: 1,
    createdAt: '2026-11-22T14:00:00.000Z',
    dueAt: '2026-11-22T14:00:05.000Z',
    endedAt: null,
    reason: 'serverError',
    explanation: attempt.detail,
    batchId: null,
    test: true,
  };
  const now = Date.parse('2026-11-22T14:00:01.000Z');

  it('says when the next try is, not again why', () => {
    const text = sinceText(delivery, attempt, now);
    expect(text).toMatch(/^Next try/);
    expect(text).not.toContain('503');
  });

  it('leaves it to its channel to say why it is held', () => {
    expect(sinceText({ ...delivery, state: 'held' }, attempt, now)).toMatch(/^Its channel is held;/);
  });

  it('says that a later try went better than the first', () => {
    const ended = { state: 'delivered', attempts: 2, endedAt: '2026-11-22T14:00:05.000Z' } as const;
    const text = sinceText({ ...delivery, ...ended, reason: null, explanation: null }, attempt, now);
    expect(text).toBe('A later try was delivered. After 5.0 s, at try 2.');
  });

  it('says nothing when the first attempt was the last', () => {
    expect(sinceText({ ...delivery, state: 'failed' }, attempt, now)).toBe('');
  });
});
