import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Analysis } from '../../shared/analysis.ts';
import type { AnalysisFilter } from '../../shared/contract.ts';
import { boxAt, mug, thing } from '../../shared/positioning/test-scenes.ts';
import { analysisOf, deskScene } from '../pipeline/export-test-analyses.ts';
import { type AnalysisStore, createAnalysisStore } from './analysis-store.ts';
import { type Database, openDatabase } from './database.ts';
import { createPhotoStore } from './photo-store.ts';

let database: Database;
let store: AnalysisStore;
let nowMs: number;

beforeEach(() => {
  database = openDatabase(join(mkdtempSync(join(tmpdir(), 'h200-analyses-')), 'h200.sqlite'));
  nowMs = Date.parse('2026-11-20T12:00:00Z');
  store = createAnalysisStore(database, () => nowMs);
});
afterEach(() => database.close());

/** Adds an analysis of its own photo, made at this minute. */
async function add(
  name: string,
  minute = 0,
  detections = deskScene,
  fingerprint = 'print',
): Promise<Analysis> {
  const createdAt = new Date(Date.parse('2026-11-20T10:00:00Z') + minute * 60_000).toISOString();
  const analysis = { ...analysisOf(name, detections, { createdAt }), id: randomUUID() };
  const { id, format, bytes } = analysis.photo;
  await database.write(() =>
    database.statement('INSERT OR IGNORE INTO photos VALUES (?, ?, ?, ?, 0)').run(id, name, format, bytes),
  );
  await store.add(analysis, fingerprint);
  return analysis;
}

const names = (filter: AnalysisFilter = {}) =>
  store.list(filter, { limit: 1_000 }).items.map(({ photo }) => photo.name);

test('an analysis comes back as it was, and its line of the history says what it says', async () => {
  const analysis = await add('desk.jpg');
  expect(store.get(analysis.id)).toEqual(analysis);
  const { id, createdAt, photo, width, height } = analysis;
  const expected = {
    id,
    createdAt,
    photo,
    width,
    height,
    mugCount: 2,
    reviewCount: 1,
    topScore: 0.9,
    mugScores: [0.9, 0.4, 0.05],
    judgement: null,
  };
  expect(store.list({}, { limit: 10 })).toEqual({ items: [expected], total: 1, nextCursor: null });
});

test('what could not be read again is not written', async () => {
  const broken = { ...analysisOf('broken.jpg', deskScene), width: Number.POSITIVE_INFINITY };
  await expect(store.add(broken, 'print')).rejects.toThrow();
  expect(names()).toEqual([]);
});

test('an analysis that cannot be read any more is not reused', async () => {
  const { photo } = await add('desk.jpg');
  await database.write(() => database.statement("UPDATE analysis_bodies SET body = '{}'").run());
  expect(store.findReusable(photo.id, 'print')).toBeNull();
});

test('a photo without mugs has no top score', async () => {
  await add('empty.jpg', 0, [thing('laptop', boxAt(0, 0))]);
  expect(store.list({}, { limit: 1 }).items[0]).toMatchObject({
    mugCount: 0,
    reviewCount: 0,
    topScore: null,
  });
});

test('the list is newest first; equal times keep the order in which they came', async () => {
  await add('old.jpg', 1);
  await add('new.jpg', 5);
  await add('same first.jpg', 3);
  await add('same second.jpg', 3);
  expect(names()).toEqual(['new.jpg', 'same second.jpg', 'same first.jpg', 'old.jpg']);
});

test('text finds parts of names in any case and script, and % and _ mean themselves', async () => {
  for (const name of ['Große TASSE.jpg', 'mug_01.png', 'mug 01.png', '100%.jpg']) await add(name);
  expect(names({ text: 'GROSSE' })).toEqual([]);
  expect(names({ text: 'GROßE tasse' })).toEqual(['Große TASSE.jpg']);
  expect(names({ text: 'g_0' })).toEqual(['mug_01.png']);
  expect(names({ text: '%' })).toEqual(['100%.jpg']);
  expect(names({ text: '' })).toHaveLength(4);
  expect(names({ text: 'Große'.normalize('NFD') })).toEqual(['Große TASSE.jpg']);
});

test('a label finds photos with such a detection, in any case, from the given score on', async () => {
  await add('desk.jpg');
  await add('mug only.jpg', 1, [mug(boxAt(0, 0))]);
  expect(names({ label: 'Laptop' })).toEqual(['desk.jpg']);
  expect(names({ label: 'laptop', minScore: 0.7 })).toEqual(['desk.jpg']);
  expect(names({ label: 'laptop', minScore: 0.71 })).toEqual([]);
  expect(names({ label: 'mug' })).toEqual(['mug only.jpg', 'desk.jpg']);
});

test('a score alone is the score of the best mug', async () => {
  await add('faint.jpg', 0, [mug(boxAt(0, 0), { score: 0.4 }), thing('laptop', boxAt(0, 0), 0.95)]);
  await add('none.jpg', 1, [thing('laptop', boxAt(0, 0), 0.95)]);
  expect(names({ minScore: 0.4 })).toEqual(['faint.jpg']);
  expect(names({ minScore: 0.41 })).toEqual([]);
});

