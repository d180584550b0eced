import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { forkNode } from '../pipeline/fork-node.ts';
import { makeFolder } from '../store/make-folder.ts';
import { forkEarly } from './early-fork.ts';
import { UsageError } from './exit-status.ts';
import { inferenceEntry } from './inference-entry.ts';

export interface AnalyzeOptions {
  json?: true;
  overlay?: string;
  threshold?: number;
  fresh?: true;
  /** Says what the rules that are kept say of each photo. */
  rules?: true;
  /** Says what these say instead: texts of rules. */
  rule?: string[];
  dataFolder?: string;
}

/** The command `analyze`; gives the exit status. Throws UsageError when the overlay folder can't be written. */
export async function analyze(paths: readonly string[], options: AnalyzeOptions): Promise<number> {
  if (options.overlay !== undefined) await prepareFolder(options.overlay);
  // Fonts matter to overlays only, and looking through the system's takes a tenth of a second.
  else process.env.DISABLE_SYSTEM_FONTS_LOAD = '1';
  const early = forkEarly(forkNode(inferenceEntry));
  try {
    const { analyzePhotos } = await import('./analyze-photos.ts');
    return await analyzePhotos(paths, options, early.fork);
  } finally {
    early.drop();
  }
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    makeFolder(path.resolve(folder));
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new UsageError(`Nothing can be written to the folder "${folder}". Name another with --overlay.`);
  }
}
