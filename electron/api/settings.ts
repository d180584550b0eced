import type { SettingsStore } from '../store/settings-store.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `settings.*`. */
export function settingsHandlers(settings: SettingsStore): HandlersOf<'settings'> {
  return {
    'settings.get': () => settings.get(),
    'settings.set': (patch) => settings.set(patch),
  };
}
