import { afterEach, beforeEach, expect, test } from 'vitest';
import { channelStateSchema } from '../../shared/channel.ts';
import { accepted, laneOf, openTestCourier, refusal } from './test-courier.ts';

let post: ReturnType<typeof openTestCourier>;

beforeEach(async () => {
  post = openTestCourier();
});
afterEach(async () => {
  await post.courier.stop();
  post.database.close();
});

test('a channel nothing is known of is healthy', () => {
  expect(post.courier.state('mail')).toEqual({
    channelId: 'mail',
    condition: 'healthy',
    reason: null,
    heldUntil: null,
    breaker: 'closed',
    waiting: 0,
    failed: 0,
    successRate: null,
    lastAnswer: null,
  });
  expect(post.courier.isHeld('mail')).toBe(false);
});

test.each(['disabled', 'incomplete'] as const)('a lane that is %s says so with its reason', (condition) => {
  post.lanes.set('mail', laneOf('mail', { closed: { condition, reason: 'It lacks an address.' } }));
  expect(post.courier.state('mail')).toMatchObject({ condition, reason: 'It lacks an address.' });
  expect(post.courier.isHeld('mail')).toBe(true);
});

test('after a failed attempt it is degraded and shows the answer; after enough good ones healthy', async () => {
  post.world.answer = ({ title }) =>
    title === 'bad' ? refusal('unauthorized', { retryable: false, status: 401 }) : accepted;
  await post.courier.start();
  await post.publish('bad');
  expect(post.courier.state('mail')).toMatchObject({
    condition: 'degraded',
    reason: 'The last attempt failed: It failed: unauthorized.',
    failed: 1,
    successRate: 0,
    lastAnswer: { delivered: false, status: 401, detail: 'It failed: unauthorized.' },
  });
  for (let index = 0; index < 4; index += 1) await post.publish(`good ${index}`);
  expect(post.courier.state('mail')).toMatchObject({
    condition: 'degraded',
    reason: '1 of the last 5 attempts failed.',
    lastAnswer: { delivered: true, status: 200, detail: 'ok' },
  });
  for (let index = 0; index < 5; index += 1) await post.publish(`better ${index}`);
  expect(post.courier.state('mail')).toMatchObject({ condition: 'healthy', reason: null, successRate: 0.9 });
});

test('under a flood a channel is announced four times a second at most, and last as it is then', async () => {
  await post.courier.start();
  const from = post.clock.monotonic();
  for (let index = 0; index < 100; index += 1) {
    await post.publish(`notice ${index}`);
    await post.clock.advance(20);
  }
  await post.clock.advance(500);
  const told = post.states();
  expect(told.length).toBeGreaterThan(3);
  expect(told.length).toBeLessThanOrEqual((post.clock.monotonic() - from) / 250 + 1);
  expect(told.at(-1)).toEqual(post.courier.state('mail'));
  for (const state of told) expect(channelStateSchema.safeParse(state).success).toBe(true);
});

test('a flood of answers is written once a second, a hold at once', async () => {
  await post.courier.start();
  const written = () => post.query('SELECT last_detail, breaker FROM channel_states');
  post.world.answer = ({ title }) => ({ ...accepted, detail: title });
  await post.publish('first');
  expect(written()).toEqual([]);
  await post.publish('second');
  await post.clock.advance(1_000);
  expect(written()).toEqual([{ last_detail: 'second', breaker: 'closed' }]);
  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 60_000, scope: 'target' } });
  await post.publish('third');
  expect(written()).toMatchObject([{ last_detail: 'It failed: rateLimited.' }]);
});

test('a process that stands by tells the same, and hears of changes', async () => {
  const other = openTestCourier({ path: post.path });
  await post.courier.start();
  await other.courier.start();
  expect(other.courier.isLeader()).toBe(false);
  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 60_000, scope: 'target' } });
  await post.publish('first');
  await other.clock.advance(500);
  expect(other.courier.state('mail')).toEqual(post.courier.state('mail'));
  expect(other.states().at(-1)).toMatchObject({ condition: 'held', reason: 'Slack asked us to wait 60 s.' });
  await other.courier.stop();
  other.database.close();
});

test('a breaker that was open at the last stop is open at the next start, and probes at once', async () => {
  post.world.answer = () => refusal('offline');
  await post.courier.start();
  await post.publish('first');
  await post.clock.advance(3_000);
  expect(post.courier.state('mail').breaker).toBe('open');
  await post.courier.stop();
  const before = post.sent.length;
  const next = post.open();
  await next.start();
  await post.clock.advance(20_000);
  expect(next.state('mail')).toMatchObject({ condition: 'held', breaker: 'open' });
  expect(post.sent.length - before).toBeLessThanOrEqual(2);
  await next.stop();
});

test('a limit told ahead of a refusal paces without being called a hold', async () => {
  post.world.answer = () => ({ ...accepted, limit: { waitMs: 2_000, scope: 'target' } });
  await post.courier.start();
  await post.publish('first');
  await post.publish('second');
  expect(post.titles()).toEqual(['first']);
  expect(post.courier.state('mail').condition).toBe('healthy');
  await post.clock.advance(2_000);
  expect(post.titles()).toEqual(['first', 'second']);
});

test('the end of a hold is announced though nothing is sent then, and nothing is announced twice', async () => {
  await post.courier.start();
  post.world.answer = () =>
    refusal('rateLimited', { retryable: false, limit: { waitMs: 30_000, scope: 'target' } });
  await post.publish('first');
  await post.clock.advance(31_000);
  expect(
    post
      .states()
      .map(({ condition }) => condition)
      .slice(-2),
  ).toEqual(['held', 'degraded']);
  const before = post.states().length;
  post.courier.lanesChanged();
  await post.clock.advance(1_000);
  expect(post.states()).toHaveLength(before);
});

test('a channel that was switched off because its target is gone is disabled from then on', async () => {
  post.world.answer = () => refusal('gone', { retryable: false, disable: true });
  const courier = post.open({
    sender: {
      ...post.sender,
      async disable(channelId, reason) {
        post.lanes.set(channelId, laneOf(channelId, { closed: { condition: 'disabled', reason } }));
      },
    },
  });
  await courier.start();
  expect(courier.state('mail').condition).toBe('healthy');
  await post.publish('first');
  await post.clock.advance(300);
  expect(courier.state('mail')).toMatchObject({ condition: 'disabled', reason: 'It failed: gone.' });
  expect(courier.isHeld('mail')).toBe(true);
  expect(post.states().at(-1)).toMatchObject({ condition: 'disabled' });
  await courier.stop();
});
