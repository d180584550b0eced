import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Claim } from './outbox.ts';
import { alert, delivered, failed, openTestOutbox, request, titlesOf } from './test-outbox.ts';

let box: ReturnType<typeof openTestOutbox>;

beforeEach(() => {
  box = openTestOutbox();
});
afterEach(() => box.database.close());

const to = (channelId: string, windowMs = 0) => [{ channelId, windowMs }];
const publish = (title: string, severity?: Parameters<typeof alert>[1], windowMs = 0) =>
  box.outbox.publish(alert(title, severity), to('mail', windowMs));
const claim = (also: Parameters<typeof request>[1] = {}) => box.outbox.claim([request('mail', also)]);
const claimed = async (also: Parameters<typeof request>[1] = {}) => titlesOf(await claim(also));
const stateOf = (id: string) => box.list.get(id).delivery;

async function claimOne(also: Parameters<typeof request>[1] = {}): Promise<Claim> {
  const [one] = await claim({ ...also, atMost: 1 });
  if (one === undefined) throw new Error('Nothing was due.');
  return one;
}

test('an event and its deliveries are there when publish resolves', async () => {
  const event = alert('Hello', 'warning');
  const recorded = await box.outbox.publish(event, [...to('mail'), ...to('slack')]);
  expect(recorded).toMatchObject({ event, known: false });
  expect(recorded.deliveries.map((delivery) => delivery.channelId)).toEqual(['mail', 'slack']);
  for (const delivery of recorded.deliveries) {
    expect(box.list.get(delivery.id)).toEqual({ delivery, event, attempts: [] });
  }
});

test('the same id again changes nothing and answers the same', async () => {
  const event = alert('Once');
  const first = await box.outbox.publish(event, to('mail'));
  const again = await box.outbox.publish({ ...event, severity: 'critical' }, [...to('mail'), ...to('slack')]);
  expect(again).toEqual({ event, deliveries: first.deliveries, known: true });
  expect(box.query('SELECT count(*) AS count FROM deliveries')).toEqual([{ count: 1 }]);
});

test('an event with more than 256 KiB of data is refused and leaves nothing', async () => {
  await box.outbox.publish(alert('Fits', 'info', 'x'.repeat(261_900)), to('mail'));
  const tooLarge = box.outbox.publish(alert('Large', 'info', 'é'.repeat(131_072)), to('mail'));
  await expect(tooLarge).rejects.toMatchObject({ code: 'event.tooLarge', field: 'data' });
  expect(box.query('SELECT title FROM events')).toEqual([{ title: 'Fits' }]);
});

test('critical ones come first, then by severity, then by age', async () => {
  await publish('info');
  await publish('warning', 'warning');
  await publish('critical', 'critical');
  await publish('error', 'error');
  await publish('success', 'success');
  await publish('second critical', 'critical');
  expect((await claimed()).flat()).toEqual([
    'critical',
    'second critical',
    'error',
    'warning',
    'success',
    'info',
  ]);
});

test('a claimed delivery is nobody else’s, and delivered once settled', async () => {
  const { deliveries } = await publish('once');
  const one = await claimOne();
  expect(one).toMatchObject({ channelId: 'mail', id: deliveries[0]?.id, attempt: 1, counted: 0 });
  expect(await claim()).toEqual([]);
  expect(stateOf(one.id).state).toBe('sending');
  await box.outbox.settle([delivered(one)]);
  expect(box.list.get(one.id)).toMatchObject({
    delivery: { state: 'delivered', attempts: 1, dueAt: null, endedAt: expect.any(String) },
    attempts: [{ number: 1, delivered: true, status: 200, receipt: 'r1', tookMs: 12.5, counted: true }],
  });
});

test('a failed one waits until its retry, and knows what is charged to it', async () => {
  await publish('again');
  const retryAt = box.clock.now() + 5_000.4;
  await box.outbox.settle([failed(await claimOne(), retryAt)]);
  expect(await claim()).toEqual([]);
  expect(box.outbox.nextDueAt('mail')).toBe(Math.round(retryAt));
  await box.clock.advance(5_001);
  const second = await claimOne();
  expect(second).toMatchObject({ attempt: 2, counted: 1 });
  await box.outbox.settle([failed(second, box.clock.now(), { reason: 'rateLimited', counted: false })]);
  expect(await claimOne()).toMatchObject({ id: second.id, attempt: 3, counted: 1 });
});

