import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeOld } from './retention.ts';
import { alert, delivered, failed, openTestOutbox, request } from './test-outbox.ts';

const dayMs = 86_400_000;
let box: ReturnType<typeof openTestOutbox>;

beforeEach(() => {
  box = openTestOutbox({ settings: { keepDeliveredDays: 10, keepFailedDays: 20, giveUpAfterDays: 5 } });
});
afterEach(() => box.database.close());

const publish = (title: string) => box.outbox.publish(alert(title), [{ channelId: 'mail', windowMs: 0 }]);
const clean = (signal = new AbortController().signal) =>
  removeOld(
    { database: box.database, settings: () => box.settings, outbox: box.outbox, now: box.clock.now },
    signal,
  );
const titles = () => box.query('SELECT title FROM events ORDER BY sequence').map(({ title }) => title);

async function send(how: typeof delivered): Promise<void> {
  const claims = await box.outbox.claim([request('mail', { atMost: 10_000 })]);
  await box.outbox.settle(claims.map((claim) => how(claim)));
}

test('delivered ones go after their days, dead letters after theirs, events with the last of them', async () => {
  await publish('delivered');
  await send(delivered);
  await publish('failed');
  await send((claim) => failed(claim, null));
  await box.outbox.publish(alert('for the inbox'), []);
  await box.clock.advance(9 * dayMs);
  await clean();
  expect(titles()).toEqual(['delivered', 'failed', 'for the inbox']);
  await box.clock.advance(2 * dayMs);
  await publish('young');
  await clean();
  expect(titles()).toEqual(['failed', 'young']);
  expect(box.query('SELECT count(*) AS count FROM attempts')).toEqual([{ count: 1 }]);
  await box.clock.advance(10 * dayMs);
  await clean();
  expect(titles()).toEqual(['young']);
  expect(box.list.unread()).toBe(1);
});

test('what waited too long becomes a dead letter, however long its channel took nothing', async () => {
  const { deliveries } = await publish('forgotten');
  const id = deliveries[0]?.id ?? '';
  await box.clock.advance(4 * dayMs);
  await publish('younger');
  await box.clock.advance(2 * dayMs);
  await clean();
  expect(box.list.get(id).delivery).toMatchObject({
    state: 'failed',
    reason: 'expired',
    explanation: 'It did not get through within 5 days.',
  });
  expect(box.list.counts()).toMatchObject({ waiting: 1, failed: 1 });
  // Sent again by hand, it has its days anew.
  await box.list.replay({ ids: [id] });
  await clean();
  expect(box.list.get(id).delivery.state).toBe('waiting');
});

test('many are removed in steps that leave others their turn, and that stop when told', async () => {
  await Promise.all(Array.from({ length: 2_200 }, (_, index) => publish(`${index}`)));
  await send(delivered);
  await box.clock.advance(11 * dayMs);
  const stopping = new AbortController();
  stopping.abort();
  await clean(stopping.signal);
  expect(titles()).toHaveLength(2_200);
  let turns = 0;
  const count = () => {
    turns += 1;
    turning = setImmediate(count);
  };
  let turning = setImmediate(count);
  await clean();
  clearImmediate(turning);
  expect(turns).toBeGreaterThan(8);
  expect(titles()).toEqual([]);
  expect(box.query('SELECT count(*) AS count FROM deliveries UNION SELECT count(*) FROM attempts')).toEqual([
    { count: 0 },
  ]);
});
