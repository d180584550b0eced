import ElectronStore from 'electron-store';
import type { OpenSettings } from '../store/versioned-file.ts';

/** The JSON files of the data folder, the same that the other hosts use. */
export function openSettings(dataDir: string): OpenSettings {
  return (name, defaults) => {
    const store = new ElectronStore<Record<string, unknown>>({ name, cwd: dataDir, defaults });
    return {
      path: store.path,
      get: () => store.store,
      set: (value) => {
        store.store = value;
      },
    };
  };
}
