import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listPageFiles } from './page-files.ts';

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'page-files-')), 'renderer');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  for (const file of ['index.html', 'assets/a b.js', '../secret.txt'])
    writeFileSync(path.join(folder, file), file);
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

it('lists the page and its assets with their kinds', () => {
  expect(listPageFiles(folder)).toEqual(
    new Map([
      ['/', { path: path.join(folder, 'index.html'), mediaType: 'text/html; charset=utf-8' }],
      [
        '/assets/a%20b.js',
        { path: path.join(folder, 'assets/a b.js'), mediaType: 'text/javascript; charset=utf-8' },
      ],
    ]),
  );
});

it('knows nothing outside the folder', () => {
  const files = listPageFiles(folder);
  for (const address of ['/../secret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '']) {
    expect(files.has(address), address).toBe(false);
  }
});
