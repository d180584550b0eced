import { expect, test } from 'vitest';
import { exportDeliveries } from './delivery-export.ts';
import { removeOld } from './retention.ts';
import { alert, delivered, failed, openTestOutbox, request } from './test-outbox.ts';

const dayMs = 86_400_000;
/** These have a row or a few for each channel, whatever the number of deliveries. */
const smallTables = ['delivery_counts', 'inbox', 'courier', 'json_each'];

const isScan = (line: string) =>
  /^SCAN (?!CONSTANT ROW|\()/.test(line) && !smallTables.some((table) => line.includes(table));
const isSort = (line: string) => line.includes('USE TEMP B-TREE FOR ORDER BY');
/** One step of a walk, a bounded stretch of sequences, may be sorted. */
const isWithinStep = (line: string) => line.includes('rowid>? AND rowid<?');

/** Does everything an outbox can do once; returns the statements that this took. */
async function exercise(): Promise<{ statements: string[]; box: ReturnType<typeof openTestOutbox> }> {
  const seen = new Set<string>();
  const settings = { maxWaiting: 100 };
  const box = openTestOutbox({ settings, held: new Set(['held']), watch: (sql) => seen.add(sql) });
  const { outbox, list } = box;
  const recipients = [
    { channelId: 'mail', windowMs: 0 },
    { channelId: 'held', windowMs: 0 },
  ];
  await Promise.all(Array.from({ length: 120 }, (_, index) => outbox.publish(alert(`${index}`), recipients)));
  const event = alert('twice');
  for (const _ of [1, 2]) await outbox.publish(event, [{ channelId: 'mail', windowMs: 0, test: true }]);

  const claims = await outbox.claim([
    request('mail', { atMost: 2, upTo: 3 }),
    request('held', { atMost: 2, upTo: 3, ordered: true }),
  ]);
  await outbox.release(claims.slice(0, 1), 1);
  await outbox.settle(claims.slice(1).map((claim) => failed(claim, box.clock.now())));
  const again = await outbox.claim([request('mail', { upTo: 3 }), request('held', { ordered: true })]);
  await outbox.settle(again.slice(0, 3).map((claim) => delivered(claim)));
  await outbox.takeBack(2);
  for (const ordered of [true, false]) outbox.nextDueAt('mail', ordered);

  const page = { limit: 10 };
  await list.list({}, page);
  await list.list({ states: ['held', 'failed'] }, page);
  await list.list({ channelId: 'mail', states: ['waiting'] }, page);
  const { items } = await list.list({ eventId: event.id }, page);
  list.get(items[0]?.id ?? '');
  list.countsOf('mail');
  list.successRate('mail');
  list.inbox(page);
  await list.markRead(event.id);
  await list.replay({ filter: { states: ['delivered', 'waiting'] } });
  await list.cancel({ filter: { channelId: 'mail' } });
  for await (const _ of exportDeliveries(list, {}, 'json'));
  await box.clock.advance(400 * dayMs);
  await outbox.publish(alert('now'), recipients);
  await removeOld(
    { database: box.database, settings: () => box.settings, outbox, now: box.clock.now },
    new AbortController().signal,
  );
  return { statements: [...seen], box };
}

test('no statement of the outbox, its list or its clean-up reads a whole table or sorts one', async () => {
  const { statements, box } = await exercise();
  expect(statements.length).toBeGreaterThan(35);
  const plans = statements.map((sql) => {
    const lines = box.query(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => String(detail));
    const slow = lines.filter((line) => isScan(line) || (isSort(line) && !lines.some(isWithinStep)));
    return { sql, slow, lines };
  });
  expect(plans.filter(({ slow }) => slow.length > 0)).toEqual([]);
  // The proof can fail: without an index there is a scan.
  const [scan] = box.query('EXPLAIN QUERY PLAN SELECT id FROM deliveries WHERE explanation = 1');
  expect(scan?.detail).toMatch(/^SCAN/);
  box.database.close();
});

test('a claim looks up what it takes: 20,000 waiting ones more do not make it slower by much', async () => {
  const box = openTestOutbox();
  const publish = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        box.outbox.publish(alert('a'), [{ channelId: 'mail', windowMs: 0 }]),
      ),
    );
  const median = async () => {
    const times: number[] = [];
    for (let round = 0; round < 31; round++) {
      const startedAt = performance.now();
      const claims = await box.outbox.claim([request('mail', { atMost: 10 })]);
      times.push(performance.now() - startedAt);
      await box.outbox.settle(claims.map((claim) => delivered(claim)));
    }
    return times.toSorted((a, b) => a - b)[15] ?? 0;
  };
  await publish(320);
  const few = await median();
  await publish(20_000);
  const many = await median();
  expect(many).toBeLessThan(few * 5 + 5);
  box.database.close();
});
