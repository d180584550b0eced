import { defaultSettings, type Settings, type SettingsPatch, settingsSchema } from '../../shared/settings.ts';
import type { Log } from '../log.ts';
import { toStorageError } from './storage-error.ts';
import { type OpenSettings, openVersionedFile, type Upgrade, type VersionedFile } from './versioned-file.ts';

export type { OpenSettings, SettingsBackend } from './versioned-file.ts';

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

/** One more whenever a section changes its shape; a section that is new needs none, it gets its defaults. */
const upgrades: readonly Upgrade[] = [];

/**
 * The settings. A broken file or section gives way to defaults; unless they are only looked at, the file is
 * mended and kept beside it as it was.
 */
export function openSettingsStore(options: SettingsStoreOptions): SettingsStore {
  try {
    const file = openVersionedFile({ ...options, name: 'settings', defaults: defaultSettings, upgrades });
    return overFile(file, options.onChange);
  } catch (error) {
    throw toStorageError(error);
  }
}

function overFile(file: VersionedFile, onChange: SettingsStoreOptions['onChange']): SettingsStore {
  let current = { ...defaultSettings };
  const broken: string[] = [];
  for (const [name, value] of Object.entries(file.get())) {
    if (!isSection(name)) continue;
    const section = settingsSchema.shape[name].safeParse(value);
    if (section.success) current = { ...current, [name]: section.data };
    else broken.push(name);
  }
  if (broken.length > 0) file.mend(broken.join(', '), current);
  return {
    get: () => current,
    set(patch) {
      const next = settingsSchema.parse({ ...current, ...patch });
      try {
        file.set(next);
      } catch (error) {
        throw toStorageError(error);
      }
      current = next;
      onChange(next);
      return next;
    },
  };
}

function isSection(name: string): name is keyof Settings {
  return Object.hasOwn(settingsSchema.shape, name);
}
