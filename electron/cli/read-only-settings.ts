import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultSettings, detectionSettingsSchema } from '../../shared/settings.ts';
import type { OpenSettings, SettingsBackend } from '../store/settings-store.ts';

/** The files of the operator's settings for one run of a command, with its own threshold where given; nothing is written. */
export function readOnlySettings(dataDir: string, threshold: number | undefined): OpenSettings {
  const open = (name: string, defaults: Record<string, unknown>): SettingsBackend => {
    const file = path.join(dataDir, `${name}.json`);
    const settings: Record<string, unknown> = { ...defaults, ...readObject(file) };
    if (name === 'settings' && threshold !== undefined)
      settings.detection = withThreshold(settings.detection, threshold);
    return { path: file, get: () => settings, set() {} };
  };
  return Object.assign(open, { readOnly: true as const });
}

function withThreshold(detection: unknown, ignoreBelow: number) {
  const { reviewBelow } = detectionSettingsSchema.safeParse(detection).data ?? defaultSettings.detection;
  return { ignoreBelow, reviewBelow: Math.max(ignoreBelow, reviewBelow) };
}

/** What is no object is nothing here; the settings store has warned of it before. */
function readObject(file: string): object {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
