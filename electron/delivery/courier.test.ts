import { afterEach, beforeEach, expect, test } from 'vitest';
import { settled } from './fake-clock.ts';
import type { Receipt } from './sender.ts';
import { accepted, laneOf, openTestCourier, refusal } from './test-courier.ts';

let post: ReturnType<typeof openTestCourier>;

beforeEach(() => {
  post = openTestCourier();
});
afterEach(async () => {
  await post.courier.stop();
  post.database.close();
});

/** Lets the test decide when and how each send ends. */
function answersByHand(): { end(index?: number, answer?: Receipt): Promise<void>; open(): number } {
  const waiting: ((answer: Receipt) => void)[] = [];
  post.world.answer = () => new Promise((resolve) => waiting.push(resolve));
  return {
    async end(index = 0, answer = accepted) {
      waiting.splice(index, 1)[0]?.(answer);
      await settled();
    },
    open: () => waiting.length,
  };
}

test('what was published is sent at once, under its own id, and recorded', async () => {
  await post.courier.start();
  const id = await post.publish('Hello', 'warning');
  expect(post.sent.map(({ message }) => message)).toMatchObject([
    { channelId: 'mail', id, attempt: 1, parts: [{ deliveryId: id, test: false }] },
  ]);
  expect(post.delivery(id)).toMatchObject({ state: 'delivered', attempts: 1 });
  expect(post.attempts(id)).toMatchObject([{ delivered: true, status: 200, receipt: 'r1', counted: true }]);
});

test('what waited before the start is sent in the order of severity, then of age', async () => {
  await post.publish('info');
  await post.publish('warning', 'warning');
  await post.publish('critical', 'critical');
  await post.publish('older error', 'error');
  await post.publish('younger error', 'error');
  await post.courier.start();
  await settled();
  expect(post.titles()).toEqual(['critical', 'older error', 'younger error', 'warning', 'info']);
});

test('at most one send lies between a critical notice and the thousands that wait', async () => {
  post.lanes.set('mail', laneOf('mail', { concurrency: 4 }));
  const answers = answersByHand();
  await post.courier.start();
  for (let index = 0; index < 300; index += 1) await post.publish(`info ${index}`);
  for (let round = 0; round < 20; round += 1) {
    await answers.end();
    const before = post.sent.length;
    await post.publish('critical', 'critical');
    await answers.end();
    const between = post.titles().slice(before).indexOf('critical');
    expect(between).toBeLessThanOrEqual(1);
    expect(between).not.toBe(-1);
  }
  post.world.answer = () => accepted;
  while (answers.open() > 0) await answers.end();
});

test('no more are under way than the channel allows, and one more when it is critical', async () => {
  post.lanes.set('mail', laneOf('mail', { concurrency: 2 }));
  const answers = answersByHand();
  await post.courier.start();
  for (const title of ['a', 'b', 'c', 'd']) await post.publish(title);
  expect(post.titles()).toEqual(['a', 'b']);
  await post.publish('critical', 'critical');
  await post.publish('second critical', 'critical');
  expect(post.titles()).toEqual(['a', 'b', 'critical']);
  await answers.end();
  expect(post.titles()).toEqual(['a', 'b', 'critical', 'second critical']);
  for (let count = 0; count < 6; count += 1) await answers.end();
  expect(post.titles().slice(4)).toEqual(['c', 'd']);
});

test('sends that ended together are recorded soon, while others of the channel still run and more waits', async () => {
  post.lanes.set('mail', laneOf('mail', { concurrency: 4 }));
  const answers = answersByHand();
  await post.courier.start();
  const ids: string[] = [];
  for (let index = 0; index < 60; index += 1) ids.push(await post.publish(`info ${index}`));
  const delivered = () => ids.filter((id) => post.delivery(id).state === 'delivered').length;
  // So many that more are claimed for the next.
  for (let count = 0; count < 4; count += 1) await answers.end();
  await post.clock.advance(1_000);
  expect(delivered()).toBe(4);
  await Promise.all([answers.end(), answers.end(), answers.end()]);
  await post.clock.advance(20);
  expect(delivered()).toBe(7);
  post.world.answer = () => accepted;
  while (answers.open() > 0) await answers.end();
});

