import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLeadership } from './leadership.ts';
import { openTestOutbox } from './test-outbox.ts';

let box: ReturnType<typeof openTestOutbox>;

beforeEach(() => {
  box = openTestOutbox();
});
afterEach(() => box.database.close());

const open = () => createLeadership(box);

/** A row as another process would have left it, with a lease that is far from over. */
async function leftBehind(owner: { host: string; pid: number }): Promise<void> {
  await box.database.write(() =>
    box.database
      .statement('INSERT INTO courier (id, owner, host, pid, epoch, until) VALUES (1, ?, ?, ?, 7, ?)')
      .run('somebody', owner.host, owner.pid, box.clock.now() + 3_600_000),
  );
}

test('the first one takes it, the second waits until it is given up', async () => {
  const [first, second] = [open(), open()];
  expect([await first.tryTake(), await second.tryTake()]).toEqual([true, false]);
  await first.giveUp();
  expect([first.epoch(), await second.tryTake(), second.epoch()]).toEqual([null, true, 2]);
});

test('of many that try at once one gets it', async () => {
  const all = Array.from({ length: 8 }, open);
  const taken = await Promise.all(all.map((one) => one.tryTake()));
  expect(taken.filter((mine) => mine)).toHaveLength(1);
});

test('it runs out without renewal, and who lost it notices', async () => {
  const [first, second] = [open(), open()];
  await first.tryTake();
  await box.clock.advance(14_000);
  expect(await first.renew()).toBe(true);
  await box.clock.advance(14_000);
  expect(await second.tryTake()).toBe(false);
  await box.clock.advance(1_000);
  expect(await second.tryTake()).toBe(true);
  expect([await first.renew(), first.epoch()]).toEqual([false, null]);
  await first.giveUp();
  expect(await second.renew()).toBe(true);
});

test('that of a process which is gone is taken at once', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  await leftBehind({ host: hostname(), pid });
  const mine = open();
  expect([await mine.tryTake(), mine.epoch()]).toEqual([true, 8]);
});

test('that of an earlier process with our own pid is taken at once, as in a container started again', async () => {
  await leftBehind({ host: hostname(), pid: process.pid });
  expect(await open().tryTake()).toBe(true);
});

test.each([
  ['a process that lives', { host: hostname(), pid: process.ppid }],
  ['another machine', { host: 'elsewhere', pid: 1 }],
])('that of %s is left alone until it runs out', async (_whose, owner) => {
  await leftBehind(owner);
  const mine = open();
  expect(await mine.tryTake()).toBe(false);
  await box.clock.advance(3_600_000);
  expect(await mine.tryTake()).toBe(true);
});
