import { mkdtempSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createExportStore } from './export-store.ts';

let dir: string;
let nowMs: number;
const hourMs = 3_600_000;

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'h200-exports-')), 'exports');
  nowMs = Date.now();
});

const open = () => createExportStore(dir, () => nowMs);
const csv = { name: 'mugs.csv', mediaType: 'text/csv', content: Buffer.from('a,b') };

test('an export waits with its name, type and bytes', async () => {
  const store = open();
  const file = await store.add(csv);
  expect(file).toEqual({ id: file.id, name: 'mugs.csv', mediaType: 'text/csv', bytes: 3 });
  expect(readFileSync(store.get(file.id).path, 'utf8')).toBe('a,b');
});

test('an export that is made piece by piece is measured when it is whole', async () => {
  const store = open();
  async function* content() {
    yield Buffer.from('one');
    yield Buffer.from('two');
  }
  const file = await store.add({ ...csv, content: content() });
  expect(file.bytes).toBe(6);
});

test('an export that fails half way leaves nothing', async () => {
  async function* content() {
    yield Buffer.from('one');
    throw new Error('no picture');
  }
  await expect(open().add({ ...csv, content: content() })).rejects.toThrow('no picture');
  expect(readdirSync(dir)).toEqual([]);
});

test('one that is removed is gone at once, and stays so', async () => {
  const store = open();
  const [{ id }, other] = [await store.add(csv), await store.add(csv)];
  await store.remove(id);
  await store.remove(id);
  expect(() => store.get(id)).toThrow(expect.objectContaining({ code: 'notFound' }));
  expect(readdirSync(dir)).toEqual([other.id]);
});

test('after an hour it is gone, and its file goes with the next one', async () => {
  const store = open();
  const { id } = await store.add(csv);
  nowMs += hourMs - 1;
  expect(store.get(id).id).toBe(id);
  nowMs += 1;
  expect(() => store.get(id)).toThrow(expect.objectContaining({ code: 'notFound' }));
  utimesSync(join(dir, id), 1, 1);
  const next = await store.add(csv);
  expect(readdirSync(dir)).toEqual([next.id]);
});

test('a restart ends the wait, and old files go when it cleans up', async () => {
  const { id } = await open().add(csv);
  const store = open();
  expect(() => store.get(id)).toThrow(expect.objectContaining({ code: 'notFound' }));
  await store.removeOld();
  expect(readdirSync(dir)).toEqual([id]);
  nowMs += hourMs + 60_000;
  await store.removeOld();
  expect(readdirSync(dir)).toEqual([]);
});
