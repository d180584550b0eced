import { existsSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
  type RenderResult,
  type RenderState,
  rendererLanes,
  renderRequestSchema,
} from '../../shared/render.ts';
import { newId } from '../delivery/new-id.ts';
import {
  alert,
  request as claimRequest,
  delivered,
  failed,
  openTestOutbox,
} from '../delivery/test-outbox.ts';
import { createPictureStore, type PictureStore } from './picture-store.ts';
import { createRenderStore, type NewRender, type RenderStore } from './render-store.ts';

const lane = rendererLanes.local.id;
const photoId = 'a'.repeat(64);
let dir: string;
let held: Set<string>;
let box: ReturnType<typeof openTestOutbox>;
let renders: RenderStore;
let pictures: PictureStore;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'h200-renders-'));
  held = new Set();
  box = openTestOutbox({ held });
  pictures = createPictureStore(join(dir, 'pictures'));
  renders = createRenderStore({
    dir: join(dir, 'renders'),
    database: box.database,
    pictures,
    isHeld: (id) => held.has(id),
    now: box.clock.now,
  });
});

const render = (also: Partial<NewRender> = {}): NewRender => ({
  id: `rnd_${newId(box.clock.now())}`,
  batchId: null,
  deliveryId: 'unset',
  templateId: 'local:overlay-card',
  templateName: 'Overlay card',
  photoId,
  photoName: 'mug.jpg',
  request: renderRequestSchema.parse({ templateId: 'local:overlay-card', analysisIds: ['an-1'] }),
  ...also,
});

/** Recorded as the jobs do it: with an event and a delivery to the lane of a renderer. */
async function add(also: Partial<NewRender> = {}): Promise<NewRender> {
  const recorded = await box.outbox.publish(alert('r'), [{ channelId: lane, windowMs: 0 }]);
  const row = render({ deliveryId: recorded.deliveries[0]?.id ?? '', ...also });
  await box.database.write(() => renders.add([row]));
  return row;
}

const result = (also: Partial<RenderResult> = {}): RenderResult => ({
  completedAt: '2026-11-01T00:00:00.000Z',
  usedProvider: 'local',
  fallbackReason: null,
  warnings: [],
  format: 'png',
  width: 10,
  height: 10,
  pages: 1,
  bytes: 4,
  tookMs: 1,
  reused: false,
  receipt: null,
  ...also,
});

async function complete({ id }: { id: string }, cacheKey: string | null = null): Promise<string> {
  const path = renders.pathOf(id, 'png');
  mkdirSync(join(dir, 'renders'), { recursive: true });
  writeFileSync(path, 'file');
  await box.database.write(() => renders.setResult(id, result(), cacheKey));
  return path;
}

const stateOf = ({ id }: { id: string }) => renders.get(id).state;

test('a render is what its delivery is: waiting, held, rendering, failed, cancelled, waiting again', async () => {
  const row = await add();
  expect(renders.get(row.id)).toMatchObject({
    state: 'waiting',
    attempts: 0,
    dueAt: expect.any(String),
    explanation: null,
    result: null,
    request: { analysisIds: ['an-1'], format: 'png', scale: 1, provider: 'auto' },
  });
  held.add(lane);
  expect(stateOf(row)).toBe('held');
  held.clear();
  const claims = await box.outbox.claim([claimRequest(lane)]);
  expect(stateOf(row)).toBe('rendering');
  await box.outbox.settle(claims.map((claim) => failed(claim, null)));
  expect(renders.get(row.id)).toMatchObject({ state: 'failed', attempts: 1, dueAt: null });
  expect(renders.get(row.id).explanation).toContain('It said no.');
  await box.list.replay({ ids: [row.deliveryId] });
  expect(stateOf(row)).toBe('waiting');
  await box.list.cancel({ ids: [row.deliveryId] });
  expect(renders.get(row.id)).toMatchObject({ state: 'cancelled', explanation: 'Cancelled by hand.' });
});

test('with its result a render is completed, whatever became of its delivery', async () => {
  const row = await add();
  const [claim] = await box.outbox.claim([claimRequest(lane)]);
  await complete(row);
  expect(renders.get(row.id)).toMatchObject({ state: 'completed', dueAt: null, result: result() });
  if (claim !== undefined) await box.outbox.settle([delivered(claim)]);
  box.query('DELETE FROM deliveries');
  expect(renders.get(row.id)).toMatchObject({ state: 'completed', explanation: null, result: result() });
});

test('without a result and without a delivery it counts as failed', async () => {
  const row = await add({ batchId: `rbt_${newId()}` });
  box.query('DELETE FROM deliveries');
  expect(renders.get(row.id)).toMatchObject({
    state: 'failed',
    explanation: 'Forgotten before it was drawn.',
    dueAt: null,
  });
  expect(renders.countsOf(row.batchId ?? '')).toMatchObject({ failed: 1, waiting: 0 });
});

