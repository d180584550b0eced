import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { defaultSettings, type Settings, type SettingsPatch, settingsSchema } from '../../shared/settings.ts';
import type { Log } from '../log.ts';
import { toStorageError } from './storage-error.ts';

/** Where settings are written: conf, or electron-store on the desktop. One plain JSON object, written whole. */
export interface SettingsBackend {
  path: string;
  get(): Record<string, unknown>;
  set(value: Record<string, unknown>): void;
}

/** Opens settings.json of the data folder; what the file lacks is filled in from `defaults`. */
export interface OpenSettings {
  (defaults: Record<string, unknown>): SettingsBackend;
  /** The file is only looked at: whatever is wrong with it, nothing is written or moved. */
  readOnly?: true;
}

export interface SettingsStore {
  get(): Settings;
  /** Replaces whole sections and returns all settings. Throws AppError storage.full or storage.locked. */
  set(patch: SettingsPatch): Settings;
}

export interface SettingsStoreOptions {
  dataDir: string;
  /** conf when left out. */
  open?: OpenSettings | undefined;
  onChange(settings: Settings): void;
  log: Pick<Log, 'warn'>;
  now?: () => number;
}

/** Raised when a section changes its shape, so that a reader knows which shape it has. */
const settingsVersion = 1;

/**
 * The settings. A broken file or section gives way to defaults; unless they are only looked at, the file is
 * mended and kept beside it as it was.
 */
export function openSettingsStore(options: SettingsStoreOptions): SettingsStore {
  try {
    return overBackend(openBackend(options), options);
  } catch (error) {
    throw toStorageError(error);
  }
}

function openBackend(options: SettingsStoreOptions): SettingsBackend {
  const path = join(options.dataDir, 'settings.json');
  if (!isObjectOrAbsent(path)) {
    mend(path, 'file', options, () => rmSync(path));
  }
  const open = options.open ?? ((defaults) => openConf(options.dataDir, defaults));
  return open({ version: settingsVersion, ...defaultSettings });
}

function overBackend(backend: SettingsBackend, options: SettingsStoreOptions): SettingsStore {
  let current = { ...defaultSettings };
  const broken: string[] = [];
  for (const [name, value] of Object.entries(backend.get())) {
    if (!isSection(name)) continue;
    const section = settingsSchema.shape[name].safeParse(value);
    if (section.success) current = { ...current, [name]: section.data };
    else broken.push(name);
  }
  if (broken.length > 0) {
    mend(backend.path, broken.join(', '), options, () =>
      backend.set({ version: settingsVersion, ...current }),
    );
  }
  return {
    get: () => current,
    set(patch) {
      const next = settingsSchema.parse({ ...current, ...patch });
      try {
        backend.set({ version: settingsVersion, ...next });
      } catch (error) {
        throw toStorageError(error);
      }
      current = next;
      options.onChange(next);
      return next;
    },
  };
}

function mend(path: string, what: string, options: SettingsStoreOptions, replace: () => void): void {
  const { open, log, now = Date.now } = options;
  if (open?.readOnly) {
    log.warn({ what }, 'The settings could not be read: defaults are used');
    return;
  }
  const kept = `${path}.broken-${now()}`;
  copyFileSync(path, kept);
  replace();
  log.warn({ what, kept }, 'The settings could not be read: defaults are used, the old file is kept');
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

function isSection(name: string): name is keyof Settings {
  return Object.hasOwn(settingsSchema.shape, name);
}

/** conf takes some 80 ms to load, which hosts that bring their own backend need not pay. */
function openConf(dataDir: string, defaults: Record<string, unknown>): SettingsBackend {
  const { default: Conf }: typeof import('conf') = createRequire(import.meta.url)('conf');
  const conf = new Conf({ cwd: dataDir, configName: 'settings', defaults });
  return {
    path: conf.path,
    get: () => conf.store,
    set: (value) => {
      conf.store = value;
    },
  };
}