test('an ordered channel sends one at a time and lets nothing overtake what is tried again', async () => {
  post.lanes.set('mail', laneOf('mail', { ordered: true }));
  post.world.answer = ({ message }) => (message.attempt < 3 ? refusal('serverError') : accepted);
  await post.courier.start();
  for (const title of ['a', 'b']) await post.publish(title);
  await post.clock.advance(60_000);
  expect(post.titles()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
});

test('a channel is not sent more than its rate allows', async () => {
  post.lanes.set('mail', laneOf('mail', { rate: { perSecond: 1, burst: 2 }, concurrency: 4 }));
  await post.courier.start();
  for (let index = 0; index < 5; index += 1) await post.publish(`notice ${index}`);
  expect(post.sent).toHaveLength(2);
  await post.clock.advance(3_000);
  const from = post.sent[0]?.at ?? 0;
  expect(post.sent.map(({ at }) => Math.round(at - from))).toEqual([0, 0, 1_000, 2_000, 3_000]);
});

test('a rate limit holds the channel for as long as it was told, and costs no retry', async () => {
  let refusals = 1;
  const limited = refusal('rateLimited', { status: 429, limit: { waitMs: 30_000, scope: 'target' } });
  post.world.answer = () => (refusals-- > 0 ? limited : accepted);
  await post.courier.start();
  const id = await post.publish('first');
  await post.publish('second');
  await post.publish('test', 'info', { test: true });
  expect(post.titles()).toEqual(['first']);
  expect(post.courier.state('mail')).toMatchObject({
    condition: 'held',
    reason: 'Slack asked us to wait 30 s.',
    heldUntil: new Date(post.clock.now() + 30_000).toISOString(),
    breaker: 'closed',
  });
  expect(post.courier.isHeld('mail')).toBe(true);
  await post.clock.advance(29_900);
  expect(post.sent).toHaveLength(1);
  await post.clock.advance(200);
  expect(post.titles().toSorted()).toEqual(['first', 'first', 'second', 'test']);
  expect(post.attempts(id).map(({ counted }) => counted)).toEqual([false, true]);
  await post.clock.advance(1_000);
  expect(post.states().at(-1)).toMatchObject({ condition: 'healthy', reason: null, heldUntil: null });
});

test('what a target asked us to wait for is over once somebody knows better', async () => {
  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 3_600_000, scope: 'target' } });
  await post.courier.start();
  const refused = await post.publish('first');
  await post.publish('second');
  expect(post.titles()).toEqual(['first']);
  post.world.answer = () => accepted;
  post.courier.lift('mail');
  expect(post.courier.isHeld('mail')).toBe(false);
  await post.clock.advance(100);
  expect(post.titles()).toEqual(['first', 'second']);
  // Whoever was refused has a time of its own.
  await post.list.replay({ ids: [refused] });
  await settled();
  expect(post.delivery(refused).state).toBe('delivered');
  expect(post.courier.state('mail')).toMatchObject({ heldUntil: null, breaker: 'closed' });
});

test('a limit of the whole service holds its other channels, and not those of others', async () => {
  post.lanes.set('team', laneOf('team'));
  post.lanes.set('chat', laneOf('chat', { service: 'discord' }));
  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 30_000, scope: 'service' } });
  await post.courier.start();
  await post.publish('first');
  post.world.answer = () => accepted;
  await post.publish('team', 'info', { to: 'team' });
  await post.publish('chat', 'info', { to: 'chat' });
  expect(post.titles()).toEqual(['first', 'chat']);
  expect(post.courier.state('team').condition).toBe('held');
  await post.clock.advance(30_000);
  expect(post.titles()).toContain('team');
});

