import { afterEach, beforeEach, expect, test } from 'vitest';
import { settled } from './fake-clock.ts';
import { accepted, laneOf, openTestCourier, refusal } from './test-courier.ts';

const minute = 60_000;
const week = 7 * 24 * 60 * minute;
let post: ReturnType<typeof openTestCourier>;

beforeEach(() => {
  post = openTestCourier({ lookEveryMs: minute });
});
afterEach(async () => {
  await post.courier.stop();
  post.database.close();
});

test.each(['offline', 'connection'] as const)(
  'a week of "%s" burns no delivery: they are held, and all arrive when the target is back',
  { timeout: 120_000 },
  async (reason) => {
    post.world.answer = () => refusal(reason);
    await post.courier.start();
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) ids.push(await post.publish(`notice ${index}`));
    await post.clock.advance(week);
    expect(post.courier.state('mail')).toMatchObject({
      condition: 'held',
      breaker: 'open',
      failed: 0,
      waiting: 20,
    });
    expect(post.sent.length).toBeLessThan(week / (5 * minute) + 20);
    const charged = ids.flatMap(post.attempts).filter(({ counted }) => counted);
    expect(charged.length).toBeLessThanOrEqual(reason === 'offline' ? 0 : 3);

    post.world.answer = () => accepted;
    await post.clock.advance(6 * minute);
    expect(ids.map((id) => post.delivery(id).state)).toEqual(ids.map(() => 'delivered'));
    expect(post.courier.state('mail')).toMatchObject({
      condition: 'degraded',
      breaker: 'closed',
      waiting: 0,
    });
  },
);

test('while the breaker is open only probes and tests are sent, and it says what it waits for', async () => {
  post.lanes.set('mail', laneOf('mail', { concurrency: 3 }));
  post.world.answer = () => refusal('connection');
  await post.courier.start();
  for (let index = 0; index < 10; index += 1) await post.publish(`notice ${index}`);
  const before = post.sent.length;
  expect(before).toBeLessThanOrEqual(4);
  const state = post.courier.state('mail');
  expect(state).toMatchObject({ condition: 'held', breaker: 'open' });
  expect(state.reason).toMatch(/^\d of the last \d attempts failed: It failed: connection\.$/);
  expect(state.heldUntil).toBe(new Date(post.clock.now() + 5_000).toISOString());
  await post.publish('critical', 'critical');
  expect(post.sent).toHaveLength(before);
  await post.publish('test', 'info', { test: true });
  expect(post.titles().slice(before)).toEqual(['test']);
  await post.clock.advance(12_000);
  expect(new Set(post.titles().slice(before + 1))).toEqual(new Set(['critical', 'test']));
});

test('a test that gets through to a held channel frees it', async () => {
  post.world.answer = () => refusal('connection');
  await post.courier.start();
  const id = await post.publish('first');
  await post.clock.advance(7_000);
  expect(post.courier.state('mail').breaker).toBe('open');
  post.world.answer = () => accepted;
  await post.publish('test', 'info', { test: true });
  await post.clock.advance(10_000);
  expect(post.courier.state('mail').breaker).toBe('closed');
  expect(post.delivery(id).state).toBe('delivered');
});

test('one message that always fails does not keep the others from probing', async () => {
  post.world.answer = ({ title }) => (title === 'poison' ? refusal('serverError') : accepted);
  post.lanes.set('mail', laneOf('mail', { retryDelaysMs: [100, 100, 100, 100, 100, 100] }));
  await post.courier.start();
  const poison = await post.publish('poison', 'critical');
  await post.clock.advance(2_000);
  expect(post.courier.state('mail').breaker).toBe('open');
  const good = await post.publish('good');
  await post.clock.advance(40_000);
  expect(post.delivery(good).state).toBe('delivered');
  expect(post.delivery(poison)).toMatchObject({ state: 'failed' });
});

