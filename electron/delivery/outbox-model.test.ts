import fc from 'fast-check';
import { expect, test } from 'vitest';
import { severities } from '../../shared/event.ts';
import type { Claim } from './outbox.ts';
import { alert, delivered, failed, openTestOutbox, request } from './test-outbox.ts';

type Step =
  | {
      do: 'publish';
      severity: (typeof severities)[number];
      channelId: string;
      windowMs: number;
      test: boolean;
    }
  | { do: 'claim'; channelId: string; atMost: number; upTo: number; ordered: boolean }
  | { do: 'settle'; how: 'delivered' | 'retry' | 'dead' | 'stale' }
  | { do: 'release' }
  | { do: 'takeBack' }
  | { do: 'advance'; ms: number }
  | { do: 'replay' | 'cancel'; pick: number; all: boolean };

const channelId = fc.constantFrom('mail', 'slack');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('publish' as const),
      severity: fc.constantFrom(...severities),
      channelId,
      windowMs: fc.constantFrom(0, 5_000),
      test: fc.integer({ min: 0, max: 9 }).map((value) => value === 0),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      channelId,
      atMost: fc.integer({ min: 1, max: 4 }),
      upTo: fc.integer({ min: 1, max: 4 }),
      ordered: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      how: fc.constantFrom('delivered', 'retry', 'dead', 'stale'),
    }),
  },
  fc.record({ do: fc.constantFrom('release', 'takeBack') }),
  fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 10_000 }) }),
  fc.record({ do: fc.constantFrom('replay', 'cancel'), pick: fc.nat(), all: fc.boolean() }),
);

/** Runs the steps; what is claimed and not settled is in `open`. */
async function play(box: ReturnType<typeof openTestOutbox>, steps: readonly Step[]) {
  const { outbox, list, clock } = box;
  const ids: string[] = [];
  let open: Claim[] = [];
  let epoch = 1;
  for (const one of steps) {
    if (one.do === 'publish') {
      const recorded = await outbox.publish(alert('a', one.severity), [one]);
      ids.push(...recorded.deliveries.map(({ id }) => id));
    } else if (one.do === 'claim') {
      const claims = await outbox.claim([request(one.channelId, { ...one, epoch })]);
      const parts = [...open, ...claims].flatMap((claim) => claim.parts.map(({ deliveryId }) => deliveryId));
      expect(new Set(parts).size).toBe(parts.length);
      if (one.ordered)
        expect(claims.filter(({ parts: [part] }) => part?.test === false).length).toBeLessThan(2);
      open.push(...claims);
    } else if (one.do === 'settle') {
      const claim = open.shift();
      if (claim === undefined) continue;
      const at = clock.now() + 1_000;
      if (one.how === 'delivered') await outbox.settle([delivered(claim, epoch)]);
      if (one.how === 'retry') await outbox.settle([failed(claim, at, { epoch })]);
      if (one.how === 'dead') await outbox.settle([failed(claim, null, { epoch })]);
      if (one.how === 'stale') {
        await outbox.settle([failed(claim, at, { epoch: epoch - 1 })]);
        open.unshift(claim);
      }
    } else if (one.do === 'release') {
      await outbox.release(open, epoch);
      open = [];
    } else if (one.do === 'takeBack') {
      epoch += 1;
      const parts = open.flatMap((claim) => claim.parts);
      expect(await outbox.takeBack(epoch)).toBe(parts.length);
      open = [];
    } else if (one.do === 'advance') {
      await clock.advance(one.ms);
    } else {
      const id = ids[one.pick % Math.max(1, ids.length)];
      if (one.all) await list[one.do]({ filter: { channelId: 'mail' } });
      else if (id !== undefined) await list[one.do]({ ids: [id] });
    }
  }
  return { ids, open };
}

test('whatever happens in whatever order, nothing disappears and every count is right', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const box = openTestOutbox();
      try {
        const { ids, open } = await play(box, steps);
        expect(box.query('SELECT id FROM deliveries ORDER BY sequence').map(({ id }) => id)).toEqual(ids);
        expect(
          box.query(
            'SELECT state, channel_id, count, bytes FROM delivery_counts WHERE count <> 0 ORDER BY 1, 2',
          ),
        ).toEqual(
          box.query(`SELECT state, channel_id, count(*) AS count, sum(bytes) AS bytes FROM deliveries
            GROUP BY state, channel_id ORDER BY 1, 2`),
        );
        expect(box.query('SELECT unread FROM inbox')).toEqual(
          box.query('SELECT count(*) AS unread FROM events WHERE inbox = 1'),
        );
        const wrongNumbers = `SELECT id FROM deliveries AS d
          WHERE attempts <> (SELECT count(*) FROM attempts WHERE delivery_sequence = d.sequence)`;
        expect(box.query(wrongNumbers)).toEqual([]);
        const sending = box.query("SELECT id FROM deliveries WHERE state = 'sending'").map(({ id }) => id);
        expect(sending.toSorted()).toEqual(
          open.flatMap(({ parts }) => parts.map(({ deliveryId }) => deliveryId)).toSorted(),
        );
        // What waits can be claimed once its time has come: nothing is stuck.
        await box.clock.advance(60_000);
        const claims = await box.outbox.claim(
          ['mail', 'slack'].map((id) => request(id, { epoch: 1_000, upTo: 3 })),
        );
        expect(claims.flatMap(({ parts }) => parts)).toHaveLength(
          ids.length -
            sending.length -
            Number(box.query('SELECT count(ended_at) AS count FROM deliveries')[0]?.count),
        );
      } finally {
        box.database.close();
      }
    }),
    { numRuns: 150 },
  );
});
