import { readdir } from 'node:fs/promises';
import type { Host, InferenceStatus } from '../../shared/contract.ts';
import type { HandlersOf } from './dispatch.ts';

export interface AppInfoParts {
  version: string;
  host: Host;
  samplesDir: string;
  inferenceStatus(): InferenceStatus;
}

/** Answers `app.*`. */
export function appInfoHandlers(parts: AppInfoParts): HandlersOf<'app'> {
  // They come with the program and do not change while it runs.
  let samples: Promise<string[]> | null = null;
  return {
    'app.info': async () => {
      samples ??= sampleNames(parts.samplesDir);
      return {
        name: 'H200 Mug Positioning',
        version: parts.version,
        host: parts.host,
        platform: `${process.platform} ${process.arch}`,
        inference: parts.inferenceStatus(),
        samples: await samples,
      };
    },
  };
}

/** The sample photos in the order of their names; none when they were not installed. */
export async function sampleNames(samplesDir: string): Promise<string[]> {
  const names = await readdir(samplesDir).catch(() => []);
  return names.filter((name) => name.endsWith('.jpg')).sort();
}
