import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findDataDir, findResources, programDir } from './paths.ts';

const home = { HOME: '/home/anna', XDG_DATA_HOME: '/home/anna/data' };

test('the program is found from any module of it, in source or bundled', () => {
  const root = programDir();
  expect(existsSync(join(root, 'electron', 'paths.ts'))).toBe(true);
  expect(programDir(join(root, 'out', 'main', 'chunks'))).toBe(root);
  expect(existsSync(join(findResources(root).modelsDir, 'manifest.json'))).toBe(true);
});

test('outside the program its folder is not guessed', () => {
  expect(() => programDir('/')).toThrow('not found');
});

test('a data folder given on the command line wins over H200_DATA, which wins over the place of the system', () => {
  expect(findDataDir('here', { ...home, H200_DATA: '/there' })).toBe(resolve('here'));
  expect(findDataDir(undefined, { ...home, H200_DATA: '/there' })).toBe(resolve('/there'));
  expect(findDataDir('', { ...home, H200_DATA: '/there' })).toBe(resolve('/there'));
  expect(findDataDir(undefined, { ...home, H200_DATA: '' }, 'linux')).toBe(
    '/home/anna/data/h200-mug-positioning',
  );
});

test('each system has its own place for data', () => {
  expect(findDataDir(undefined, {}, 'linux')).toMatch(/\.local.share.h200-mug-positioning$/);
  expect(findDataDir(undefined, {}, 'darwin')).toMatch(/Library.Application Support.h200-mug-positioning$/);
  expect(findDataDir(undefined, { LOCALAPPDATA: '/c/local' }, 'win32')).toBe(
    resolve('/c/local/h200-mug-positioning'),
  );
});
