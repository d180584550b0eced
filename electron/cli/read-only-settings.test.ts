import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { openSettingsStore } from '../store/settings-store.ts';
import { readOnlySettings } from './read-only-settings.ts';

let dataDir: string;
let warnings: unknown[];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'h200-read-only-'));
  warnings = [];
});

const path = () => join(dataDir, 'settings.json');

function settings(threshold?: number) {
  const store = openSettingsStore({
    dataDir,
    open: readOnlySettings(dataDir, threshold),
    onChange: () => undefined,
    log: { warn: (entry: unknown) => warnings.push(entry) },
  });
  return store.get();
}

test('the settings of the file are used, with the threshold of the command, and no file is made', () => {
  expect(settings(0.4).detection.ignoreBelow).toBe(0.4);
  expect(readdirSync(dataDir)).toEqual([]);
  writeFileSync(path(), JSON.stringify({ appearance: { theme: 'dark', units: 'mm' } }));
  expect(settings()).toEqual({ ...defaultSettings, appearance: { theme: 'dark', units: 'mm' } });
});

test.each(['{ "detection": {', '', 'null', '[1, 2]', '"text"', '{ "photos": { "maxMegabytes": "many" } }'])(
  'a file that reads %s is warned of and otherwise left alone',
  (text) => {
    writeFileSync(path(), text);
    expect(settings()).toEqual(defaultSettings);
    expect(warnings).toHaveLength(1);
    expect(readdirSync(dataDir)).toEqual(['settings.json']);
    expect(readFileSync(path(), 'utf8')).toBe(text);
  },
);
