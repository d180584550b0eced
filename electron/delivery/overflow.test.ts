import { afterEach, expect, test } from 'vitest';
import type { Severity } from '../../shared/event.ts';
import { rendererLanes } from '../../shared/render.ts';
import { alert, delivered, failed, openTestOutbox, request } from './test-outbox.ts';

let box: ReturnType<typeof openTestOutbox>;
afterEach(() => box.database.close());

const publish = (severity: Severity, channelId = 'mail', message = '') =>
  box.outbox.publish(alert(`a ${severity}`, severity, message), [{ channelId, windowMs: 0 }]);

/** What the digests of a channel say was dropped, in all. */
function countedFor(channelId: string): number {
  const digests = box.query(
    `SELECT e.body FROM deliveries AS d JOIN events AS e ON e.sequence = d.event_sequence
     WHERE d.digest = 1 AND d.channel_id = ?`,
    channelId,
  );
  return digests.reduce((sum, { body }) => sum + JSON.parse(String(body)).data.details.dropped, 0);
}

function droppedOf(channelId: string): number {
  const [row] = box.query(
    "SELECT count(*) AS count FROM deliveries WHERE reason = 'overflow' AND state = 'cancelled' AND channel_id = ?",
    channelId,
  );
  return Number(row?.count);
}

test('beyond the bound the oldest of the lowest severity go, and one notice counts them exactly', async () => {
  box = openTestOutbox({ settings: { maxWaiting: 100 } });
  await publish('warning');
  for (let index = 0; index < 130; index++) {
    await box.clock.advance(1_000);
    await publish('info');
  }
  const dropped = droppedOf('mail');
  expect(box.list.counts()).toMatchObject({ waiting: 100, cancelled: dropped });
  expect(dropped).toBe(131 + 1 - 100);
  expect(countedFor('mail')).toBe(dropped);
  const [digest] = box.query('SELECT title FROM events WHERE title LIKE ?', '%dropped%');
  expect(digest?.title).toBe(
    `${dropped} notices dropped between 2026-11-01T00:00:01Z and 2026-11-01T00:00:${dropped}Z`,
  );
  const { items } = await box.list.list({ states: ['cancelled'] }, { limit: 1 });
  expect(items[0]).toMatchObject({ reason: 'overflow', explanation: expect.stringContaining('make room') });
});

test('a more severe one is dropped only when nothing less severe waits; critical ones and tests never', async () => {
  box = openTestOutbox({ settings: { maxWaiting: 100 } });
  for (let index = 0; index < 5; index++) await publish('info');
  for (let index = 0; index < 90; index++) await publish('critical');
  await box.outbox.publish(alert('test'), [{ channelId: 'mail', windowMs: 0, test: true }]);
  for (let index = 0; index < 20; index++) await publish('error');
  for (let index = 0; index < 30; index++) await publish('critical');
  expect(
    box.query('SELECT count(*) AS count FROM deliveries WHERE priority = 0 AND state = ?', 'waiting'),
  ).toEqual([{ count: 121 }]);
  expect(droppedOf('mail')).toBe(25);
  expect(countedFor('mail')).toBe(25);
});

test('each channel is told what it lost itself', async () => {
  box = openTestOutbox({ settings: { maxWaiting: 100 } });
  for (let index = 0; index < 90; index++) await publish('info', index % 3 === 0 ? 'slack' : 'mail');
  for (let index = 0; index < 60; index++) await publish('info', 'discord');
  for (const channelId of ['mail', 'slack', 'discord']) {
    expect(countedFor(channelId)).toBe(droppedOf(channelId));
  }
  expect(droppedOf('mail')).toBeGreaterThan(droppedOf('slack'));
  expect(box.list.counts().waiting).toBeLessThanOrEqual(100);
});

test('a notice of losses that may have been read grows no more: the next losses get one of their own', async () => {
  box = openTestOutbox({ settings: { maxWaiting: 100 } });
  for (let index = 0; index < 110; index++) await publish('info');
  expect(box.query('SELECT id FROM deliveries WHERE digest = 1')).toHaveLength(1);
  await box.clock.advance(60_000);
  const [digest] = await box.outbox.claim([request('mail', { atMost: 1 })]);
  expect(digest?.parts[0]?.event.severity).toBe('warning');
  if (digest !== undefined) await box.outbox.settle([failed(digest, box.clock.now() + 1e6)]);
  for (let index = 0; index < 10; index++) await publish('info');
  expect(box.query('SELECT id FROM deliveries WHERE digest = 1')).toHaveLength(2);
  expect(countedFor('mail')).toBe(droppedOf('mail'));
});

test('the bound on bytes holds too', async () => {
  box = openTestOutbox({ settings: { maxWaitingMegabytes: 1 } });
  for (let index = 0; index < 20; index++) await publish('info', 'mail', 'x'.repeat(100_000));
  const [waiting] = box.query("SELECT bytes FROM delivery_counts WHERE state = 'waiting'");
  expect(Number(waiting?.bytes)).toBeLessThanOrEqual(1_000_000);
  expect(box.list.counts().waiting).toBe(10);
  expect(countedFor('mail')).toBe(droppedOf('mail'));
});

test('what was dropped can be sent again, and what is sent makes room', async () => {
  box = openTestOutbox({ settings: { maxWaiting: 100 } });
  for (let index = 0; index < 110; index++) await publish('info');
  const claims = await box.outbox.claim([request('mail')]);
  await box.outbox.settle(claims.map((claim) => delivered(claim)));
  const dropped = droppedOf('mail');
  expect(await box.list.replay({ filter: { states: ['cancelled'] } })).toBe(dropped);
  const again = await box.outbox.claim([request('mail')]);
  expect(again).toHaveLength(dropped);
});

test('a bound that was lowered is reached in steps, none of which takes long', async () => {
  box = openTestOutbox();
  for (let index = 0; index < 1_300; index++) await publish('info');
  box.settings.maxWaiting = 100;
  const waiting: number[] = [];
  for (let index = 0; index < 4; index++) {
    await publish('info');
    waiting.push(box.list.counts().waiting);
  }
  expect(waiting).toEqual([802, 303, 100, 100]);
  expect(countedFor('mail')).toBe(droppedOf('mail'));
});

test('pictures to be drawn are neither dropped nor in the way of notices', async () => {
  box = openTestOutbox({ settings: { maxWaiting: 100 } });
  const lane = rendererLanes.local.id;
  for (let index = 0; index < 150; index++) await publish('info', lane);
  for (let index = 0; index < 100; index++) await publish('info');
  expect([droppedOf(lane), droppedOf('mail')]).toEqual([0, 0]);
  await publish('info');
  expect([droppedOf(lane), droppedOf('mail')]).toEqual([0, 2]);
});
