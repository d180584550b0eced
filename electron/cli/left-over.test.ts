import { expect, it } from 'vitest';
import { type ChannelState, type ChannelView, channelSchema } from '../../shared/channel.ts';
import { type Delivery, deliverySchema } from '../../shared/delivery.ts';
import { clockTime, leftOverLines, waitsFor } from './left-over.ts';

const now = new Date(2026, 4, 1, 14, 0).getTime();
const at = (hour: number, minute: number, day = 1) => new Date(2026, 4, day, hour, minute).toISOString();

const delivery = (change: Partial<Delivery>) =>
  deliverySchema.parse({
    id: 'dlv_1',
    eventId: 'evt_1',
    eventType: 'system_alert',
    severity: 'info',
    title: 'Belt torn',
    channelId: 'ops',
    state: 'waiting',
    attempts: 1,
    createdAt: at(13, 0),
    dueAt: at(14, 5),
    endedAt: null,
    reason: null,
    explanation: null,
    batchId: null,
    test: false,
    ...change,
  });

function channelsWith(state: Partial<ChannelState>): ReadonlyMap<string, ChannelView> {
  const channel = channelSchema.parse({ id: 'ops', kind: 'slack', name: 'Ops', eventTypes: [] });
  const healthy = { condition: 'healthy', reason: null, heldUntil: null, breaker: 'closed' } as const;
  const figures = { waiting: 1, failed: 0, successRate: null, lastAnswer: null };
  const view = { channel, target: '', locked: {}, fromEnvironment: false };
  return new Map([['ops', { ...view, state: { channelId: 'ops', ...healthy, ...figures, ...state } }]]);
}

const asked = { condition: 'held', heldUntil: at(14, 20), reason: 'Slack asked us to wait.' } as const;
const down = { ...asked, breaker: 'open', heldUntil: at(14, 6) } as const;
const off = { condition: 'disabled', reason: 'It is switched off.' } as const;

it.each([
  [{}, {}, 'next try at 14:05'],
  [{ dueAt: at(9, 30, 2) }, {}, 'next try at 2026-05-02 09:30'],
  [{ dueAt: at(13, 59) }, {}, 'due now'],
  [{ state: 'sending' as const }, {}, 'being sent'],
  [{ state: 'held' as const }, asked, 'held until 14:20: Slack asked us to wait.'],
  [{ state: 'held' as const }, off, 'held: It is switched off.'],
  [{ channelId: 'gone' }, {}, 'its channel is gone: set it up again, or cancel it'],
  [{ channelId: 'renderer-local', dueAt: at(13, 59) }, {}, 'due now'],
  [{ channelId: 'renderer-templated', state: 'held' as const }, {}, 'held'],
  [{ state: 'delivered' as const, endedAt: at(13, 1), channelId: 'gone' }, {}, ''],
])('a delivery %j of a channel %j waits: %s', (change, state, sentence) => {
  expect(waitsFor(delivery(change), channelsWith(state), now)).toBe(sentence);
});

it.each([
  [{}, {}, 'is tried again at 14:05 when the program runs'],
  [{ dueAt: at(13, 59) }, {}, 'goes out when the program is next started'],
  [{ state: 'held' as const }, asked, 'is tried again at 14:20 when the program runs'],
  [{ state: 'held' as const }, down, 'is tried again at 14:05 when the program runs'],
  [{ state: 'held' as const }, off, 'held: It is switched off'],
])('left by the last program, a delivery %j of a channel %j %s', (change, state, sentence) => {
  const told = { channels: channelsWith(state), now, anotherDelivers: false };
  expect(leftOverLines([delivery(change)], told)).toEqual([`Ops: ${sentence}.`]);
});

it('counts those of one fate together, and leaves out what has ended', () => {
  const all = [
    delivery({}),
    delivery({ dueAt: at(14, 30) }),
    delivery({ state: 'failed', endedAt: at(13, 1) }),
  ];
  expect(leftOverLines(all, { channels: channelsWith({}), now, anotherDelivers: true })).toEqual([
    '2 × Ops: is sent again at once by the running program.',
  ]);
});

it('tells a time of today without its date', () => {
  expect(clockTime(at(0, 0), now)).toBe('00:00');
  expect(clockTime(at(23, 59, 30), now)).toBe('2026-05-30 23:59');
});