test('a dead letter keeps why it ended', async () => {
  await publish('refused');
  const one = await claimOne();
  await box.outbox.settle([failed(one, null, { reason: 'unauthorized' })]);
  expect(stateOf(one.id)).toMatchObject({
    state: 'failed',
    reason: 'unauthorized',
    explanation: 'It said no.',
  });
  expect(box.outbox.nextDueAt('mail')).toBeNull();
});

test('in an ordered channel nothing passes the one in front of it but what is more severe', async () => {
  for (const title of ['first', 'second']) await publish(title);
  const ordered = { ordered: true };
  const first = await claimOne(ordered);
  expect(titlesOf([first])).toEqual([['first']]);
  expect(await claim(ordered)).toEqual([]);
  await box.outbox.settle([failed(first, box.clock.now() + 60_000)]);
  expect(await claim(ordered)).toEqual([]);
  expect(box.outbox.nextDueAt('mail', true)).toBe(box.clock.now() + 60_000);
  expect(box.outbox.nextDueAt('mail', false)).toBe(box.clock.now());
  await publish('severe', 'error');
  const severe = await claimOne(ordered);
  expect(titlesOf([severe])).toEqual([['severe']]);
  await box.outbox.settle([delivered(severe)]);
  await box.clock.advance(60_000);
  const again = await claimOne(ordered);
  await box.outbox.settle([delivered(again)]);
  expect(titlesOf([again, await claimOne(ordered)])).toEqual([['first'], ['second']]);
});

test('the first waits for company, and then takes those along that still would', async () => {
  await publish('a', 'info', 10_000);
  await box.clock.advance(6_000);
  await publish('b', 'info', 10_000);
  expect(await claim({ upTo: 10 })).toEqual([]);
  expect(box.outbox.nextDueAt('mail')).toBe(box.clock.now() + 4_000);
  await box.clock.advance(4_000);
  await publish('c', 'warning', 10_000);
  const [batch] = await claim({ upTo: 10 });
  expect(batch?.id).toMatch(/^bat_/);
  expect(titlesOf(batch ? [batch] : [])).toEqual([['a', 'b', 'c']]);
});

test('a message holds no more than asked for, and critical ones travel among themselves', async () => {
  for (const title of ['a', 'b', 'c', 'd']) await publish(title);
  for (const title of ['A', 'B']) await publish(title, 'critical', 10_000);
  expect(await claimed({ upTo: 3 })).toEqual([['A', 'B'], ['a', 'b', 'c'], ['d']]);
});

test('a batch that failed is sent again as it was, under its id, and alone', async () => {
  for (const title of ['a', 'b']) await publish(title);
  const batch = await claimOne({ upTo: 10 });
  await box.outbox.settle([failed(batch, box.clock.now() + 1_000)]);
  await publish('c');
  await box.clock.advance(1_000);
  const again = await claim({ upTo: 10 });
  expect(titlesOf(again)).toEqual(expect.arrayContaining([['a', 'b'], ['c']]));
  expect(again.find(({ parts }) => parts.length === 2)).toMatchObject({
    id: batch.id,
    attempt: 2,
    parts: batch.parts,
  });
});

test('one that was tried alone is tried again alone: its id is what the receiver knows', async () => {
  await publish('a');
  const alone = await claimOne({ upTo: 10 });
  await box.outbox.settle([failed(alone, box.clock.now())]);
  await publish('b');
  expect(await claimed({ upTo: 10 })).toEqual([['a'], ['b']]);
});

test('in an ordered channel a batch takes those behind its head, up to one that was tried', async () => {
  await publish('tried');
  const tried = await claimOne();
  for (const title of ['a', 'b']) await publish(title);
  await box.outbox.settle([failed(tried, box.clock.now())]);
  const ordered = { ordered: true, upTo: 10 };
  const first = await claimOne(ordered);
  await box.outbox.settle([delivered(first)]);
  expect(titlesOf([first, await claimOne(ordered)])).toEqual([['tried'], ['a', 'b']]);
});

test('large events do not share a message beyond 4 MiB', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      box.outbox.publish(alert(String(index), 'info', 'x'.repeat(255_000)), to('mail')),
    ),
  );
  expect((await claim({ upTo: 100 })).map(({ parts }) => parts.length)).toEqual([16, 4]);
});

test('what is asked for only when urgent, or only as a test, is all that comes', async () => {
  await publish('info');
  await publish('critical', 'critical');
  await box.outbox.publish(alert('test'), [{ channelId: 'mail', windowMs: 0, test: true }]);
  expect(await claimed({ testsOnly: true })).toEqual([['test']]);
  expect(await claimed({ urgentOnly: true })).toEqual([['critical']]);
  expect(await claimed()).toEqual([['info']]);
});

