import { beforeEach, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createQuota, type Quota } from './quota.ts';
import { quotaPauseMs } from './templated/refusal.ts';

let now: number;
let used: number;
let asked: number;
let told: string[];
let wasUsedUp: boolean;
let quota: Quota;
const usedUp = new AppError('templated.quota', 'All credits are gone.');
const { signal } = new AbortController();

beforeEach(() => {
  now = Date.parse('2026-11-20T10:00:00Z');
  used = 50;
  asked = 0;
  told = [];
  wasUsedUp = false;
  quota = createQuota({
    async account() {
      asked += 1;
      return { used, of: 50, plan: 'Starter' };
    },
    wasUsedUp: () => wasUsedUp,
    tell: (why) => told.push(why),
    roomAgain: () => told.push('There is room again.'),
    changed: () => {},
    now: () => now,
  });
});

it('asks for nothing while all is well', async () => {
  await quota.checkRoom(signal);
  quota.note(new AppError('network.unreachable', 'Templated failed (503).'));
  await quota.checkRoom(signal);
  expect([asked, told, quota.last()]).toEqual([0, [], null]);
});

it('tells once that it is used up, however many learn of it', async () => {
  for (let index = 0; index < 4; index++) quota.note(usedUp);
  expect(told).toEqual(['All credits are gone.']);
  await expect(quota.checkRoom(signal)).rejects.toMatchObject({
    code: 'templated.quota',
    limit: { waitMs: quotaPauseMs, scope: 'target' },
  });
  expect(asked).toBe(0);
});

it('asks for the account after the pause, and goes on once there is room', async () => {
  quota.note(usedUp);
  now += quotaPauseMs;
  await expect(quota.checkRoom(signal)).rejects.toMatchObject({ code: 'templated.quota' });
  await expect(quota.checkRoom(signal)).rejects.toMatchObject({ code: 'templated.quota' });
  expect(asked).toBe(1);
  now += quotaPauseMs;
  used = 0;
  await quota.checkRoom(signal);
  await quota.checkRoom(signal);
  const there = 'There is room again.';
  expect([asked, told, quota.last()?.used]).toEqual([2, [usedUp.message, there], 0]);
  quota.note(usedUp);
  expect(told).toEqual([usedUp.message, there, usedUp.message]);
});

it('a pause of an earlier run goes on untold, and is looked at before anything is ordered', async () => {
  wasUsedUp = true;
  await expect(quota.checkRoom(signal)).rejects.toMatchObject({ code: 'templated.quota' });
  quota.note(usedUp);
  expect([asked, told]).toEqual([1, []]);
  used = 0;
  await quota.ask();
  await quota.ask();
  expect(told).toEqual(['There is room again.']);
});

it('another account starts anew; one that is asked for and has room ends the pause', async () => {
  quota.note(usedUp);
  quota.forget();
  await quota.checkRoom(signal);
  quota.note(usedUp);
  used = 10;
  expect(await quota.ask()).toMatchObject({ used: 10, of: 50 });
  await quota.checkRoom(signal);
});
