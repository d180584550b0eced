import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { type Database, openDatabase } from './database.ts';
import { createPhotoStore, type PhotoStore } from './photo-store.ts';

let dir: string;
let database: Database;
let store: PhotoStore;
let nowMs: number;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'h200-photos-'));
  database = openDatabase(join(dir, 'h200.sqlite'), { lockTimeoutMs: 50 });
  nowMs = Date.parse('2026-11-20T10:00:00Z');
  store = createPhotoStore(join(dir, 'photos'), database, () => nowMs);
});
afterEach(() => database.close());

const bytes = Buffer.concat([Buffer.from('jpeg'), randomBytes(5_000)]);
const idOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

function* piecesOf(content: Uint8Array, size: number) {
  for (let start = 0; start < content.length; start += size) yield content.subarray(start, start + size);
}

function add(content: Uint8Array, more: { name?: string; maxBytes?: number; size?: number } = {}) {
  return store.add({
    name: more.name ?? 'a.jpg',
    content: piecesOf(content, more.size ?? 1_000),
    maxBytes: more.maxBytes ?? 1e6,
    recognise(head) {
      if (Buffer.from(head).toString('latin1').startsWith('jpeg')) return 'jpeg';
      throw new AppError('photo.notAnImage', 'No photo.');
    },
  });
}

/** Every file of the store, without folders. */
const files = () =>
  readdirSync(join(dir, 'photos'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

const rows = () => database.statement('SELECT id FROM photos').all().length;

test('a photo is kept byte for byte under the hash of its content', async () => {
  const id = idOf(bytes);
  expect(await add(bytes)).toEqual({
    photo: { id, name: 'a.jpg', format: 'jpeg', bytes: 5_004 },
    known: false,
  });
  expect(readFileSync(store.pathOf(id)).equals(bytes)).toBe(true);
  expect(store.get(id)).toEqual({ id, name: 'a.jpg', format: 'jpeg', bytes: 5_004 });
  expect(files()).toEqual([id]);
});

test('the same bytes again are known, whatever the pieces they come in, and take the newest name', async () => {
  await add(bytes);
  const again = await add(bytes, { name: 'b.jpg', size: 7 });
  expect(again).toMatchObject({ known: true, photo: { id: idOf(bytes), name: 'b.jpg' } });
  expect(store.get(idOf(bytes)).name).toBe('b.jpg');
  expect(files()).toHaveLength(1);
});

test('the same photo added by several at once is kept once', async () => {
  const added = await Promise.all(Array.from({ length: 8 }, () => add(bytes)));
  expect(new Set(added.map(({ photo }) => photo.id)).size).toBe(1);
  expect(files()).toEqual([idOf(bytes)]);
});

test('a file that was cut off on the disk is written anew', async () => {
  await add(bytes);
  writeFileSync(store.pathOf(idOf(bytes)), bytes.subarray(0, 100));
  expect(await add(bytes)).toMatchObject({ known: false });
  expect(statSync(store.pathOf(idOf(bytes))).size).toBe(5_004);
});

test('a file that was damaged on the disk without changing its size is mended', async () => {
  await add(bytes);
  writeFileSync(store.pathOf(idOf(bytes)), Buffer.alloc(bytes.length));
  expect(await add(bytes)).toMatchObject({ known: true });
  expect(readFileSync(store.pathOf(idOf(bytes))).equals(bytes)).toBe(true);
});

test.each([
  ['an empty file', Buffer.alloc(0), 'photo.empty'],
  ['something else', Buffer.from('text, called a.jpg'), 'photo.notAnImage'],
  ['something else of many bytes', Buffer.alloc(9_000, 'text'), 'photo.notAnImage'],
])('%s is refused and leaves nothing', async (_what, content, code) => {
  await expect(add(content)).rejects.toMatchObject({ code });
  expect(files()).toEqual([]);
  expect(rows()).toBe(0);
});

test('a photo may have as many bytes as allowed and not one more, and no more are read', async () => {
  await add(bytes, { maxBytes: bytes.length });
  let read = 0;
  const endless = (function* () {
    for (;;) {
      read += 1_000;
      yield Buffer.alloc(1_000, 'jpeg');
    }
  })();
  const incoming = {
    name: 'endless.jpg',
    content: endless,
    maxBytes: 10_000,
    recognise: () => 'jpeg' as const,
  };
  await expect(store.add(incoming)).rejects.toMatchObject({ code: 'photo.tooLarge' });
  expect(read).toBe(11_000);
  expect(files()).toEqual([idOf(bytes)]);
});

test('a source that fails half way leaves nothing', async () => {
  async function* content() {
    yield bytes;
    throw new AppError('photo.unreadable', 'The disk was pulled out.');
  }
  const incoming = { name: 'a.jpg', content: content(), maxBytes: 1e6, recognise: () => 'jpeg' as const };
  await expect(store.add(incoming)).rejects.toMatchObject({ code: 'photo.unreadable' });
  expect(files()).toEqual([]);
});

test('a locked database refuses the photo, and adding it later works', async () => {
  const other = openDatabase(join(dir, 'h200.sqlite'));
  other.statement('BEGIN IMMEDIATE').run();
  await expect(add(bytes)).rejects.toMatchObject({ code: 'storage.locked' });
  expect(rows()).toBe(0);
  other.statement('ROLLBACK').run();
  other.close();
  await add(bytes);
  expect(rows()).toBe(1);
});

test('a photo that is not here is not found', () => {
  expect(() => store.get('0'.repeat(64))).toThrow(expect.objectContaining({ code: 'photo.notFound' }));
});

test('half-written files of an earlier run go, those of a running one stay', async () => {
  await add(bytes);
  const incoming = join(dir, 'photos', 'incoming');
  writeFileSync(join(incoming, 'old'), 'x');
  writeFileSync(join(incoming, 'new'), 'x');
  utimesSync(join(incoming, 'old'), nowMs / 1_000 - 7_200, nowMs / 1_000 - 7_200);
  utimesSync(join(incoming, 'new'), nowMs / 1_000, nowMs / 1_000);
  await store.removeLeftovers();
  expect(files().sort()).toEqual([idOf(bytes), 'new'].sort());
});

test('a purge takes photos that nobody needs, with their files, and leaves those that came lately', async () => {
  await add(bytes);
  nowMs += 1_000;
  const later = Buffer.concat([bytes, bytes]);
  await add(later);
  expect(await store.purge(new Date(nowMs))).toEqual([idOf(bytes)]);
  expect(files()).toEqual([idOf(later)]);
  nowMs += 1_000;
  await add(later);
  expect(await store.purge(new Date(nowMs))).toEqual([]);
});

test('a full disk refuses the photo with nothing half-written', async () => {
  // A real limit of the operating system: no file of this process may grow beyond 4096 blocks, 2 MiB; the write-ahead log of a new database needs a part of that.
  const script = join(import.meta.dirname, 'full-disk-child.ts');
  const command = `ulimit -f 4096; exec "${process.execPath}" "${script}" "${join(dir, 'full')}"`;
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  expect(JSON.parse(stdout)).toEqual({ large: 'storage.full', leftFiles: [], small: 'kept' });
});
