import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { findPhotos } from './folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'h200-folder-'));
});

function make(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'x');
  }
}

/** What is found, as paths from the root, with the error's code where there is one. */
async function find(...paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { path, error } of findPhotos(paths.map((given) => join(root, given)))) {
    found.push(error === null ? relative(root, path) : `${relative(root, path)} ${error.code}`);
  }
  return found;
}

test('photos are found in all folders below, in the order people expect', async () => {
  make('b/10.jpg', 'b/9.jpg', 'a.png', 'b/c/1.TIFF', 'z.webp');
  expect(await find('')).toEqual(['a.png', 'b/9.jpg', 'b/10.jpg', 'b/c/1.TIFF', 'z.webp']);
});

test('in a folder only what is named like a photo counts, and hidden names do not', async () => {
  make(
    '1.jpg',
    '2.jpeg',
    '3.gif',
    '4.avif',
    '5.heic',
    '6.tif',
    'notes.txt',
    'no extension',
    '.hidden.jpg',
    '.git/7.jpg',
  );
  expect(await find('')).toEqual(['1.jpg', '2.jpeg', '3.gif', '4.avif', '5.heic', '6.tif']);
});

test('a file named directly is always tried, also when it is hidden or named otherwise', async () => {
  make('notes.txt', '.hidden');
  expect(await find('notes.txt', '.hidden')).toEqual(['notes.txt', '.hidden']);
});

test('a path to nothing is reported and the others go on', async () => {
  make('a.jpg');
  expect(await find('missing', 'a.jpg', 'a.jpg/below')).toEqual([
    'missing photo.notFound',
    'a.jpg',
    'a.jpg/below photo.notFound',
  ]);
});

test('a folder that leads back to one above is reported once, and the others go on', async () => {
  make('a/1.jpg', 'a/b/2.jpg', 'c/3.jpg');
  symlinkSync(join(root, 'a'), join(root, 'a', 'b', 'loop'));
  symlinkSync('.', join(root, 'c', 'itself'));
  expect(await find('')).toEqual([
    'a/1.jpg',
    'a/b/2.jpg',
    'a/b/loop folder.loop',
    'c/3.jpg',
    'c/itself folder.loop',
  ]);
});

test('a link to itself is reported as a loop', async () => {
  make('a/1.jpg');
  symlinkSync('self', join(root, 'a', 'self'));
  expect(await find('a')).toEqual(['a/1.jpg', 'a/self folder.loop']);
});

test('a folder reached by two ways is read once', async () => {
  make('a/1.jpg');
  symlinkSync(join(root, 'a'), join(root, 'b'));
  expect(await find('')).toEqual(['a/1.jpg']);
  expect(await find('a', 'a', 'b')).toEqual(['a/1.jpg']);
});

test('links to photos are followed, links to other files are not', async () => {
  make('elsewhere/1.jpg', 'elsewhere/notes.txt', 'folder/0.jpg');
  symlinkSync(join(root, 'elsewhere', '1.jpg'), join(root, 'folder', 'linked.jpg'));
  symlinkSync(join(root, 'elsewhere', 'notes.txt'), join(root, 'folder', 'notes'));
  expect(await find('folder')).toEqual(['folder/0.jpg', 'folder/linked.jpg']);
});

test('a link to nowhere is reported when it is named like a photo', async () => {
  make('a/1.jpg');
  symlinkSync('nowhere', join(root, 'a', 'gone.jpg'));
  symlinkSync('nowhere', join(root, 'a', 'socket'));
  expect(await find('a')).toEqual(['a/1.jpg', 'a/gone.jpg photo.notFound']);
});

test('a folder deleted while its neighbours are read is reported and the others go on', async () => {
  make('a/1.jpg', 'b/2.jpg', 'c/3.jpg');
  const seen: string[] = [];
  for await (const { path, error } of findPhotos([root, join(root, 'b')])) {
    seen.push(error?.code ?? relative(root, path));
    if (seen.length === 1) rmSync(join(root, 'b'), { recursive: true });
  }
  expect(seen).toEqual(['a/1.jpg', 'c/3.jpg', 'photo.notFound']);
});

test.runIf(process.platform === 'linux')('a name that is not valid UTF-8 is said so', async () => {
  make('a.jpg', 'album/b.jpg');
  const named = (name: string) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, 'latin1')]);
  writeFileSync(named('m\xfcg.jpg'), 'x');
  renameSync(join(root, 'album'), named('\xe4lbum'));
  expect(await find('')).toEqual(['a.jpg', 'm\ufffdg.jpg photo.unreadable', '\ufffdlbum photo.unreadable']);
});