test('a leader of before claims nothing and ends nothing, but what it tried is kept', async () => {
  await publish('mine');
  const mine = await claimOne({ epoch: 1 });
  await box.database.write(() =>
    box.database.statement('INSERT INTO courier (id, epoch) VALUES (1, 2)').run(),
  );
  expect(await box.outbox.takeBack(2)).toBe(1);
  expect(await claim({ epoch: 1 })).toEqual([]);
  await box.outbox.settle([delivered(mine, 1)]);
  expect(box.list.get(mine.id)).toMatchObject({
    delivery: { state: 'waiting', attempts: 2 },
    attempts: [
      { number: 1, reason: 'interrupted', counted: false },
      { number: 2, delivered: true },
    ],
  });
  const again = await claimOne({ epoch: 2 });
  expect(again).toMatchObject({ id: mine.id, attempt: 3, counted: 0 });
  await box.outbox.settle([failed(again, null, { epoch: 1 })]);
  expect(stateOf(mine.id).state).toBe('sending');
});

test('taking back leaves alone what the new leadership sends itself', async () => {
  for (let index = 0; index < 600; index++) void publish(String(index));
  await publish('last');
  await claim({ epoch: 1, atMost: 600 });
  await claim({ epoch: 2, atMost: 1 });
  expect(await box.outbox.takeBack(2)).toBe(600);
  expect(box.list.counts()).toMatchObject({ sending: 1, waiting: 600 });
});

test('what is released was not tried, and may travel in other company', async () => {
  for (const title of ['a', 'b']) await publish(title);
  const batch = await claimOne({ upTo: 10 });
  await box.outbox.release([batch], 1);
  expect(box.list.counts()).toMatchObject({ sending: 0, waiting: 2 });
  await publish('c');
  const again = await claimOne({ upTo: 10 });
  expect(again).toMatchObject({ attempt: 1, counted: 0 });
  expect(titlesOf([again])).toEqual([['a', 'b', 'c']]);
  expect(again.id).not.toBe(batch.id);
});

test('attempts cannot be changed, whoever tries', async () => {
  await publish('a');
  await box.outbox.settle([delivered(await claimOne())]);
  expect(() => box.database.statement('UPDATE attempts SET delivered = 0').run()).toThrow(/never changed/);
});

test('the courier hears at once which channels have work', async () => {
  const heard: string[][] = [];
  const stop = box.outbox.onWork((channelIds) => heard.push(channelIds));
  await box.outbox.publish(alert('a'), [...to('mail'), ...to('slack')]);
  await box.outbox.release([await claimOne()], 1);
  stop();
  await publish('b');
  expect(heard).toEqual([['mail', 'slack'], ['mail']]);
});

test('screens hear the first change at once, then of 100 deliveries every 100 ms, as they are then', async () => {
  await publish('first');
  await Promise.all(Array.from({ length: 150 }, (_, index) => publish(String(index))));
  await claim({ atMost: 200 });
  const heard = () =>
    box.heard.flatMap(({ name, payload }) =>
      name === 'delivery.changed' && 'deliveries' in payload ? [payload] : [],
    );
  expect(heard().map(({ deliveries }) => deliveries.length)).toEqual([1]);
  await box.clock.advance(100);
  expect(heard()[1]).toMatchObject({ more: true });
  expect(heard()[1]?.deliveries).toHaveLength(100);
  expect(new Set(heard()[1]?.deliveries.map(({ state }) => state))).toEqual(new Set(['sending']));
  await box.clock.advance(1_000);
  expect(heard()).toHaveLength(2);
});

test('a notice for the inbox is told with how many are unread', async () => {
  await publish('one');
  await publish('two', 'error');
  const notices = box.heard.filter(({ name }) => name === 'notice.published');
  expect(notices).toMatchObject([
    { payload: { notice: { title: 'one' }, unread: 1 } },
    { payload: { notice: { title: 'two', severity: 'error' }, unread: 2 } },
  ]);
});

test('a test of a channel stays out of the inbox', async () => {
  await box.outbox.publish(alert('only a test'), [{ channelId: 'mail', windowMs: 0, test: true }]);
  await publish('real');
  expect(box.list.inbox({ limit: 10 }).notices.map(({ title }) => title)).toEqual(['real']);
  expect(box.list.unread()).toBe(1);
  const notices = box.heard.filter(({ name }) => name === 'notice.published');
  expect(notices).toMatchObject([{ payload: { notice: { title: 'real' }, unread: 1 } }]);
});
