import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Claim, Outcome } from './outbox.ts';
import { alert, delivered, failed, openTestOutbox, request, titlesOf } from './test-outbox.ts';

let held: Set<string>;
let box: ReturnType<typeof openTestOutbox>;

beforeEach(() => {
  held = new Set();
  box = openTestOutbox({ held });
});
afterEach(() => box.database.close());

const publish = (title: string, channelId = 'mail', severity?: Parameters<typeof alert>[1]) =>
  box.outbox.publish(alert(title, severity), [{ channelId, windowMs: 0 }]);

async function idOf(title: string, ...more: [string?, Parameters<typeof alert>[1]?]): Promise<string> {
  const { deliveries } = await publish(title, ...more);
  return deliveries[0]?.id ?? '';
}

async function titles(filter: Parameters<typeof box.list.list>[0], limit = 100): Promise<string[]> {
  return (await box.list.list(filter, { limit })).items.map(({ title }) => title);
}

/** Sends what is due to a channel; all goes through, or nothing for good. */
async function send(how: (claim: Claim) => Outcome, channelId = 'mail'): Promise<void> {
  const claims = await box.outbox.claim([request(channelId)]);
  await box.outbox.settle(claims.map((claim) => how(claim)));
}
const refuse = (claim: Claim) => failed(claim, null);

test('pages run from the newest to the oldest, each delivery once, also while new ones come', async () => {
  for (let index = 0; index < 25; index++) await publish(`${index}`);
  const seen: string[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page = await box.list.list({}, { limit: 10, cursor });
    seen.push(...page.items.map(({ title }) => title));
    cursor = page.nextCursor;
    await publish('new');
  }
  expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `${24 - index}`));
});

test('a cursor that is not one of ours is refused', async () => {
  const listing = box.list.list({}, { limit: 10, cursor: '1; DROP TABLE deliveries' });
  await expect(listing).rejects.toMatchObject({ code: 'call.invalid', field: 'cursor' });
});

test('filters are joined, and text is searched in titles and ids', async () => {
  const event = alert('Ärger mit Becher', 'error');
  const { deliveries } = await box.outbox.publish(event, [
    { channelId: 'mail', windowMs: 0 },
    { channelId: 'slack', windowMs: 0 },
  ]);
  await box.clock.advance(10_000);
  await publish('Harmless');
  const from = new Date(box.clock.now()).toISOString();
  expect(await titles({ text: 'äRGER' })).toEqual(['Ärger mit Becher', 'Ärger mit Becher']);
  expect(await titles({ text: deliveries[0]?.id })).toEqual(['Ärger mit Becher']);
  expect(await titles({ eventId: event.id, channelId: 'slack' })).toEqual(['Ärger mit Becher']);
  expect(await titles({ minSeverity: 'warning', eventType: 'system_alert' })).toHaveLength(2);
  expect(await titles({ from })).toEqual(['Harmless']);
  expect(await titles({ to: from, channelId: 'mail' })).toEqual(['Harmless', 'Ärger mit Becher']);
  expect(await titles({ eventType: 'mug_detected' })).toEqual([]);
  expect(await titles({ channelId: 'nobody' })).toEqual([]);
});

test('a few among very many are found', async () => {
  await Promise.all(
    Array.from({ length: 30_000 }, (_, index) => publish(index === 7 ? 'needle' : 'hay', 'mail')),
  );
  expect(await titles({ text: 'needle' })).toEqual(['needle']);
  expect(await titles({ states: ['failed'] })).toEqual([]);
});

test('what waits for a channel that takes nothing is held: in lists, counts and filters', async () => {
  await publish('a');
  await publish('b', 'slack');
  held.add('slack');
  expect((await box.list.list({}, { limit: 10 })).items.map(({ state }) => state)).toEqual([
    'held',
    'waiting',
  ]);
  expect(await titles({ states: ['held'] })).toEqual(['b']);
  expect(await titles({ states: ['waiting'] })).toEqual(['a']);
  expect(box.list.counts()).toMatchObject({ waiting: 1, held: 1 });
  expect(box.list.countsOf('slack')).toMatchObject({ waiting: 0, held: 1 });
});

test('the success rate is of the last 100 attempts of the last day', async () => {
  expect(box.list.successRate('mail')).toBeNull();
  for (let index = 0; index < 30; index++) await publish(`${index}`);
  await send(refuse);
  for (let index = 0; index < 90; index++) await publish(`${index}`);
  await send(delivered);
  expect(box.list.successRate('mail')).toEqual({ rate: 0.9, attempts: 100 });
  expect(box.list.successRate('slack')).toBeNull();
  await box.clock.advance(90_000_000);
  expect(box.list.successRate('mail')).toBeNull();
});

