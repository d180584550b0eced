import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { newId } from '../delivery/new-id.ts';
import { inspectDesign } from '../render/draw/design-file.ts';
import { type Database, openDatabase } from './database.ts';
import { createDesignStore, type DesignStore } from './design-store.ts';

let dir: string;
let database: Database;
let designs: DesignStore;
let now: number;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'h200-designs-'));
  database = openDatabase(join(dir, 'h200.sqlite'));
  now = Date.parse('2026-11-01T00:00:00Z');
  designs = open();
});

const open = (
  inspect: Parameters<typeof createDesignStore>[0]['inspect'] = (path) => inspectDesign({ path }),
) => createDesignStore({ dir: join(dir, 'designs'), database, inspect, now: () => now });

const png = (background = 'red') =>
  sharp({ create: { width: 40, height: 20, channels: 3, background } })
    .png()
    .toBuffer();

const filesIn = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile())
    : [];

const files = () => filesIn(join(dir, 'designs')).map(({ name }) => name);

test('a design is kept under the hash of its bytes, with what it is', async () => {
  const bytes = await png();
  const { design, known } = await designs.add({ name: 'logo.png', bytes });
  expect(design).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{64}$/),
    name: 'logo.png',
    format: 'png',
    width: 40,
    height: 20,
    bytes: bytes.length,
    addedAt: '2026-11-01T00:00:00.000Z',
  });
  expect(known).toBe(false);
  expect(readFileSync(designs.pathOf(design.id)).equals(bytes)).toBe(true);
  expect(designs.get(design.id)).toEqual(design);
  expect(files()).toEqual([design.id]);
});

test('the same bytes are the same design, under their new name, and mend a file that was damaged', async () => {
  const bytes = await png();
  const first = await designs.add({ name: 'a.png', bytes });
  writeFileSync(designs.pathOf(first.design.id), 'damaged');
  now += 1_000;
  const second = await designs.add({ name: 'b.png', bytes });
  expect(second).toEqual({ design: { ...first.design, name: 'b.png' }, known: true });
  expect(readFileSync(designs.pathOf(first.design.id)).equals(bytes)).toBe(true);
  rmSync(designs.pathOf(first.design.id));
  expect(await designs.add({ name: 'b.png', bytes })).toMatchObject({ known: false });
});

test('designs are listed newest first', async () => {
  for (const colour of ['red', 'green', 'blue']) {
    now += 1_000;
    await designs.add({ name: colour, bytes: await png(colour) });
  }
  expect(designs.list().map(({ name }) => name)).toEqual(['blue', 'green', 'red']);
});

