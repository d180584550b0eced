import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLimits, longestLearnedMs } from './rate-limit.ts';

const lane = { rateKey: 'hook', service: 'slack', rate: { perSecond: 1, burst: 3 } };
const sibling = { ...lane, rateKey: 'other hook' };
const stranger = { ...lane, rateKey: 'third hook', service: 'discord' };

test('no window sees more sends than the burst and what the rate allows in it', () => {
  const rates = fc.record({
    perSecond: fc.double({ min: 0.1, max: 200, noNaN: true }),
    burst: fc.integer({ min: 1, max: 50 }),
  });
  const waits = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(rates, waits, (rate, pauses) => {
      const limits = createLimits();
      const limited = { ...lane, rate };
      const sends: number[] = [];
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        if (limits.readyAt(limited) > now) continue;
        limits.take(limited, now);
        sends.push(now);
      }
      sends.forEach((from, first) => {
        sends.slice(first).forEach((to, more) => {
          expect(more + 1).toBeLessThanOrEqual(rate.burst + ((to - from) * rate.perSecond) / 1_000 + 1e-6);
        });
      });
    }),
  );
});

test('the whole burst may go at once, and one more every second after it', () => {
  const limits = createLimits();
  for (let count = 0; count < 3; count += 1) {
    expect(limits.readyAt(lane)).toBeLessThanOrEqual(10_000);
    limits.take(lane, 10_000);
  }
  expect(limits.readyAt(lane)).toBe(11_000);
  limits.take(lane, 11_000);
  expect(limits.readyAt(lane)).toBe(12_000);
});

test('a learned floor holds whatever the bucket says, and a shorter one does not lower it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1 }), (waits) => {
      const limits = createLimits();
      for (const waitMs of waits) limits.learn(lane, { waitMs, scope: 'target' }, 500);
      expect(limits.readyAt(lane)).toBe(500 + Math.max(...waits));
    }),
  );
});

test('a floor holds for its target alone, or for all of the service', () => {
  const limits = createLimits();
  limits.learn(lane, { waitMs: 30_000, scope: 'target' }, 0);
  expect([lane, sibling, stranger].map(limits.floorOf)).toEqual([30_000, -Infinity, -Infinity]);
  limits.learn(lane, { waitMs: 60_000, scope: 'service' }, 0);
  expect([lane, sibling, stranger].map(limits.floorOf)).toEqual([60_000, 60_000, -Infinity]);
});

test('nobody can silence a channel for more than a day at a time', () => {
  const limits = createLimits();
  limits.learn(lane, { waitMs: 1e15, scope: 'target' }, 0);
  expect(limits.floorOf(lane)).toBe(longestLearnedMs);
});
