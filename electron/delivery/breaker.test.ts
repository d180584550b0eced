import { expect, test } from 'vitest';
import { createBreaker, type Health } from './breaker.ts';

function openBreaker(startOpen = false) {
  let now = 1_000;
  const breaker = createBreaker({ monotonic: () => now, startOpen });
  return {
    breaker,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
    async tries(...healths: Health[]) {
      for (const health of healths) await breaker.run(async () => ({ health }));
      return breaker.state();
    },
  };
}

test('it opens when more than half of five tries or more failed, and not before', async () => {
  const { tries } = openBreaker();
  expect(await tries('failing', 'failing', 'failing', 'failing')).toBe('closed');
  expect(await tries('failing')).toBe('open');
});

test('failures among successes do not open it', async () => {
  const { tries } = openBreaker();
  for (let count = 0; count < 20; count += 1) expect(await tries('well', 'failing')).toBe('closed');
});

test('three tries in a row that reached nobody open it', async () => {
  const { tries } = openBreaker();
  expect(await tries('well', 'well', 'unreachable', 'unreachable', 'well', 'unreachable')).toBe('closed');
  expect(await tries('unreachable', 'unreachable')).toBe('open');
});

test('pauses between probes double from 5 seconds to 5 minutes, and a success closes it', async () => {
  const { breaker, pass, now, tries } = openBreaker();
  await tries('unreachable', 'unreachable', 'unreachable');
  for (const seconds of [5, 10, 20, 40, 80, 160, 300, 300]) {
    expect(breaker.readyAt() - now()).toBe(seconds * 1_000);
    pass(seconds * 1_000);
    expect(await tries('unreachable')).toBe('open');
  }
  expect(await tries('well')).toBe('closed');
  expect(breaker.readyAt()).toBe(-Infinity);
  await tries('unreachable', 'unreachable', 'unreachable');
  expect(breaker.readyAt() - now()).toBe(5_000);
});

test('while a probe is under way there is no other, and what is sent beside it decides nothing', async () => {
  const { breaker, tries } = openBreaker();
  await tries('unreachable', 'unreachable', 'unreachable');
  const probe = Promise.withResolvers<{ health: Health }>();
  const probing = breaker.run(() => probe.promise);
  expect([breaker.state(), breaker.readyAt()]).toEqual(['halfOpen', Infinity]);
  expect(await tries('unreachable')).toBe('halfOpen');
  probe.resolve({ health: 'well' });
  await probing;
  expect(breaker.state()).toBe('closed');
});

test('one that was open at the last stop starts with a probe, at once', async () => {
  const { breaker, now, tries } = openBreaker(true);
  expect([breaker.state(), breaker.readyAt()]).toEqual(['open', now()]);
  expect(await tries('unreachable')).toBe('open');
  expect(breaker.readyAt() - now()).toBe(10_000);
  expect(await tries('well')).toBe('closed');
});

test('after a wake the probe need not wait', async () => {
  const { breaker, now, tries } = openBreaker();
  await tries('unreachable', 'unreachable', 'unreachable');
  breaker.probeNow();
  expect(breaker.readyAt()).toBe(now());
});

test('it tells how many of the last ten tries failed', async () => {
  const { breaker, tries } = openBreaker();
  await tries('failing', 'well', 'failing');
  expect(breaker.recent()).toEqual({ failed: 2, tries: 3 });
  for (let count = 0; count < 20; count += 1) await tries('well');
  expect(breaker.recent()).toEqual({ failed: 0, tries: 10 });
});
