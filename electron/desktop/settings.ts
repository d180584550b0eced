import ElectronStore from 'electron-store';
import type { SettingsBackend } from '../store/settings-store.ts';

/** settings.json of the data folder, the same file that the other hosts use. */
export function openSettings(dataDir: string) {
  return (defaults: Record<string, unknown>): SettingsBackend => {
    const store = new ElectronStore<Record<string, unknown>>({ name: 'settings', cwd: dataDir, defaults });
    return {
      path: store.path,
      get: () => store.store,
      set: (value) => {
        store.store = value;
      },
    };
  };
}
