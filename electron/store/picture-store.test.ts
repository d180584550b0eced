import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createPictureStore } from './picture-store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'h200-pictures-'));
});

const photoId = 'ab'.repeat(32);

function counting(content: string) {
  const draw = async (outPath: string) => {
    draw.times++;
    await writeFile(outPath, content);
  };
  draw.times = 0;
  return draw;
}

test('a picture is drawn once, however many ask at the same time or later', async () => {
  const store = createPictureStore(dir);
  const draw = counting('picture');
  const paths = await Promise.all([1, 2, 3].map(() => store.get(photoId, 'thumbnail.jpg', draw)));
  expect(new Set(paths).size).toBe(1);
  expect(await createPictureStore(dir).get(photoId, 'thumbnail.jpg', draw)).toBe(paths[0]);
  expect(draw.times).toBe(1);
  expect(readFileSync(paths[0] ?? '', 'utf8')).toBe('picture');
});

test('kinds and photos have pictures of their own', async () => {
  const store = createPictureStore(dir);
  const draw = counting('picture');
  await store.get(photoId, 'thumbnail.jpg', draw);
  await store.get(photoId, 'view.jpg', draw);
  await store.get('cd'.repeat(32), 'view.jpg', draw);
  expect(draw.times).toBe(3);
});

test('a picture that could not be drawn leaves nothing and is tried again', async () => {
  const store = createPictureStore(dir);
  const failing = store.get(photoId, 'view.jpg', async (outPath) => {
    await writeFile(outPath, 'half');
    throw new AppError('photo.damaged', 'No.');
  });
  await expect(failing).rejects.toMatchObject({ code: 'photo.damaged' });
  expect(readdirSync(join(dir, 'unfinished'))).toEqual([]);
  expect(existsSync(await store.get(photoId, 'view.jpg', counting('whole')))).toBe(true);
});

test('all pictures of a photo are removed together, those of others stay', async () => {
  const store = createPictureStore(dir);
  const draw = counting('picture');
  const mine = await store.get(photoId, 'view.jpg', draw);
  const other = await store.get('cd'.repeat(32), 'view.jpg', draw);
  await store.remove([photoId]);
  expect([existsSync(mine), existsSync(other)]).toEqual([false, true]);
});