const svg = (inner: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${inner}</svg>`);

test.each([
  ['an empty file', Buffer.alloc(0), 'design.empty'],
  ['no picture', Buffer.from('Dear all, please find the logo attached.'), 'design.notAnImage'],
  ['an SVG that runs', svg('<script>alert(1)</script><rect width="9" height="9"/>'), 'design.unsafe'],
  [
    'an SVG that loads',
    svg('<image href="https://example.com/a.png" width="9" height="9"/>'),
    'design.unsafe',
  ],
  ['20 MB and a byte', Buffer.alloc(20_000_001), 'design.tooLarge'],
])('%s is refused, and nothing stays', async (_, bytes, code) => {
  await expect(designs.add({ name: 'x', bytes })).rejects.toMatchObject({ code });
  expect(files()).toEqual([]);
  expect(designs.list()).toEqual([]);
});

test('a picture of 12,000 × 12,000 pixels is refused by its header', async () => {
  const picture = sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: 'red' } });
  const bytes = await picture.png({ compressionLevel: 9 }).toBuffer();
  const startedAt = performance.now();
  await expect(designs.add({ name: 'huge.png', bytes })).rejects.toMatchObject({ code: 'design.tooLarge' });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(files()).toEqual([]);
});

test('nothing stays when the inspector dies', async () => {
  const broken = open(async () => {
    throw new AppError('render.crashed', 'It died.');
  });
  await expect(broken.add({ name: 'x', bytes: await png() })).rejects.toMatchObject({
    code: 'render.crashed',
  });
  expect(files()).toEqual([]);
});

test('a removed design is not shown, still found by what names it, and back when it is added again', async () => {
  const bytes = await png();
  const { design } = await designs.add({ name: 'a.png', bytes });
  expect(await designs.remove(design.id)).toBe(true);
  expect(await designs.remove(design.id)).toBe(false);
  expect(designs.list()).toEqual([]);
  expect(designs.get(design.id)).toEqual(design);
  now += 1_000;
  const { known, design: again } = await designs.add({ name: 'a.png', bytes });
  expect([known, again.addedAt]).toEqual([false, new Date(now).toISOString()]);
  expect(designs.list()).toEqual([again]);
});

test.each([
  [
    'an unfinished render',
    (id: string) =>
      `INSERT INTO renders (id, delivery_id, created_at, template_id, template_name, photo_name, request)
       VALUES ('r', 'd', 1, 't', 't', 'p', '{"designId":"${id}"}')`,
    "UPDATE renders SET completed_at = 1, result = '{}'",
  ],
  [
    'a template',
    (id: string) =>
      `INSERT INTO templates (id, source, summary, updated_at, body) VALUES ('t', 'local', '{}', 1, '["${id}"]')`,
    'DELETE FROM templates',
  ],
  ['a mapping', (id: string) => `INSERT INTO mappings VALUES ('t', '["${id}"]', 1)`, 'DELETE FROM mappings'],
])('a removed design is forgotten once %s does not name it any more', async (_, name, letGo) => {
  const { design } = await designs.add({ name: 'a.png', bytes: await png() });
  const kept = await designs.add({ name: 'b.png', bytes: await png('blue') });
  await designs.remove(design.id);
  await database.write(() => database.statement(name(design.id)).run());
  expect(await designs.purge()).toEqual([]);
  await database.write(() => database.statement(letGo).run());
  expect(await designs.purge()).toEqual([design.id]);
  expect(files()).toEqual([kept.design.id]);
  expect(designs.find(design.id)).toBeNull();
  expect(() => designs.get(design.id)).toThrow(expect.objectContaining({ code: 'notFound' }));
});

test('a removed design that is added again while it is purged keeps its file', async () => {
  let rowsAreGone = Promise.resolve();
  const slow: Database = {
    ...database,
    async write(work) {
      const result = await database.write(work);
      await rowsAreGone;
      return result;
    },
  };
  const inspect = async () => ({ format: 'png' as const, width: 1, height: 1 });
  const [purger, bytes] = [
    createDesignStore({ dir: join(dir, 'designs'), database: slow, inspect, now: () => now }),
    await png(),
  ];
  const { design } = await purger.add({ name: 'a', bytes });
  await purger.remove(design.id);
  // Between its rows and its files it waits for as long as the other takes, if that goes on at all.
  const waited = Promise.withResolvers<void>();
  rowsAreGone = waited.promise;
  const purging = purger.purge();
  const isPurged = () =>
    database.read(() => database.statement('SELECT count(*) AS n FROM designs').get())?.n === 0;
  while (!isPurged()) await new Promise((resolve) => setImmediate(resolve));
  const adding = purger.add({ name: 'a', bytes });
  for (let turn = 0; turn < 1_000 && isPurged(); turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  waited.resolve();
  await Promise.all([purging, adding]);
  expect(purger.find(design.id)).toEqual(design);
  expect(readFileSync(purger.pathOf(design.id)).equals(bytes)).toBe(true);
});

test('half-written files of an earlier run are removed once they are an hour old', async () => {
  const bytes = await png();
  await designs.add({ name: 'a.png', bytes });
  const incoming = join(dir, 'designs', 'incoming');
  const old = new Date(now - 2 * 3_600_000);
  const young = newId();
  for (const name of ['old', young]) writeFileSync(join(incoming, name), 'x');
  utimesSync(join(incoming, 'old'), old, old);
  await designs.removeLeftovers();
  expect(filesIn(incoming).map(({ name }) => name)).toEqual([young]);
});
