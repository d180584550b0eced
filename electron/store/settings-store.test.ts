import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { openSettingsStore } from './settings-store.ts';

let dataDir: string;
let changes: Settings[];
let warnings: unknown[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'h200-settings-'));
  changes = [];
  warnings = [];
});

const path = () => join(dataDir, 'settings.json');
const written = () => JSON.parse(readFileSync(path(), 'utf8'));
const keptAside = () => readdirSync(dataDir).filter((name) => name.startsWith('settings.json.broken-'));

function open() {
  return openSettingsStore({
    dataDir,
    onChange: (settings) => changes.push(settings),
    log: { warn: (entry: unknown) => warnings.push(entry) },
  });
}

test('a fresh data folder gets a file with the defaults and a version', () => {
  expect(open().get()).toEqual(defaultSettings);
  expect(written()).toEqual({ version: 1, ...defaultSettings });
  expect(keptAside()).toEqual([]);
});

test('what is set replaces whole sections, is announced and outlives the program', () => {
  const detection = { ignoreBelow: 0.2, reviewBelow: 0.6 };
  expect(open().set({ detection })).toEqual({ ...defaultSettings, detection });
  expect(changes).toEqual([{ ...defaultSettings, detection }]);
  expect(open().get()).toEqual({ ...defaultSettings, detection });
});

test('a section that is missing, as in a file of an older version, gets its defaults', () => {
  writeFileSync(path(), JSON.stringify({ version: 1, appearance: { theme: 'dark', units: 'mm' } }));
  expect(open().get()).toEqual({ ...defaultSettings, appearance: { theme: 'dark', units: 'mm' } });
  expect(warnings).toEqual([]);
});

test('only a broken section gives way to defaults, and the file is kept as it was', () => {
  const edited = {
    version: 1,
    ...defaultSettings,
    detection: { ignoreBelow: 7 },
    photos: { maxMegabytes: 5 },
  };
  writeFileSync(path(), JSON.stringify(edited));
  expect(open().get()).toEqual({
    ...defaultSettings,
    photos: { ...defaultSettings.photos, maxMegabytes: 5 },
  });
  const [kept = ''] = keptAside();
  expect(JSON.parse(readFileSync(join(dataDir, kept), 'utf8'))).toMatchObject({
    detection: { ignoreBelow: 7 },
  });
  expect(written().detection).toEqual(defaultSettings.detection);
  expect(warnings).toEqual([expect.objectContaining({ what: 'detection' })]);
  open();
  expect(keptAside()).toHaveLength(1);
});

test.each(['{ "detection": {', '', 'null', '[1, 2]', '"text"'])(
  'a file that reads %s is kept aside whole',
  (text) => {
    writeFileSync(path(), text);
    expect(open().get()).toEqual(defaultSettings);
    const [kept = ''] = keptAside();
    expect(readFileSync(join(dataDir, kept), 'utf8')).toBe(text);
    expect(warnings).toHaveLength(1);
  },
);

test('settings that contradict each other are refused and change nothing', () => {
  const store = open();
  expect(() => store.set({ detection: { ignoreBelow: 0.9, reviewBelow: 0.1 } })).toThrow();
  expect(store.get()).toEqual(defaultSettings);
  expect(changes).toEqual([]);
});

test('a backend that cannot write keeps the old settings and says why', () => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  const store = openSettingsStore({
    dataDir,
    open: (_name, defaults) => ({
      path: path(),
      get: () => defaults,
      set: () => {
        throw full;
      },
    }),
    onChange: (settings) => changes.push(settings),
    log: { warn: () => undefined },
  });
  expect(() => store.set({ appearance: { theme: 'dark', units: 'px' } })).toThrow(
    expect.objectContaining({ code: 'storage.full' }),
  );
  expect(store.get()).toEqual(defaultSettings);
  expect(changes).toEqual([]);
});

test('a data folder that is none is said so', () => {
  dataDir = join(dataDir, 'file');
  writeFileSync(dataDir, '');
  expect(open).toThrow(expect.objectContaining({ code: 'storage.locked' }));
});

test('a folder named like the file is said so', () => {
  mkdirSync(path());
  expect(open).toThrow(
    expect.objectContaining({ code: 'storage.locked', message: expect.stringContaining('a folder') }),
  );
});
