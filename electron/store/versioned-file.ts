import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Log } from '../log.ts';

/** Where settings are written: conf, or electron-store on the desktop. One plain JSON object, written whole. */
export interface SettingsBackend {
  path: string;
  get(): Record<string, unknown>;
  set(value: Record<string, unknown>): void;
}

/** Opens NAME.json of the data folder; what the file lacks at its top is filled in from `defaults`. */
export interface OpenSettings {
  (name: string, defaults: Record<string, unknown>): SettingsBackend;
  /** The file is only looked at: whatever is wrong with it, nothing is written or moved. */
  readOnly?: true;
}

/** Turns what a version of the file held into what the next one holds. */
export type Upgrade = (value: Record<string, unknown>) => Record<string, unknown>;

export interface VersionedFileOptions {
  dataDir: string;
  /** Without `.json`. */
  name: string;
  defaults: Record<string, unknown>;
  /** The first leads from version 1 to 2; one more for every change of shape. */
  upgrades: readonly Upgrade[];
  /** conf when left out. */
  open?: OpenSettings | undefined;
  log: Pick<Log, 'warn'>;
  now?: (() => number) | undefined;
}

/** A JSON file of the data folder that knows the version of its shape. */
export interface VersionedFile {
  /** As it is on the disk now, without the version. */
  get(): Record<string, unknown>;
  /** Replaces it whole. Throws what the file system throws. */
  set(value: Record<string, unknown>): void;
  /** Replaces what could not be read, and keeps the file beside it as it was. */
  mend(what: string, value: Record<string, unknown>): void;
}

/**
 * Opens a file, upgraded to the newest version. One that is broken, or of a newer version of this program, gives
 * way to the defaults and is kept beside it; read-only ones are left alone.
 */
export function openVersionedFile(options: VersionedFileOptions): VersionedFile {
  const { dataDir, name, defaults, upgrades } = options;
  const newest = upgrades.length + 1;
  const path = join(dataDir, `${name}.json`);
  if (!isObjectOrAbsent(path)) setAside(path, 'could not be read', 'file', options, () => rmSync(path));
  const open = options.open ?? ((file, initial) => openConf(dataDir, file, initial));
  const backend = open(name, { version: newest, ...defaults });
  const set = (value: Record<string, unknown>) => backend.set({ version: newest, ...value });

  function get(): Record<string, unknown> {
    const { version, ...value } = backend.get();
    const from = versionOf(version);
    if (from > newest) return defaults;
    return upgrades.slice(from - 1).reduce((older, upgrade) => upgrade(older), value);
  }

  const version = versionOf(backend.get().version);
  if (version > newest) {
    setAside(path, 'are of a newer version of this program', 'file', options, () => set(defaults));
  } else if (version < newest && !options.open?.readOnly) set(get());

  return {
    get,
    set,
    mend: (what, value) => setAside(path, 'could not be read', what, options, () => set(value)),
  };
}

function setAside(
  path: string,
  why: string,
  what: string,
  options: VersionedFileOptions,
  replace: () => void,
): void {
  const { name, open, log, now = Date.now } = options;
  if (open?.readOnly) {
    log.warn({ what }, `The ${name} ${why}: defaults are used`);
    return;
  }
  const kept = `${path}.broken-${now()}`;
  copyFileSync(path, kept);
  replace();
  log.warn({ what, kept }, `The ${name} ${why}: defaults are used, the old file is kept`);
}

/** Files from before versions were written are of the first. */
function versionOf(version: unknown): number {
  return typeof version === 'number' && version >= 1 ? Math.floor(version) : 1;
}

function isObjectOrAbsent(path: string): boolean {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
}

/** conf takes some 80 ms to load, which hosts that bring their own backend need not pay. */
function openConf(dataDir: string, name: string, defaults: Record<string, unknown>): SettingsBackend {
  const { default: Conf }: typeof import('conf') = createRequire(import.meta.url)('conf');
  const conf = new Conf({ cwd: dataDir, configName: name, defaults });
  return {
    path: conf.path,
    get: () => conf.store,
    set: (value) => {
      conf.store = value;
    },
  };
}