test('a machine that wakes from sleep probes at once', async () => {
  post.world.answer = () => refusal('offline');
  await post.courier.start();
  const id = await post.publish('first');
  await post.clock.advance(60 * minute);
  const heldForMs = () => Date.parse(post.courier.state('mail').heldUntil ?? '') - post.clock.now();
  while (heldForMs() < 4 * minute) await post.clock.advance(minute / 2);
  post.world.answer = () => accepted;
  const before = post.sent.length;
  post.clock.sleep(8 * 60 * minute);
  await post.clock.advance(minute);
  expect(post.sent.length).toBe(before + 1);
  expect(post.delivery(id).state).toBe('delivered');
});

test('a clock that is set back does not delay what waits, and a clock set forward does no harm', async () => {
  post.lanes.set('mail', laneOf('mail', { retryDelaysMs: [10 * minute, 10 * minute] }));
  post.world.answer = () => refusal('serverError');
  await post.courier.start();
  const id = await post.publish('first');
  await post.clock.advance(minute / 2);
  post.clock.jump(-5 * 60 * minute);
  await post.clock.advance(11 * minute);
  expect(post.sent).toHaveLength(2);
  post.world.answer = () => accepted;
  post.clock.jump(5 * 60 * minute);
  await post.clock.advance(minute);
  expect(post.delivery(id).state).toBe('delivered');
  expect(post.courier.isLeader()).toBe(true);
});

test('a rate limit keeps its length when the clock is set back', async () => {
  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 5 * minute, scope: 'target' } });
  await post.courier.start();
  await post.publish('first');
  post.clock.jump(-60 * minute);
  await post.clock.advance(2 * minute);
  expect(Date.parse(post.courier.state('mail').heldUntil ?? '') - post.clock.now()).toBe(3 * minute);
  post.world.answer = () => accepted;
  await post.clock.advance(3 * minute + 1_000);
  expect(post.sent).toHaveLength(2);
});

test('due times that a wrong clock set days ahead are pulled in at a start', async () => {
  const id = await post.publish('first');
  await post.database.write(() =>
    post.database.statement('UPDATE deliveries SET due_at = due_at + ?').run(30 * 24 * 60 * minute),
  );
  await post.courier.start();
  await settled();
  expect(post.delivery(id).state).toBe('delivered');
});

test('while nothing can be recorded nothing new is begun, and nothing that was sent is forgotten', async () => {
  await post.courier.start();
  const answer = Promise.withResolvers<typeof accepted>();
  post.world.answer = () => answer.promise;
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push(await post.publish(`notice ${index}`));
  const [first = ''] = ids;
  post.database.statement('PRAGMA query_only = 1').get();
  answer.resolve(accepted);
  post.world.answer = () => new Promise((resolve) => post.clock.after(1_000, () => resolve(accepted)));
  await post.clock.advance(20 * minute);
  const inMemory = post.sent.length;
  expect(inMemory).toBeLessThanOrEqual(3);
  expect(post.delivery(first).state).toBe('sending');
  expect(post.logged.filter((text) => text === 'Deliveries cannot be recorded; sending waits')).toHaveLength(
    1,
  );
  post.database.statement('PRAGMA query_only = 0').get();
  await post.clock.advance(minute);
  expect(ids.map((id) => post.delivery(id).state)).toEqual(ids.map(() => 'delivered'));
  expect(post.titles()).toEqual(ids.map((_, index) => `notice ${index}`));
});

test('nothing turns in circles while there is nothing to do', async () => {
  post.lanes.set(
    'team',
    laneOf('team', { closed: { condition: 'incomplete', reason: 'It lacks an address.' } }),
  );
  await post.courier.start();
  await post.publish('waits', 'critical', { to: 'team' });
  await post.publish('done');
  await post.clock.advance(2 * minute);
  let timers = 0;
  const after = post.clock.after;
  post.clock.after = (ms, run) => {
    timers += 1;
    return after(ms, run);
  };
  await post.clock.advance(30 * minute);
  // A look every minute, a wake at most every 30 seconds.
  expect(timers).toBeLessThanOrEqual(30 + 60 + 62);
});