test('dates include both ends, and all conditions must hold', async () => {
  await add('first.jpg', 0);
  await add('second.jpg', 1);
  await add('third.jpg', 2);
  const at = (minute: number) => `2026-11-20T10:0${minute}:00.000Z`;
  expect(names({ from: at(1) })).toEqual(['third.jpg', 'second.jpg']);
  expect(names({ to: at(1) })).toEqual(['second.jpg', 'first.jpg']);
  expect(names({ from: at(1), to: at(1) })).toEqual(['second.jpg']);
  expect(names({ from: at(1), text: 'third', label: 'laptop' })).toEqual(['third.jpg']);
  expect(names({ from: at(1), text: 'first' })).toEqual([]);
});

test('pages of any size give every line once, in order, also while new ones come', async () => {
  for (let index = 0; index < 23; index++) await add(`${index}.jpg`, index % 4);
  const all = names();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (limit) => {
      const seen: string[] = [];
      // Those of earlier runs are there too; what comes meanwhile stands before the first page.
      const { total } = store.list({}, { limit: 1 });
      let cursor: string | null = null;
      do {
        const page = store.list({}, { limit, ...(cursor !== null && { cursor }) });
        expect(page.total).toBeGreaterThanOrEqual(23);
        seen.push(...page.items.map(({ photo }) => photo.name));
        cursor = page.nextCursor;
        await add('newer.jpg', 60);
        expect(seen.length).toBeLessThanOrEqual(total);
      } while (cursor !== null);
      expect(seen.filter((name) => name !== 'newer.jpg')).toEqual(all);
    }),
    { numRuns: 10 },
  );
});

test.each(['', 'x', '1', '1-', '-1-2', '1-2-3', '1e3-2', '9'.repeat(40)])('"%s" is no cursor', (cursor) => {
  expect(() => store.list({}, { limit: 1, cursor })).toThrow(
    expect.objectContaining({ code: 'call.invalid', field: 'cursor' }),
  );
});

test('what is deleted is in no list, cannot be got or reused, and can be restored', async () => {
  const { id, photo } = await add('desk.jpg');
  expect(await store.delete([id, 'unknown'])).toBe(1);
  expect(await store.delete([id])).toBe(0);
  expect(store.list({ label: 'mug' }, { limit: 1 })).toEqual({ items: [], total: 0, nextCursor: null });
  expect(() => store.get(id)).toThrow(expect.objectContaining({ code: 'notFound' }));
  expect(store.findReusable(photo.id, 'print')).toBeNull();
  expect(await store.restore([id, 'unknown'])).toBe(1);
  expect(await store.restore([id])).toBe(0);
  expect(store.get(id).id).toBe(id);
});

test('many ids are deleted together', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 1_203; index++) ids.push((await add(`${index}.jpg`)).id);
  expect(await store.delete(ids)).toBe(1_203);
  expect(await store.restore(ids.slice(3))).toBe(1_200);
});

test('only an analysis of this photo made in this way is reused, and the newest of them', async () => {
  const first = await add('desk.jpg', 0);
  expect(store.findReusable(first.photo.id, 'print')).toEqual(first);
  expect(store.findReusable(first.photo.id, 'other settings')).toBeNull();
  expect(store.findReusable('0'.repeat(64), 'print')).toBeNull();
  const second = await add('desk.jpg', 1);
  expect(store.findReusable(first.photo.id, 'print')).toEqual(second);
});

test('a purge takes what was deleted before, with all that belongs to it', async () => {
  const [old, recent, kept] = [await add('old.jpg'), await add('recent.jpg'), await add('kept.jpg')];
  await store.delete([old.id]);
  nowMs += 1_000;
  await store.delete([recent.id]);
  expect(await store.purge(new Date(nowMs))).toBe(1);
  expect(await store.restore([old.id, recent.id])).toBe(1);
  expect(names().sort()).toEqual(['kept.jpg', 'recent.jpg']);
  expect(store.get(kept.id)).toEqual(kept);
  const count = (table: string) => database.statement(`SELECT count(*) AS count FROM ${table}`).get()?.count;
  expect(count('analysis_bodies')).toBe(2);
  expect(count('analysis_labels')).toBe(6);
});

test('no query runs over a whole table, and no list is sorted in memory', async () => {
  const asked = new Set<string>();
  const listening: Database = {
    ...database,
    statement(sql) {
      asked.add(sql);
      return database.statement(sql);
    },
  };
  const analyses = createAnalysisStore(listening, () => nowMs);
  const photos = createPhotoStore(join(tmpdir(), 'no photos are written here'), listening, () => nowMs);
  const from = '2026-11-20T10:00:00.000Z';
  const { id, photo } = await add('desk.jpg');
  analyses.get(id);
  analyses.findReusable(photo.id, 'print');
  photos.get(photo.id);
  for (const filter of [
    {},
    { text: 'mug' },
    { label: 'laptop', minScore: 0.3 },
    { minScore: 0.3, from, to: from },
  ]) {
    analyses.list(filter, { limit: 1 });
    analyses.list(filter, { limit: 1, cursor: '1-1' });
  }
  await analyses.delete([id]);
  await analyses.restore([id]);
  await analyses.purge(new Date(0));
  await photos.purge(new Date(0));
  expect(asked.size).toBeGreaterThan(15);
  for (const sql of asked) {
    // The count of everything reads the index of what is not deleted from end to end; nothing else reads all.
    expect(planOf(sql), sql).not.toMatch(
      /SCAN (?!analyses USING (COVERING )?INDEX analyses_by_time)|TEMP B-TREE/,
    );
  }
});

function planOf(sql: string): string {
  // Unbound parameters are null to the planner's eyes, which does not change the plan.
  const steps = database.statement(`EXPLAIN QUERY PLAN ${sql}`).all();
  return steps.map((step) => step.detail).join('\n');
}
