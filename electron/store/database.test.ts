import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { migrations } from './migrations.ts';

let path: string;
let opened: { close(): void }[];

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'h200-database-')), 'h200.sqlite');
  opened = [];
});
afterEach(() => {
  for (const database of opened) database.close();
});

function open(lockTimeoutMs?: number): Database {
  const database = openDatabase(path, lockTimeoutMs === undefined ? {} : { lockTimeoutMs });
  opened.push(database);
  return database;
}

/** Another program with the same file. */
function openRaw(): DatabaseSync {
  const raw = new DatabaseSync(path);
  opened.push({ close: () => raw.isOpen && raw.close() });
  return raw;
}

const addPhoto = "INSERT INTO photos VALUES (?, 'a.jpg', 'jpeg', 1, 0)";
const countPhotos = 'SELECT count(*) AS count FROM photos';

test('a new database has all migrations, write-ahead log and foreign keys', () => {
  const database = open();
  const pragma = (name: string) => Object.values(database.statement(`PRAGMA ${name}`).get() ?? {})[0];
  expect(pragma('user_version')).toBe(migrations.length);
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('foreign_keys')).toBe(1);
  expect(pragma('synchronous')).toBe(1);
});

test('opening again migrates nothing and loses nothing', async () => {
  const first = open();
  await first.write(() => first.statement(addPhoto).run('p1'));
  first.close();
  const second = open();
  expect(second.statement(countPhotos).get()).toEqual({ count: 1 });
});

test('a database of a newer version is refused with what to do, and left as it is', () => {
  open().close();
  openRaw().exec(`PRAGMA user_version = ${migrations.length + 1}`);
  expect(() => open()).toThrow(expect.objectContaining({ code: 'storage.damaged' }));
  expect(() => open()).toThrow(/newer version.*Update the program/);
  expect(openRaw().prepare('PRAGMA user_version').get()).toEqual({ user_version: migrations.length + 1 });
});

test('a file that is no database is refused as damaged, and left as it is', () => {
  const bytes = randomBytes(8_192);
  writeFileSync(path, bytes);
  expect(() => open()).toThrow(expect.objectContaining({ code: 'storage.damaged' }));
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(readdirSync(join(path, '..'))).toEqual(['h200.sqlite']);
});

test('a database with overwritten pages is refused as damaged when it is opened', async () => {
  const database = open();
  await database.write(() => {
    for (let index = 0; index < 2_000; index++) database.statement(addPhoto).run(`photo ${index}`);
  });
  database.close();
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 8 * 4_096, 20 * 4_096);
  writeFileSync(path, bytes);
  expect(() => open()).toThrow(expect.objectContaining({ code: 'storage.damaged' }));
});

test('a folder where the database should be is refused with a sentence', () => {
  path = join(path, '..');
  expect(() => open()).toThrow(expect.objectContaining({ code: 'storage.locked' }));
});

test('a write waits for another program without blocking, and then succeeds', async () => {
  const database = open(10_000);
  const other = openRaw();
  other.exec('BEGIN IMMEDIATE');
  const writing = database.write(() => database.statement(addPhoto).run('p1'));
  // The thread is free while the write waits, or this would never come to run.
  await new Promise((resolve) => setImmediate(resolve));
  expect(database.read(() => database.statement(countPhotos).get())).toEqual({ count: 0 });
  other.exec('COMMIT');
  await writing;
  expect(database.statement(countPhotos).get()).toEqual({ count: 1 });
});

test('a write gives up on a lock that stays, has written nothing, and works once the lock is gone', async () => {
  const database = open(30);
  const other = openRaw();
  other.exec('BEGIN IMMEDIATE');
  const write = () => database.write(() => database.statement(addPhoto).run('p1'));
  await expect(write()).rejects.toMatchObject({ code: 'storage.locked' });
  other.exec('ROLLBACK');
  expect(database.statement(countPhotos).get()).toEqual({ count: 0 });
  await write();
  expect(database.statement(countPhotos).get()).toEqual({ count: 1 });
});

test('a full database refuses the write as a whole and goes on working', async () => {
  const database = open();
  const pages = Number(database.statement('PRAGMA page_count').get()?.page_count);
  database.statement(`PRAGMA max_page_count = ${pages + 2}`).get();
  const writeMany = database.write(() => {
    for (let index = 0; index < 5_000; index++) database.statement(addPhoto).run(`photo ${index}`);
  });
  await expect(writeMany).rejects.toMatchObject({ code: 'storage.full' });
  expect(database.statement(countPhotos).get()).toEqual({ count: 0 });
  database.statement('PRAGMA max_page_count = 100000').get();
  await database.write(() => database.statement(addPhoto).run('p1'));
  expect(database.statement(countPhotos).get()).toEqual({ count: 1 });
});

test('work that throws leaves nothing behind', async () => {
  const database = open();
  const write = database.write(() => {
    database.statement(addPhoto).run('p1');
    throw new Error('half way');
  });
  await expect(write).rejects.toThrow('half way');
  expect(database.statement(countPhotos).get()).toEqual({ count: 0 });
});

