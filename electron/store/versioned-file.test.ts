import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type OpenSettings, openVersionedFile, type Upgrade } from './versioned-file.ts';

let dataDir: string;
let warnings: string[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'h200-versioned-'));
  warnings = [];
});

const path = () => join(dataDir, 'things.json');
const written = () => JSON.parse(readFileSync(path(), 'utf8'));
const keptAside = () => readdirSync(dataDir).filter((name) => name.startsWith('things.json.broken-'));
/** A list of names became a list of things, then things got a colour. */
const upgrades: Upgrade[] = [
  ({ names, ...rest }) => ({ ...rest, things: (names as string[]).map((name) => ({ name })) }),
  (value) => ({ ...value, things: (value.things as object[]).map((thing) => ({ ...thing, colour: 'red' })) }),
];
const open = (options: { open?: OpenSettings; upgrades?: Upgrade[] } = {}) =>
  openVersionedFile({
    dataDir,
    name: 'things',
    defaults: { things: [] },
    upgrades,
    log: { warn: (_entry: unknown, text?: string) => warnings.push(text ?? '') },
    ...options,
  });

test('a fresh file has the newest version', () => {
  expect(open().get()).toEqual({ things: [] });
  expect(written()).toEqual({ version: 3, things: [] });
});

test.each([
  [{ version: 1, names: ['a'] }],
  [{ version: 2, things: [{ name: 'a' }] }],
  [{ version: 3, things: [{ name: 'a', colour: 'red' }] }],
])('%j is upgraded step by step, on the disk too', (old) => {
  writeFileSync(path(), JSON.stringify(old));
  const things = [{ name: 'a', colour: 'red' }];
  expect(open().get()).toEqual({ things });
  expect(written()).toEqual({ version: 3, things });
  expect(warnings).toEqual([]);
});

test('a file of a newer version of the program is kept aside, and said so', () => {
  const text = JSON.stringify({ version: 4, things: 'something else' });
  writeFileSync(path(), text);
  expect(open().get()).toEqual({ things: [] });
  const [kept = ''] = keptAside();
  expect(readFileSync(join(dataDir, kept), 'utf8')).toBe(text);
  expect(warnings).toEqual([expect.stringContaining('newer version of this program')]);
});

test.each([1, 2, 4])('a file of version %i that is only looked at stays as it is', (version) => {
  const text = JSON.stringify({ version, names: ['a'], things: [{ name: 'a' }] });
  writeFileSync(path(), text);
  const readOnly: OpenSettings = Object.assign(
    (_name: string, defaults: Record<string, unknown>) => ({
      path: path(),
      get: () => ({ ...defaults, ...written() }),
      set: () => undefined,
    }),
    { readOnly: true as const },
  );
  const things = version === 4 ? [] : [{ name: 'a', colour: 'red' }];
  expect(open({ open: readOnly }).get()).toMatchObject({ things });
  expect(readFileSync(path(), 'utf8')).toBe(text);
  expect(keptAside()).toEqual([]);
});

test('files of one folder do not disturb each other', () => {
  open().set({ things: [1] });
  const other = openVersionedFile({
    dataDir,
    name: 'others',
    defaults: {},
    upgrades: [],
    log: { warn: () => undefined },
  });
  other.set({ a: 1 });
  expect(open().get()).toEqual({ things: [1] });
  expect(other.get()).toEqual({ a: 1 });
});
