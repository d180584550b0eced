import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

async function* source(count: number, taken: { count: number }) {
  for (let item = 0; item < count; item++) {
    taken.count = item + 1;
    yield item;
  }
}

it('yields results in the order of the items, whatever order they finish in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.nat(20),
      fc.integer({ min: 1, max: 4 }),
      async (scheduler, count, atOnce) => {
        const results: number[] = [];
        const reading = (async () => {
          const work = (item: number) => scheduler.schedule(Promise.resolve(item * 2));
          for await (const result of inOrder(source(count, { count: 0 }), atOnce, work)) results.push(result);
        })();
        await scheduler.waitFor(reading);
        expect(results).toEqual(Array.from({ length: count }, (_, item) => item * 2));
      },
    ),
  );
});

it('keeps no more under way than allowed and does not read ahead', async () => {
  const taken = { count: 0 };
  let underWay = 0;
  let most = 0;
  let read = 0;
  const work = async (item: number) => {
    most = Math.max(most, ++underWay);
    await new Promise(setImmediate);
    underWay--;
    return item;
  };
  for await (const _ of inOrder(source(50, taken), 2, work)) {
    read++;
    expect(taken.count - read).toBeLessThanOrEqual(2);
  }
  expect(most).toBe(2);
});