test('works of one turn are committed together, in their order, before any of them resolves', async () => {
  const database = open();
  const other = open();
  const seen: unknown[] = [];
  let commits = 0;
  let version = other.dataVersion();
  const writing = ['p1', 'p2', 'p3'].map((id) =>
    database
      .write(() => {
        seen.push(id);
        database.statement(addPhoto).run(id);
      })
      .then(() => {
        seen.push(other.statement(countPhotos).get()?.count);
        if (other.dataVersion() !== version) commits += 1;
        version = other.dataVersion();
      }),
  );
  expect(seen).toEqual([]);
  await Promise.all(writing);
  expect(seen).toEqual(['p1', 'p2', 'p3', 3, 3, 3]);
  expect(commits).toBe(1);
});

test('work that throws is undone alone: those beside it in the transaction stay', async () => {
  const database = open();
  const add = (id: string, error?: Error) =>
    database.write(() => {
      database.statement(addPhoto).run(id);
      if (error !== undefined) throw error;
      return id;
    });
  const settled = await Promise.allSettled([add('p1'), add('p2', new Error('half way')), add('p3')]);
  expect(settled).toEqual([
    { status: 'fulfilled', value: 'p1' },
    { status: 'rejected', reason: new Error('half way') },
    { status: 'fulfilled', value: 'p3' },
  ]);
  expect(database.statement('SELECT id FROM photos ORDER BY id').all()).toEqual([{ id: 'p1' }, { id: 'p3' }]);
});

test('a disk that fills up rejects what could not be written, and loses nothing of what resolved', async () => {
  const database = open();
  const pages = Number(database.statement('PRAGMA page_count').get()?.page_count);
  database.statement(`PRAGMA max_page_count = ${pages + 20}`).get();
  const settled = await Promise.allSettled(
    Array.from({ length: 3_000 }, (_, index) =>
      database.write(() => {
        database.statement(addPhoto).run(`photo ${index}`.padEnd(200));
        return index;
      }),
    ),
  );
  const kept = settled.filter(({ status }) => status === 'fulfilled').length;
  const full = settled.filter(
    (one) => one.status === 'rejected' && one.reason.code === 'storage.full',
  ).length;
  expect(kept).toBeGreaterThan(0);
  expect(full).toBe(3_000 - kept);
  expect(database.statement(countPhotos).get()).toEqual({ count: kept });
});

test('a long queue is written in several transactions, so that the thread gets its turn between them', async () => {
  const database = open();
  let turns = 0;
  const count = () => {
    turns += 1;
    turning = setImmediate(count);
  };
  let turning = setImmediate(count);
  await Promise.all(
    Array.from({ length: 1_000 }, (_, index) =>
      database.write(() => database.statement(addPhoto).run(`photo ${index}`)),
    ),
  );
  clearImmediate(turning);
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(database.statement(countPhotos).get()).toEqual({ count: 1_000 });
});

test('writes that wait for a lock give up each at its own time, and in order get through when it goes', async () => {
  const database = open(60);
  const other = openRaw();
  other.exec('BEGIN IMMEDIATE');
  const order: string[] = [];
  const add = (id: string) =>
    database.write(() => {
      database.statement(addPhoto).run(id);
      order.push(id);
    });
  const early = add('early');
  await expect(early).rejects.toMatchObject({ code: 'storage.locked' });
  const late = [add('late'), add('later')];
  other.exec('ROLLBACK');
  await Promise.all(late);
  expect(order).toEqual(['late', 'later']);
});

test('what is queued when the database closes is written first', async () => {
  const database = open();
  const writing = database.write(() => database.statement(addPhoto).run('p1'));
  database.close();
  await writing;
  expect(database.isOpen()).toBe(false);
  expect(open().statement(countPhotos).get()).toEqual({ count: 1 });
});

test('what cannot be written when the database closes is rejected', async () => {
  const database = open();
  const other = openRaw();
  other.exec('BEGIN IMMEDIATE');
  const writing = database.write(() => database.statement(addPhoto).run('p1'));
  database.close();
  await expect(writing).rejects.toMatchObject({ code: 'storage.locked' });
});

test('waiting for the disk at each commit can be switched on and off', () => {
  const database = open();
  const mode = () => database.statement('PRAGMA synchronous').get()?.synchronous;
  database.setSynchronous('FULL');
  expect(mode()).toBe(2);
  database.setSynchronous('NORMAL');
  expect(mode()).toBe(1);
});

test('only commits of others change the data version', async () => {
  const database = open();
  const other = open();
  const before = database.dataVersion();
  await database.write(() => database.statement(addPhoto).run('p1'));
  expect(database.dataVersion()).toBe(before);
  await other.write(() => other.statement(addPhoto).run('p2'));
  expect(database.dataVersion()).not.toBe(before);
});

test('a disk that takes no bytes at all is called full or failing', () => {
  // A real limit of the operating system that SQLite takes for an error of the disk: files of one block.
  const script = `
    const { openDatabase } = await import(process.argv[1]);
    try { openDatabase(process.argv[2]) } catch ({ code, message }) { console.log(JSON.stringify({ code, message })) }`;
  const module = join(import.meta.dirname, 'database.ts');
  const out = execFileSync('sh', [
    '-c',
    'ulimit -f 1; exec "$@"',
    'sh',
    process.execPath,
    '--input-type=module',
    '--eval',
    script,
    module,
    path,
  ]);
  expect(JSON.parse(String(out))).toEqual({
    code: 'storage.full',
    message: expect.stringContaining('full or failing'),
  });
});

test('what is to be written after the database was closed is rejected, and nothing else happens', async () => {
  const database = open();
  database.close();
  await expect(database.write(() => 1)).rejects.toThrow();
});