test('a photo that is gone is said to be gone', async () => {
  const row = await add();
  expect(renders.get(row.id).photoId).toBeNull();
  box.query("INSERT INTO photos VALUES (?, 'mug.jpg', 'jpeg', 1, 1)", photoId);
  expect(renders.get(row.id).photoId).toBe(photoId);
});

test('rows and deliveries are written together or not at all', async () => {
  const row = render();
  const writing = box.database.write(() => {
    renders.add([row, { ...row, id: `rnd_${newId()}` }]);
  });
  await expect(writing).rejects.toThrow();
  expect(() => renders.get(row.id)).toThrow(expect.objectContaining({ code: 'notFound' }));
});

test('a list is given newest first and page by page, by state, batch and analysis', async () => {
  const batchId = `rbt_${newId()}`;
  const of = (...analysisIds: string[]) =>
    renderRequestSchema.parse({ templateId: 'local:contact-sheet', analysisIds });
  const rows: NewRender[] = [];
  for (let index = 0; index < 6; index++) {
    rows.push(
      await add({
        batchId: index % 2 === 0 ? batchId : null,
        request: of(`an-${index % 3}`, `an-${index % 3}`, 'an-9'),
      }),
    );
  }
  await complete(rows[0] ?? render());
  await complete(rows[4] ?? render());
  const all = rows.map(({ id }) => id).toReversed();
  const idsAt = (...indexes: number[]) => indexes.map((index) => rows[index]?.id);
  const ids = async (filter: Parameters<RenderStore['list']>[0]) =>
    (await renders.list(filter, { limit: 10 })).renders.map(({ id }) => id);

  const pages: string[][] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await renders.list({}, { limit: 4, cursor });
    pages.push(page.renders.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(pages).toEqual([all.slice(0, 4), all.slice(4)]);
  expect(await ids({ states: ['completed'] })).toEqual(idsAt(4, 0));
  expect(await ids({ states: ['waiting'] })).toEqual(idsAt(5, 3, 2, 1));
  expect(await ids({ states: ['held'] })).toEqual([]);
  expect(await ids({ batchId })).toEqual(idsAt(4, 2, 0));
  expect(await ids({ batchId, states: ['waiting', 'completed'] })).toEqual(idsAt(4, 2, 0));
  expect(await ids({ batchId, states: ['waiting'] })).toEqual(idsAt(2));
  expect(await ids({ analysisId: 'an-1' })).toEqual(idsAt(4, 1));
  expect(await ids({ analysisId: 'an-9', batchId, states: ['completed'] })).toEqual(idsAt(4, 0));
  expect(await ids({ analysisId: 'an-7' })).toEqual([]);
  await expect(renders.list({}, { limit: 1, cursor: 'x' })).rejects.toMatchObject({ code: 'call.invalid' });
});

test('one of a few among thousands is found, over many steps', async () => {
  const rows = Array.from({ length: 2_500 }, (_, index) => render({ deliveryId: `dlv_${index}` }));
  await box.database.write(() => {
    renders.add(rows);
    for (const { id } of rows.slice(1)) renders.setResult(id, result(), null);
  });
  const { renders: found, nextCursor } = await renders.list({ states: ['failed', 'held'] }, { limit: 2 });
  expect(found.map(({ id }) => id)).toEqual([rows[0]?.id]);
  expect(nextCursor).toBeNull();
  const first = await renders.list({ states: ['completed'] }, { limit: 2_000 });
  const second = await renders.list(
    { states: ['completed'] },
    { limit: 2_000, cursor: first.nextCursor ?? '' },
  );
  expect([first.renders.length, second.renders.length, second.nextCursor]).toEqual([2_000, 499, null]);
});

test('batches are listed newest first with their counts, at most a hundred', async () => {
  const ids = Array.from({ length: 103 }, (_, index) => `rbt_${newId(index + 1)}`);
  await box.database.write(() =>
    renders.add(ids.flatMap((batchId, n) => [0, 1].map((m) => render({ batchId, deliveryId: `${n} ${m}` })))),
  );
  const last = await add({ batchId: `rbt_${newId(1_000)}` });
  await add({ batchId: last.batchId });
  await complete(last);
  const batches = renders.batches();
  expect(batches).toHaveLength(100);
  expect(batches[0]).toMatchObject({
    id: last.batchId,
    total: 2,
    counts: { completed: 1, waiting: 1, failed: 0, held: 0, rendering: 0, cancelled: 0 },
  });
  expect(batches.slice(1).map(({ id }) => id)).toEqual(ids.slice(4).toReversed());
  expect(renders.batch('rbt_none')).toBeNull();
});

test('an equal picture is the newest completed one whose file is still whole', async () => {
  const [old, broken, gone] = [await add(), await add(), await add()];
  await add();
  const path = await complete(old, 'key');
  writeFileSync(await complete(broken, 'key'), 'not whole');
  await renders.remove([gone.id]);
  expect(await renders.findEqual('key')).toMatchObject({ render: { id: old.id }, path });
  expect(await renders.findEqual('other')).toBeNull();
});

test('a result for a render that was deleted meanwhile finds no row', async () => {
  const row = await add();
  await renders.remove([row.id]);
  expect(await box.database.write(() => renders.setResult(row.id, result(), null))).toBe(false);
});

test('a selection gives ids, deliveries and states of what is there', async () => {
  const batchId = `rbt_${newId()}`;
  const [one, two] = [await add({ batchId }), await add({ batchId })];
  await complete(two);
  const handle = ({ id, deliveryId }: NewRender, state: RenderState) => ({ id, deliveryId, state });
  const both = [handle(one, 'waiting'), handle(two, 'completed')];
  expect(renders.idsOf({ batchId })).toEqual(both);
  expect(renders.idsOf({ ids: [one.id, two.id, one.id, render().id] })).toEqual(both);
  expect(renders.findByDelivery(one.deliveryId)?.id).toBe(one.id);
  expect(renders.findByDelivery('dlv_other')).toBeNull();
});

test('a removed render takes its file, its small picture and its place in the filter along', async () => {
  const [kept, gone] = [await add(), await add()];
  const path = await complete(gone);
  const small = await pictures.get(gone.id, 'small', (outPath) => writeFile(outPath, 'small'));
  expect(await renders.remove([gone.id, gone.id, render().id])).toBe(1);
  expect([existsSync(path), existsSync(small)]).toEqual([false, false]);
  expect((await renders.list({ analysisId: 'an-1' }, { limit: 9 })).renders.map(({ id }) => id)).toEqual([
    kept.id,
  ]);
});

test('old files that no render stands for are removed, young ones and those of renders stay', async () => {
  const row = await add();
  await complete(row);
  const folder = join(dir, 'renders');
  const lost = `rnd_${'0'.repeat(32)}.png`;
  for (const name of [lost, `${row.id}.png.part`, 'young.part']) writeFileSync(join(folder, name), 'x');
  const old = new Date(box.clock.now() - 2 * 3_600_000);
  for (const name of [lost, `${row.id}.png.part`, `${row.id}.png`]) utimesSync(join(folder, name), old, old);
  await renders.removeLeftovers();
  expect(readdirSync(folder).toSorted()).toEqual([`${row.id}.png`, 'young.part']);
});

test('no statement of the renders reads a whole table or sorts one', async () => {
  const seen = new Set<string>();
  const watched = openTestOutbox({ watch: (sql) => seen.add(sql) });
  const { database, clock, query } = watched;
  const store = createRenderStore({ dir, database, pictures, isHeld: () => false, now: clock.now });
  const batchId = `rbt_${newId()}`;
  const rows = [render({ batchId, deliveryId: 'one' }), render({ batchId, deliveryId: 'two' })];
  await database.write(() => store.add(rows));
  const ids = rows.map(({ id }) => id);
  for (const states of [undefined, ['failed'], ['completed']] satisfies (RenderState[] | undefined)[]) {
    for (const filter of [{}, { batchId }, { analysisId: 'an-1' }, { batchId, analysisId: 'an-1' }]) {
      await store.list({ ...filter, states }, { limit: 10 });
    }
  }
  await database.write(() => store.setResult(ids[0] ?? '', result(), 'key'));
  await store.findEqual('key');
  store.batches();
  store.idsOf({ batchId });
  store.idsOf({ ids });
  store.findByDelivery('one');
  await store.removeLeftovers();
  await store.remove(ids);
  expect(seen.size).toBeGreaterThan(15);

  const slow = [...seen].flatMap((sql) => {
    const lines = query(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => String(detail));
    // One batch is grouped by a handful of states; `newest` holds a hundred ids.
    const bad = lines.filter((line) => /^SCAN (?!CONSTANT ROW|newest)|TEMP B-TREE FOR ORDER/.test(line));
    return bad.map((line) => `${line}: ${sql}`);
  });
  expect(slow).toEqual([]);
  const scan = query("EXPLAIN QUERY PLAN SELECT id FROM renders WHERE photo_name = 'a'");
  expect(scan[0]?.detail).toMatch(/^SCAN/);
});