test('a dead letter is sent again under its id, with its attempts and all its retries', async () => {
  const id = await idOf('refused');
  await send(refuse);
  await box.clock.advance(60_000);
  expect(await box.list.replay({ ids: [id, id, 'dlv_unknown'] })).toBe(1);
  expect(box.list.get(id).delivery).toMatchObject({
    state: 'waiting',
    attempts: 1,
    reason: null,
    endedAt: null,
  });
  const [claim] = await box.outbox.claim([request('mail')]);
  expect(claim).toMatchObject({ id, attempt: 2, counted: 0, parts: [{ createdAt: box.clock.now() }] });
});

test('by a filter, all that it finds are sent again, and only those', async () => {
  await Promise.all(Array.from({ length: 1_300 }, (_, index) => publish(`${index}`)));
  await publish('other', 'slack');
  await send(refuse, 'slack');
  for (let round = 0; round < 13; round++) await send(refuse);
  const heard: string[][] = [];
  box.outbox.onWork((channelIds) => heard.push(channelIds));
  expect(await box.list.replay({ filter: { channelId: 'mail', states: ['failed'] } })).toBe(1_300);
  expect(box.list.counts()).toMatchObject({ waiting: 1_300, failed: 1 });
  expect(new Set(heard.flat())).toEqual(new Set(['mail']));
});

test('one that waits for its retry is sent now', async () => {
  const id = await idOf('later');
  await send((claim) => failed(claim, box.clock.now() + 1e9));
  expect(await box.list.replay({ ids: [id] })).toBe(1);
  const [claim] = await box.outbox.claim([request('mail')]);
  expect(claim).toMatchObject({ id, attempt: 2, counted: 1 });
});

test('what waits can be cancelled; what has ended stays as it ended', async () => {
  const done = await idOf('done');
  await send(delivered);
  const waiting = await idOf('waiting');
  held.add('mail');
  expect(await box.list.cancel({ filter: {} })).toBe(1);
  expect(await box.list.cancel({ ids: [done, waiting] })).toBe(0);
  expect(box.list.get(waiting).delivery).toMatchObject({ state: 'cancelled', reason: 'byHand', dueAt: null });
  expect(box.list.get(done).delivery.state).toBe('delivered');
  expect(await box.outbox.claim([request('mail')])).toEqual([]);
});

test('cancelled while it is being sent, it is not tried again, and delivered if that try succeeds', async () => {
  const ids = [await idOf('fails'), await idOf('succeeds'), await idOf('interrupted')];
  const [fails, succeeds] = await box.outbox.claim([request('mail')]);
  expect(await box.list.cancel({ ids })).toBe(3);
  if (fails === undefined || succeeds === undefined) throw new Error('Nothing was due.');
  await box.outbox.settle([failed(fails, box.clock.now()), delivered(succeeds)]);
  await box.outbox.takeBack(2);
  expect(ids.map((id) => box.list.get(id).delivery.state)).toEqual(['cancelled', 'delivered', 'cancelled']);
});

test('what waits for a removed channel ends with it', async () => {
  const id = await idOf('a');
  await publish('b', 'slack');
  expect(await box.list.cancelChannel('mail')).toBe(1);
  expect(box.list.get(id).delivery.reason).toBe('channelRemoved');
  expect(titlesOf(await box.outbox.claim([request('slack')]))).toEqual([['b']]);
});

test('a delivery that is not there is said so', () => {
  expect(() => box.list.get('dlv_none')).toThrow(expect.objectContaining({ code: 'notFound' }));
});

test('the inbox shows what people were told, and up to where they have read', async () => {
  const events = ['one', 'two', 'three'].map((title) => alert(title));
  for (const event of events) await box.outbox.publish(event, []);
  const data = { model_id: 'm', model_name: 'M', sha256: 'a' };
  const at = '2026-11-01T00:00:00.000Z';
  await box.outbox.publish(
    { id: 'model', type: 'model_updated', severity: 'info', occurredAt: at, data },
    [],
  );
  expect(box.list.unread()).toBe(4);
  expect(await box.list.markRead(events[1]?.id ?? '')).toBe(2);
  expect(await box.list.markRead(events[0]?.id ?? '')).toBe(2);
  const page = box.list.inbox({ limit: 3 });
  expect(page).toMatchObject({
    notices: [
      { title: 'Model in use: M', read: false },
      { title: 'three', read: false },
      { title: 'two', read: true },
    ],
    unread: 2,
  });
  expect(box.list.inbox({ limit: 3, cursor: page.nextCursor ?? '' })).toMatchObject({
    notices: [{ title: 'one', read: true }],
    nextCursor: null,
  });
  await expect(box.list.markRead('evt_none')).rejects.toMatchObject({ code: 'notFound' });
});

test('events for workflows alone are not in the inbox', async () => {
  const data = { image_id: 'p', mug_count: 0, positions: [], confidence_scores: [], processing_time: 0.1 };
  const at = '2026-11-01T00:00:00.000Z';
  await box.outbox.publish({ id: 'mugs', type: 'mug_detected', severity: 'info', occurredAt: at, data }, []);
  expect(box.list.inbox({ limit: 10 })).toEqual({ notices: [], unread: 0, nextCursor: null });
});
