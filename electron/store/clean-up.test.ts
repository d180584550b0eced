import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Photo } from '../../shared/analysis.ts';
import { analysisOf } from '../pipeline/export-test-analyses.ts';
import { createAnalysisStore } from './analysis-store.ts';
import { type CleanUpParts, cleanUp } from './clean-up.ts';
import { type Database, openDatabase } from './database.ts';
import { createDesignStore, type DesignStore } from './design-store.ts';
import { createExportStore } from './export-store.ts';
import { createPhotoStore } from './photo-store.ts';
import { createPictureStore } from './picture-store.ts';
import { createRenderStore } from './render-store.ts';

const dayMs = 24 * 3_600_000;
let database: Database;
let parts: CleanUpParts & { designs: DesignStore };
let nowMs: number;

beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), 'h200-clean-up-'));
  const now = () => nowMs;
  nowMs = Date.parse('2026-11-20T10:00:00Z');
  database = openDatabase(join(dir, 'h200.sqlite'));
  parts = {
    photos: createPhotoStore(join(dir, 'photos'), database, now),
    pictures: createPictureStore(join(dir, 'pictures'), now),
    analyses: createAnalysisStore(database, now),
    exports: createExportStore(join(dir, 'exports'), now),
    designs: createDesignStore({
      dir: join(dir, 'designs'),
      database,
      inspect: async () => ({ format: 'png', width: 1, height: 1 }),
      now,
    }),
    renders: createRenderStore({
      dir: join(dir, 'renders'),
      database,
      pictures: { remove: async () => undefined },
      isHeld: () => false,
      now,
    }),
    now,
  };
});
afterEach(() => database.close());

const clean = () => cleanUp(parts, new AbortController().signal);

/** A photo with a thumbnail. */
async function addPhoto(content: string): Promise<{ photo: Photo; paths: string[] }> {
  const incoming = {
    name: `${content}.jpg`,
    content: [Buffer.from(content)],
    maxBytes: 99,
    recognise: () => 'jpeg' as const,
  };
  const { photo } = await parts.photos.add(incoming);
  const thumbnail = await parts.pictures.get(photo.id, 'thumbnail.jpg', (outPath) =>
    writeFile(outPath, 'drawn'),
  );
  return { photo, paths: [parts.photos.pathOf(photo.id), thumbnail] };
}

async function addAnalysis(photo: Photo): Promise<string> {
  const analysis = { ...analysisOf(photo.name, []), id: randomUUID(), photo };
  await parts.analyses.add(analysis, 'print');
  return analysis.id;
}

test('a photo goes with its pictures a day after its last analysis was deleted, and not before', async () => {
  const { photo, paths } = await addPhoto('a');
  const ids = [await addAnalysis(photo), await addAnalysis(photo)];
  nowMs += 10 * dayMs;
  await parts.analyses.delete(ids.slice(0, 1));
  nowMs += dayMs + 1;
  await clean();
  expect(paths.map(existsSync)).toEqual([true, true]);
  await parts.analyses.delete(ids);
  nowMs += dayMs;
  await clean();
  expect(await parts.analyses.restore(ids)).toBe(1);
  await parts.analyses.delete(ids);
  nowMs += dayMs + 1;
  await clean();
  expect(paths.map(existsSync)).toEqual([false, false]);
  expect(() => parts.photos.get(photo.id)).toThrow(expect.objectContaining({ code: 'photo.notFound' }));
});

test('a photo that was never analysed waits for a day', async () => {
  const { paths } = await addPhoto('a');
  nowMs += dayMs;
  await clean();
  expect(paths.map(existsSync)).toEqual([true, true]);
  nowMs += 1;
  await clean();
  expect(paths.map(existsSync)).toEqual([false, false]);
});

test('more than one step of photos and analyses goes', async () => {
  const deleted: string[] = [];
  for (let index = 0; index < 230; index++)
    deleted.push(await addAnalysis((await addPhoto(`${index}`)).photo));
  const kept = await addPhoto('kept');
  await addAnalysis(kept.photo);
  await parts.analyses.delete(deleted);
  nowMs += dayMs + 1;
  await clean();
  expect(database.statement('SELECT id FROM photos').all()).toEqual([{ id: kept.photo.id }]);
});

test('designs that were removed go with their pictures, however many there are', async () => {
  const { designs, pictures } = parts;
  const paths: string[] = [];
  for (let index = 0; index < 120; index++) {
    const { design } = await designs.add({ name: 'a', bytes: Buffer.from(`design ${index}`) });
    paths.push(designs.pathOf(design.id));
    paths.push(await pictures.get(design.id, 'design.webp', (outPath) => writeFile(outPath, 'drawn')));
    await designs.remove(design.id);
  }
  const { design: kept } = await designs.add({ name: 'kept', bytes: Buffer.from('kept') });
  await clean();
  expect(paths.filter(existsSync)).toEqual([]);
  expect(existsSync(designs.pathOf(kept.id))).toBe(true);
});

test('it stops when it is told to', async () => {
  const { paths } = await addPhoto('a');
  nowMs += 2 * dayMs;
  await cleanUp(parts, AbortSignal.abort());
  expect(paths.map(existsSync)).toEqual([true, true]);
});
