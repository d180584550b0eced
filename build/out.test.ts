import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUpToDate } from './out.ts';

const before = new Date('2026-01-01T10:00:00Z');
const built = new Date('2026-01-01T11:00:00Z');
const after = new Date('2026-01-01T12:00:00Z');

let folder: string;
const write = (file: string, time: Date) => {
  const whole = path.join(folder, file);
  mkdirSync(path.dirname(whole), { recursive: true });
  writeFileSync(whole, '');
  utimesSync(whole, time, time);
};
const touch = (file: string, time: Date) => utimesSync(path.join(folder, file), time, time);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'out-'));
  for (const file of ['electron/api/app.ts', 'renderer/main.tsx', 'shared/contract.ts']) write(file, before);
  for (const file of ['build/electron.vite.config.ts', 'package-lock.json']) write(file, before);
  for (const file of ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html'])
    write(file, built);
  for (const source of ['electron', 'electron/api', 'renderer', 'shared']) touch(source, before);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('isUpToDate', () => {
  it('sees that nothing has changed', () => {
    expect(isUpToDate(folder)).toBe(true);
  });

  it('sees a change deep inside, a removed file, a new configuration, a missing bundle', () => {
    for (const changed of ['electron/api/app.ts', 'electron/api', 'build/electron.vite.config.ts']) {
      touch(changed, after);
      expect(isUpToDate(folder), changed).toBe(false);
      touch(changed, before);
    }
    rmSync(path.join(folder, 'out/preload'), { recursive: true });
    expect(isUpToDate(folder)).toBe(false);
  });

  it('does not care for tests', () => {
    write('electron/api/app.test.ts', after);
    touch('electron/api', before);
    expect(isUpToDate(folder)).toBe(true);
  });
});
