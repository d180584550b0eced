import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ladderOf, severityAt, type Threshold } from '../../shared/threshold.ts';
import { createThresholdWatch } from './threshold-watch.ts';

const threshold = (of: Partial<Threshold> = {}): Threshold => ({
  metric: 'inference.p95',
  above: 100,
  clearBelow: 80,
  forSeconds: 60,
  enabled: true,
  ...of,
});

/** Samples every five seconds; what came of each, with its number. */
function judged(values: readonly (number | null)[], of = threshold(), stepMs = 5_000) {
  const watch = createThresholdWatch(of);
  return values.flatMap((value, index) => {
    const finding = watch.judge(value, index * stepMs);
    return finding === null ? [] : [[index, finding.kind === 'raise' ? finding.severity : 'over']];
  });
}
const times = (count: number, value: number | null) => Array<number | null>(count).fill(value);

describe('a threshold', () => {
  it('is trouble once it was exceeded all that time, and over once it was low as long', () => {
    expect(judged([...times(30, 120), ...times(30, 50)])).toEqual([
      [12, 'warning'],
      [42, 'over'],
    ]);
  });

  it('is no trouble when it was exceeded for a moment less, or not at every sample', () => {
    const spike = [...times(12, 120), 100, ...times(12, 120), 100];
    expect(judged([...spike, ...spike])).toEqual([]);
  });

  it('stays as it is between the two values, however often it crosses one of them', () => {
    const between = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 99 : 120));
    expect(judged([...times(13, 120), ...between])).toEqual([[12, 'warning']]);
  });

  it('becomes worse when even the mildest moment was worse, and better only when it is over', () => {
    const values = [
      ...times(13, 120),
      ...times(13, 160),
      ...times(13, 250),
      ...times(13, 120),
      ...times(13, 80),
    ];
    expect(judged(values)).toEqual([
      [12, 'warning'],
      [25, 'error'],
      [38, 'critical'],
      [64, 'over'],
    ]);
  });

  it('of no duration is trouble at once', () => {
    // That nothing is wrong is said once: an alert of an earlier run may be open.
    expect(judged([10, 101, 10, 10], threshold({ forSeconds: 0 }))).toEqual([
      [0, 'over'],
      [1, 'warning'],
      [2, 'over'],
    ]);
  });

  it('says it again every ten minutes while it lasts: somebody may have ended the alert by hand', () => {
    expect(judged(times(260, 120)).map(([index]) => index)).toEqual([12, 132, 252]);
  });

  it('begins to count anew where nothing was measured, or the machine slept', () => {
    expect(judged([...times(10, 120), null, ...times(12, 120)])).toEqual([]);
    expect(judged(times(5, 120), threshold(), 40_000)).toEqual([]);
  });
});

test('whatever the values, trouble and its end take turns, none sooner than the time set, and nothing is repeated', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(null)), { maxLength: 300 }),
      fc.integer({ min: 0, max: 12 }),
      (values, samples) => {
        const of = threshold({ forSeconds: samples * 5 });
        const found = judged(values, of);
        let open: { rank: number; at: number } | null = null;
        let overAt = Number.NEGATIVE_INFINITY;
        const ranks = ['warning', 'error', 'critical'];
        for (const [index = 0, what = ''] of found.map(
          (entry) => [Number(entry[0]), String(entry[1])] as const,
        )) {
          const since = values.slice(Math.max(0, index - samples), index + 1);
          if (what === 'over') {
            expect(since.every((value) => value !== null && value <= of.clearBelow)).toBe(true);
            open = null;
            overAt = index;
          } else {
            const rank = ranks.indexOf(what);
            expect(since.every((value) => value !== null && value > of.above)).toBe(true);
            expect(index - overAt).toBeGreaterThanOrEqual(samples);
            if (open !== null) expect(rank > open.rank || index - open.at >= 120).toBe(true);
            open = { rank, at: index };
          }
        }
      },
    ),
  );
});

test.each([
  ['inference.p95', 100, [100, 150, 200], false],
  ['disk', 80, [80, 80 + 40 / 3, 98], true],
  ['gpu.temperature', 85, [85, 95, 98.5], true],
  ['photos.failed', 5, [5, 7.5, 10], false],
  ['cpu', 60, [60, 60 + 80 / 3, 96], true],
])('the steps of %s from %i are %j', (metric, above, steps, capped) => {
  const ladder = ladderOf({ metric, above });
  for (const [index, name] of (['warning', 'error', 'critical'] as const).entries())
    expect(ladder[name]).toBeCloseTo(steps[index] ?? Number.NaN, 9);
  expect(ladder.capped).toBe(capped);
  expect(severityAt(ladder.warning, ladder)).toBeNull();
  expect(severityAt(ladder.warning + 0.01, ladder)).toBe('warning');
  expect(severityAt(ladder.error + 0.01, ladder)).toBe('error');
  expect(severityAt(ladder.critical + 0.01, ladder)).toBe('critical');
});
