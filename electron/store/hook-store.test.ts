import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type Hook, type HookCall, hookSchema } from '../../shared/hook.ts';
import { createFakeClock, type FakeClock } from '../delivery/fake-clock.ts';
import { type Database, openDatabase } from './database.ts';
import { createHookStore, type HookStore } from './hook-store.ts';

const hours = 60 * 60 * 1_000;
let clock: FakeClock;
let database: Database;
let statements: Set<string>;
let store: HookStore;
let count = 0;

beforeEach(() => {
  clock = createFakeClock();
  statements = new Set();
  database = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-hook-store-')), 'h200.sqlite'));
  const statement: Database['statement'] = (sql) => {
    statements.add(sql);
    return database.statement(sql);
  };
  store = createHookStore({ ...database, statement }, clock.now);
});

const hook = (name: string): Hook => hookSchema.parse({ name, allows: ['photo.analyze'] });
const add = (name: string) =>
  store.save({ hook: hook(name), secretMadeAt: clock.now(), previousUntil: null });

function call(name: string, also: Partial<HookCall> = {}): HookCall {
  count += 1;
  return {
    id: `hcl_${count}`,
    hook: name,
    receivedAt: new Date(clock.now()).toISOString(),
    type: 'photo.analyze',
    status: 202,
    state: 'done',
    outcome: '2 mugs found.',
    photoId: null,
    analysisId: null,
    alertId: null,
    renderId: null,
    ...also,
  };
}
const key = (messageId: string) => ({ messageId, bodySha256: 'abc' });

test('a call is forgotten once it is old and 200 came after it; the newest stay', async () => {
  await add('a');
  await add('b');
  await store.record(call('a'), key('old'));
  await store.record(call('b'), key('old'));
  await clock.advance(49 * hours);
  for (let index = 0; index < 199; index += 1) await store.record(call('a'), key(`msg_${index}`));
  expect(store.letIn('a', 'old')).not.toBeNull();
  await store.record(call('a'), key('last'));
  expect(store.letIn('a', 'old')).toBeNull();
  expect(store.letIn('b', 'old')).not.toBeNull();
  expect(store.calls('a', 500)).toHaveLength(200);
  await store.record(call('a'), key('one more'));
  // None of these is old.
  expect(store.calls('a', 500)).toHaveLength(201);
});

test('what is forgotten is looked for among the oldest, however many calls are remembered', async () => {
  await add('a');
  for (let index = 0; index < 250; index += 1) await store.record(call('a'), null);
  await clock.advance(49 * hours);
  await store.record(call('a'), null);
  // Ten for each that comes, down to those that always stay.
  expect(store.calls('a', 500)).toHaveLength(241);
  for (let index = 0; index < 10; index += 1) await store.record(call('a'), null);
  expect(store.calls('a', 500)).toHaveLength(200);
});

test('what was refused does not stand in the way of the same message; what was let in does', async () => {
  await add('a');
  await store.record(call('a', { state: 'refused', status: 502 }), key('msg_1'));
  expect(store.letIn('a', 'msg_1')).toBeNull();
  const first = call('a');
  await store.record(first, key('msg_1'));
  expect(store.letIn('a', 'msg_1')).toEqual({ call: first, bodySha256: 'abc' });
  await expect(store.record(call('a'), key('msg_1'))).rejects.toThrow();
  await store.record(call('a'), null);
  await store.record(call('a'), null);
  expect(store.calls('a', 9)).toHaveLength(4);
});

test('work ends once, and only work', async () => {
  await add('a');
  const working = call('a', { state: 'working' });
  await store.record(working, null);
  expect(store.working()).toEqual([working]);
  const end = { state: 'done' as const, outcome: 'No mug was found.', analysisId: 'an' };
  expect(await store.finish(working.id, end)).toEqual({ ...working, ...end });
  expect(store.working()).toEqual([]);
  const again = await store.finish(working.id, { ...end, state: 'failed' });
  expect(again).toMatchObject({ state: 'done' });
  expect(await store.finish('nobody', end)).toBeNull();
});

test('a hook goes with its calls, and nothing comes after it', async () => {
  await add('a');
  await store.record(call('a'), key('msg_1'));
  expect(await store.remove('a')).toBe(true);
  expect(await store.remove('a')).toBe(false);
  await store.record(call('a'), key('msg_2'));
  await add('a');
  expect(store.calls('a', 9)).toEqual([]);
});

test('no query of a call scans its table or sorts', async () => {
  await add('a');
  const one = call('a', { state: 'working' });
  await store.record(one, key('msg_1'));
  await store.finish(one.id, { state: 'done', outcome: '', analysisId: null });
  store.letIn('a', 'msg_1');
  store.calls('a', 20);
  store.find('a');
  store.working();
  const plans = [...statements].flatMap((sql) =>
    database
      .statement(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => null))
      .map(({ detail }) => `${detail}`),
  );
  expect(plans.length).toBeGreaterThan(6);
  expect(
    plans.filter((line) => /^SCAN (?!CONSTANT)|TEMP B-TREE/.test(line) && !line.includes('USING INDEX')),
  ).toEqual([]);
});
