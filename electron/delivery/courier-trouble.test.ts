import { afterEach, beforeEach, expect, test } from 'vitest';
import { settled } from './fake-clock.ts';
import type { DeliveryError, Receipt } from './sender.ts';
import { accepted, laneOf, openTestCourier, refusal } from './test-courier.ts';

const minute = 60_000;
let post: ReturnType<typeof openTestCourier>;

beforeEach(() => {
  post = openTestCourier();
});
afterEach(async () => {
  await post.courier.stop();
  post.database.close();
});

test('what cannot be recorded of a try keeps no other from being recorded, and is not sent again', async () => {
  post.lanes.set('mail', laneOf('mail', { concurrency: 4 }));
  // What a channel written without types may give.
  const unrecordable = { status: {} as number };
  const answers: Record<string, Receipt | DeliveryError> = {
    taken: { ...accepted, ...unrecordable },
    refused: refusal('serverError', unrecordable),
  };
  post.world.answer = ({ title }) => answers[title] ?? accepted;
  const ids: string[] = [];
  for (const title of ['first', 'taken', 'refused', 'last']) ids.push(await post.publish(title));
  await post.courier.start();
  await post.clock.advance(minute);
  expect(ids.map((id) => post.delivery(id).state)).toEqual(['delivered', 'delivered', 'failed', 'delivered']);
  expect(post.attempts(ids[2] ?? '')).toMatchObject([
    { delivered: false, reason: 'interrupted', status: null },
  ]);
  expect(post.sent).toHaveLength(4);
  expect(post.logged).toContain('What came of a try could not be recorded');
});

test('a wait that is no number does not upset the schedule', async () => {
  let refusals = 1;
  const limited = refusal('rateLimited', { limit: { waitMs: Number.NaN, scope: 'target' } });
  post.world.answer = () => (refusals-- > 0 ? limited : accepted);
  await post.courier.start();
  const id = await post.publish('first');
  await post.clock.advance(minute);
  expect(post.delivery(id)).toMatchObject({ state: 'delivered', attempts: 2 });
});

test('a wait of nothing, as of a date gone by, is no leave to come again at once', async () => {
  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 0, scope: 'target' } });
  await post.courier.start();
  for (let index = 0; index < 20; index++) await post.publish(`${index}`);
  await post.clock.advance(10 * minute);
  expect(post.sent.length).toBeGreaterThan(3);
  expect(post.sent.length).toBeLessThan(15);
});

test('waits too short to help are made longer, and those told together count once', async () => {
  post.lanes.set('mail', laneOf('mail', { concurrency: 8 }));
  post.world.answer = () => refusal('rateLimited', { limit: { waitMs: 50, scope: 'target' } });
  await post.courier.start();
  for (let index = 0; index < 20; index++) await post.publish(`${index}`);
  await post.clock.advance(10 * minute);
  expect(post.sent.length).toBeLessThan(150);
});

test('refusals of what was under way together double no pause', async () => {
  post.lanes.set('mail', laneOf('mail', { concurrency: 8 }));
  post.world.answer = () => (post.sent.length <= 8 ? refusal('rateLimited') : accepted);
  for (let index = 0; index < 8; index++) await post.publish(`${index}`);
  await post.courier.start();
  await post.clock.advance(4_900);
  expect(post.sent).toHaveLength(8);
  await post.clock.advance(5_000);
  expect(post.sent).toHaveLength(16);
});

test('a delivery whose event cannot be read becomes a dead letter and keeps no other from being sent', async () => {
  const ids = [await post.publish('damaged', 'critical'), await post.publish('whole')];
  await post.database.write(() =>
    post.database.statement(`UPDATE events SET body = '{' WHERE title = 'damaged'`).run(),
  );
  await post.courier.start();
  await post.clock.advance(minute);
  expect(post.query('SELECT id, state FROM deliveries ORDER BY sequence')).toEqual([
    { id: ids[0], state: 'failed' },
    { id: ids[1], state: 'delivered' },
  ]);
});

test('nothing claimed is forgotten when the storage fails right after the claim', async () => {
  let failures = 3;
  const courier = post.open({
    outbox: {
      ...post.outbox,
      nextDueAt(channelId, ordered) {
        if (failures-- > 0) throw new Error('disk I/O error');
        return post.outbox.nextDueAt(channelId, ordered);
      },
    },
  });
  post.lanes.set('team', laneOf('team'));
  const ids = [await post.publish('one'), await post.publish('two', 'info', { to: 'team' })];
  await courier.start();
  await post.clock.advance(minute);
  expect(ids.map((id) => post.delivery(id).state)).toEqual(['delivered', 'delivered']);
  await courier.stop();
});

test('a test that does not get through ends within a minute, however patient its channel is', async () => {
  post.lanes.set('mail', laneOf('mail', { retryDelaysMs: [1_000, 5_000, 15_000, minute, 60 * minute] }));
  post.world.answer = () => refusal('serverError');
  await post.courier.start();
  const id = await post.publish('test', 'info', { test: true });
  await post.clock.advance(minute);
  expect(post.delivery(id)).toMatchObject({ state: 'failed', reason: 'serverError' });
});

test('a clock set forward takes the lead from nobody', async () => {
  const other = post.open();
  await post.courier.start();
  await post.clock.advance(100);
  await other.start();
  await post.clock.advance(200);
  post.clock.jump(60 * minute);
  await post.clock.advance(10_000);
  expect(post.courier.isLeader()).toBe(true);
  expect(other.isLeader()).toBe(false);
  await other.stop();
});

test('who lost the lead has ended its sends before it stops or leads again', async () => {
  const answer = Promise.withResolvers<Receipt>();
  post.world.answer = () => answer.promise;
  await post.courier.start();
  const id = await post.publish('slow');
  await post.database.write(() =>
    post.database.statement(`UPDATE courier SET owner = 'another', epoch = epoch + 1`).run(),
  );
  await post.clock.advance(6_000 - 900);
  expect(post.courier.isLeader()).toBe(false);
  const stopping = post.courier.stop();
  answer.resolve(accepted);
  await stopping;
  expect(post.attempts(id)).toHaveLength(1);
  await settled();
});
