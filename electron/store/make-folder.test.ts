import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'h200-folder-'));
});
afterAll(() => rmSync(root, { recursive: true }));

test('folders on the way are made too, and one that exists is left alone', () => {
  const folder = join(root, 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test('a file in the way is an error', () => {
  const file = join(root, 'file');
  writeFileSync(file, 'x');
  expect(() => makeFolder(file)).toThrow('is not a folder');
  expect(() => makeFolder(join(file, 'below'))).toThrow('is not a folder');
});

test.runIf(process.platform === 'linux')(
  'where the system makes no folders it is an error, not a wait',
  () => {
    expect(() => makeFolder('/proc/h200/data')).toThrow('ENOENT');
  },
);