test('a learned limit is remembered across a restart', async () => {
  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 60_000, scope: 'target' } });
  await post.courier.start();
  await post.publish('first');
  await post.publish('second');
  await post.courier.stop();
  post.world.answer = () => accepted;
  const next = post.open();
  await next.start();
  await post.clock.advance(59_000);
  expect(next.state('mail')).toMatchObject({ condition: 'held', reason: 'Slack asked us to wait 60 s.' });
  expect(post.sent).toHaveLength(1);
  await post.clock.advance(2_000);
  expect(post.sent).toHaveLength(3);
  await next.stop();
});

test('what one target asked for does not hold the next one, neither at once nor after a restart', async () => {
  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 3_600_000, scope: 'target' } });
  await post.courier.start();
  await post.publish('first');
  post.world.answer = () => accepted;
  post.lanes.set('mail', laneOf('mail', { rateKey: 'elsewhere' }));
  post.courier.lanesChanged();
  await post.publish('second');
  expect(post.titles()).toEqual(['first', 'second']);
  expect(post.courier.state('mail')).toMatchObject({ condition: 'healthy', heldUntil: null });
  expect(post.courier.isHeld('mail')).toBe(false);

  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 3_600_000, scope: 'target' } });
  await post.publish('third');
  await post.courier.stop();
  post.world.answer = () => accepted;
  post.lanes.set('mail', laneOf('mail', { rateKey: 'nearby' }));
  const next = post.open();
  await next.start();
  await post.publish('fourth');
  expect(post.titles()).toEqual(['first', 'second', 'third', 'fourth']);
  expect(next.state('mail')).toMatchObject({ condition: 'healthy', heldUntil: null });
  await next.stop();
});

test('when the schedule is exhausted it is a dead letter with the reason of the last attempt', async () => {
  post.world.answer = ({ title }) => (title === 'bad' ? refusal('serverError', { status: 500 }) : accepted);
  await post.courier.start();
  for (let index = 0; index < 5; index += 1) await post.publish(`good ${index}`);
  const id = await post.publish('bad');
  const from = post.clock.monotonic();
  await post.clock.advance(60_000);
  expect(post.delivery(id)).toMatchObject({ state: 'failed', reason: 'serverError', attempts: 4 });
  const times = post.sent
    .filter(({ title }) => title === 'bad')
    .map(({ at }) => Math.round((at - from) / 100));
  expect(times).toEqual([0, 10, 60, 210]);
});

test('what the other side will refuse again is a dead letter at once', async () => {
  post.world.answer = () => refusal('unauthorized', { retryable: false, status: 401 });
  await post.courier.start();
  const id = await post.publish('first');
  expect(post.delivery(id)).toMatchObject({ state: 'failed', reason: 'unauthorized', attempts: 1 });
  expect(post.courier.state('mail').breaker).toBe('closed');
});

test('a target that is gone disables its channel, keeps what waits and takes only tests', async () => {
  post.world.answer = () => refusal('gone', { retryable: false, status: 410, disable: true });
  await post.courier.start();
  const id = await post.publish('first');
  expect(post.disabled).toEqual(['mail: It failed: gone.']);
  expect(post.delivery(id)).toMatchObject({ state: 'failed', reason: 'gone' });
  post.lanes.set(
    'mail',
    laneOf('mail', { closed: { condition: 'disabled', reason: 'Its target is gone.' } }),
  );
  post.courier.lanesChanged();
  post.world.answer = () => accepted;
  const waiting = await post.publish('second');
  await post.publish('test', 'info', { test: true });
  expect(post.titles()).toEqual(['first', 'test']);
  expect(post.delivery(waiting).state).toBe('waiting');
  expect(post.courier.state('mail')).toMatchObject({ condition: 'disabled', reason: 'Its target is gone.' });
  post.lanes.set('mail', laneOf('mail'));
  post.courier.lanesChanged();
  await settled();
  expect(post.titles()).toEqual(['first', 'test', 'second']);
});

