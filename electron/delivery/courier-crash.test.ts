import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settled } from './fake-clock.ts';
import { accepted, laneOf, openTestCourier } from './test-courier.ts';

let post: ReturnType<typeof openTestCourier>;
let child: ChildProcess | null = null;

beforeEach(() => {
  post = openTestCourier();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  child = null;
  await post.courier.stop();
  post.database.close();
});

const never = () => new Promise<typeof accepted>(() => {});

/** A courier in another process; resolves when it has written that line, or so many. */
async function startChild(answers: number, until: (lines: string[]) => boolean): Promise<string[]> {
  const file = new URL('courier-child.ts', import.meta.url).pathname;
  child = spawn(process.execPath, [file, post.path, String(answers)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  if (child.stdout === null) return lines;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (until(lines)) return lines;
  }
  throw new Error(`It ended early: ${lines.join(', ')}`);
}

test('a stop gives back what was not begun and what does not end, uncharged', async () => {
  post.lanes.set('mail', laneOf('mail', { concurrency: 2 }));
  post.world.answer = never;
  await post.courier.start();
  const ids: string[] = [];
  for (const title of ['a', 'b', 'c', 'd']) ids.push(await post.publish(title));
  const stopping = post.courier.stop();
  await post.clock.advance(2_000);
  await stopping;
  expect(ids.map((id) => post.delivery(id).state)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  expect(ids.map((id) => post.attempts(id).map(({ reason, counted }) => ({ reason, counted })))).toEqual([
    [{ reason: 'interrupted', counted: false }],
    [{ reason: 'interrupted', counted: false }],
    [],
    [],
  ]);
});

test('a stop waits a moment for what is under way', async () => {
  const answer = Promise.withResolvers<typeof accepted>();
  post.world.answer = () => answer.promise;
  await post.courier.start();
  const id = await post.publish('first');
  const stopping = post.courier.stop();
  await post.clock.advance(1_000);
  answer.resolve(accepted);
  await stopping;
  expect(post.delivery(id)).toMatchObject({ state: 'delivered', attempts: 1 });
});

test('after a stop the next courier sends the rest under the same ids', async () => {
  post.world.answer = never;
  await post.courier.start();
  const id = await post.publish('first');
  const stopping = post.courier.stop();
  await post.clock.advance(2_000);
  await stopping;
  post.world.answer = () => accepted;
  const next = post.open();
  await next.start();
  await settled();
  expect(post.sent.map(({ message }) => [message.id, message.attempt])).toEqual([
    [id, 1],
    [id, 2],
  ]);
  await next.stop();
});

test('of two couriers one sends, and the other follows when it stops', async () => {
  const other = post.open();
  await post.courier.start();
  await other.start();
  expect([post.courier.isLeader(), other.isLeader()]).toEqual([true, false]);
  await post.publish('first');
  expect(post.sent).toHaveLength(1);
  await post.courier.stop();
  await post.clock.advance(250);
  expect(other.isLeader()).toBe(true);
  await post.publish('second');
  expect(post.titles()).toEqual(['first', 'second']);
  await other.stop();
});

test('a leader that stood still too long is fenced off: its late outcome changes nothing', async () => {
  const answer = Promise.withResolvers<typeof accepted>();
  post.world.answer = () => answer.promise;
  await post.courier.start();
  const id = await post.publish('first');
  // Another process took the lead and gave the message back; it has not begun to send it.
  await post.database.write(() =>
    post.database
      .statement(`UPDATE courier SET epoch = epoch + 1, owner = 'other', host = 'elsewhere', until = ?`)
      .run(post.clock.now() + 3_600_000),
  );
  await post.outbox.takeBack(2);
  answer.resolve(accepted);
  await settled();
  expect(post.delivery(id)).toMatchObject({ state: 'waiting', attempts: 2 });
  await post.publish('second');
  await post.clock.advance(10_000);
  expect(post.titles()).toEqual(['first']);
  expect(post.courier.isLeader()).toBe(false);
});

test('a killed process is replaced at the next look, and what it was sending goes out under the same id', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push(await post.publish(`notice ${index}`));
  post.clock.jump(Date.now() - post.clock.now());
  const begun = await startChild(5, (lines) => lines.filter((line) => line.startsWith('dlv_')).length >= 8);
  await post.courier.start();
  expect(post.courier.isLeader()).toBe(false);

  const gone = child === null ? null : once(child, 'exit');
  child?.kill('SIGKILL');
  await gone;
  await post.clock.advance(250);
  expect(post.courier.isLeader()).toBe(true);
  await post.clock.advance(5_000);

  expect(ids.map((id) => post.delivery(id).state)).toEqual(ids.map(() => 'delivered'));
  const again = post.sent.map(({ message }) => message.id).filter((id) => begun.includes(id));
  expect(again.length).toBeGreaterThanOrEqual(3);
  expect(again.length).toBeLessThanOrEqual(8);
  const all = new Set([
    ...begun.filter((line) => line.startsWith('dlv_')),
    ...post.sent.map(({ message }) => message.id),
  ]);
  expect(all).toEqual(new Set(ids));
});

test('what another process records is sent by the leader within a look', async () => {
  await post.courier.start();
  await post.clock.advance(1_000);
  const other = openTestCourier({ path: post.path });
  const id = await other.publish('from elsewhere');
  other.database.close();
  await post.clock.advance(250);
  expect(post.sent.map(({ message }) => message.id)).toEqual([id]);
});
