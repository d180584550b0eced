import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextRetryAt, type RetryQuestion, retryDelaysOf } from './schedule.ts';

const day = 86_400_000;
const question: RetryQuestion = {
  now: 1_000_000,
  createdAt: 1_000_000,
  giveUpAfterMs: 14 * day,
  retryDelaysMs: [1_000, 5_000],
  counted: 0,
  charged: true,
  held: false,
  random: 0.5,
};

const questions: fc.Arbitrary<RetryQuestion> = fc
  .record({
    age: fc.integer({ min: 0, max: 20 * day }),
    giveUpAfterMs: fc.integer({ min: 1, max: 20 * day }),
    retryDelaysMs: fc.array(fc.integer({ min: 1, max: day }), { maxLength: 12 }),
    counted: fc.nat(15),
    charged: fc.boolean(),
    held: fc.boolean(),
    notBeforeMs: fc.integer({ min: 0, max: 2 * day }),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ age, ...rest }) => ({ ...rest, now: 1_700_000_000_000, createdAt: 1_700_000_000_000 - age }));

test.each([
  [{ quickRetries: 3, patient: false }, [1, 5, 15]],
  [{ quickRetries: 0, patient: false }, []],
  [{ quickRetries: 5, patient: false }, [1, 5, 15, 15, 15]],
  [
    { quickRetries: 3, patient: true },
    [1, 5, 15, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
  ],
])('%o pauses for so many seconds', (patience, seconds) => {
  expect(retryDelaysOf(patience)).toEqual(seconds.map((value) => value * 1_000));
});

test('pauses never shrink, however patient a channel is', () => {
  fc.assert(
    fc.property(fc.nat(10), fc.boolean(), (quickRetries, patient) => {
      const delays = retryDelaysOf({ quickRetries, patient });
      expect(delays).toEqual(delays.toSorted((a, b) => a - b));
      expect(delays).toHaveLength(quickRetries + (patient ? 9 : 0));
    }),
  );
});

test('a retry comes within a fifth of its pause, not before it was asked for, and never after giving up', () => {
  fc.assert(
    fc.property(questions, (one) => {
      const next = nextRetryAt(one);
      if (!('at' in next)) return;
      const pauseMs = one.charged && !one.held ? (one.retryDelaysMs[one.counted] ?? 0) : 1_000;
      expect(next.at).toBeGreaterThanOrEqual(one.now + Math.max(pauseMs * 0.8, one.notBeforeMs ?? 0) - 1e-3);
      expect(next.at).toBeLessThanOrEqual(one.now + Math.max(pauseMs * 1.2, one.notBeforeMs ?? 0) + 1);
      expect(next.at).toBeLessThanOrEqual(one.createdAt + one.giveUpAfterMs);
    }),
  );
});

test('only what is charged exhausts the retries', () => {
  fc.assert(
    fc.property(questions, (one) => {
      const next = nextRetryAt(one);
      const exhausted = 'ended' in next && next.ended === 'exhausted';
      expect(exhausted).toBe(one.charged && one.counted >= one.retryDelaysMs.length);
    }),
  );
});

test('what would come after giving up is expired, though retries are left', () => {
  expect(nextRetryAt({ ...question, giveUpAfterMs: 1_000 })).toEqual({ at: question.now + 1_000 });
  expect(nextRetryAt({ ...question, giveUpAfterMs: 999 })).toEqual({ ended: 'expired' });
});