test('no answer in time ends the attempt, though the sender does not listen', async () => {
  post.world.answer = () => new Promise(() => {});
  await post.courier.start();
  const id = await post.publish('first');
  await post.clock.advance(10_000);
  expect(post.sent[0]?.signal.aborted).toBe(true);
  expect(post.attempts(id)).toMatchObject([
    { reason: 'timeout', tookMs: 10_000, detail: 'There was no answer within 10 s.', counted: true },
  ]);
});

test('a bug of a channel is logged, retried, charged, and does not hold the channel', async () => {
  post.world.answer = () => {
    throw new TypeError('undefined is not a function');
  };
  await post.courier.start();
  const ids = [await post.publish('first'), await post.publish('second')];
  await post.clock.advance(60_000);
  for (const id of ids) {
    expect(post.delivery(id)).toMatchObject({ state: 'failed', reason: 'interrupted', attempts: 4 });
  }
  expect(post.courier.state('mail').breaker).toBe('closed');
  expect(post.logged).toContain('Sending broke unexpectedly');
});

test('a delivery that is too old is a dead letter, though retries are left', async () => {
  post.settings.giveUpAfterDays = 1;
  post.lanes.set('mail', laneOf('mail', { retryDelaysMs: [3_600_000, 86_400_000] }));
  post.world.answer = () => refusal('serverError');
  await post.courier.start();
  const id = await post.publish('first');
  await post.clock.advance(3_700_000);
  expect(post.delivery(id)).toMatchObject({ state: 'failed', reason: 'expired', attempts: 2 });
});

test('several notices travel in one message under one id, and are tried again together', async () => {
  post.lanes.set('mail', laneOf('mail', { batch: { upTo: 10, windowMs: 0 } }));
  post.world.answer = ({ message }) => (message.attempt === 1 ? refusal('serverError') : accepted);
  for (const title of ['a', 'b', 'c']) await post.publish(title);
  await post.courier.start();
  await post.clock.advance(2_000);
  expect(post.sent.map(({ message }) => message.parts.length)).toEqual([3, 3]);
  expect(post.sent[0]?.message.id).toBe(post.sent[1]?.message.id);
});

test.each(['tooLarge', 'refused'] as const)(
  'a message of several that is refused for good (%s) is sent in its parts: one must not spoil the others',
  async (reason) => {
    post.lanes.set('mail', laneOf('mail', { batch: { upTo: 10, windowMs: 0 }, ordered: true }));
    post.world.answer = ({ message, title }) =>
      message.parts.length > 1 || title === 'bad' ? refusal(reason, { retryable: false }) : accepted;
    const ids: string[] = [];
    for (const title of ['a', 'bad', 'c']) ids.push(await post.publish(title));
    await post.courier.start();
    await post.clock.advance(2_000);
    expect(post.sent.map(({ message }) => message.parts.length)).toEqual([3, 1, 1, 1]);
    expect(post.titles()).toEqual(['a', 'a', 'bad', 'c']);
    expect(post.sent.slice(1).map(({ message }) => message.id)).toEqual(ids);
    expect(ids.map((id) => post.delivery(id).state)).toEqual(['delivered', 'failed', 'delivered']);
    expect(post.attempts(ids[0] ?? '').map(({ counted }) => counted)).toEqual([false, true]);
  },
);

test('a login that is refused is not asked for once for every part of a message', async () => {
  post.lanes.set('mail', laneOf('mail', { batch: { upTo: 10, windowMs: 0 } }));
  post.world.answer = () => refusal('unauthorized', { retryable: false });
  for (const title of ['a', 'b']) await post.publish(title);
  await post.courier.start();
  await post.clock.advance(2_000);
  expect(post.sent).toHaveLength(1);
});
