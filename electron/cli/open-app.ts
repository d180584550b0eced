import { join } from 'node:path';
import type { Host } from '../../shared/contract.ts';
import { type App, createApp } from '../app.ts';
import { createLog, type Log } from '../log.ts';
import { createLogFiles } from '../monitoring/log-files.ts';
import { findDataDir, findResources, programVersion } from '../paths.ts';
import { forkNode } from '../pipeline/fork-node.ts';
import type { ForkInference } from '../pipeline/inference.ts';
import type { OpenSettings } from '../store/settings-store.ts';
import { inferenceEntry } from './inference-entry.ts';
import { renderEntry } from './render-entry.ts';

/** The core for a command: warnings and worse go to standard error. */
export function openApp(options: {
  host: Host;
  data: string | undefined;
  /** A child process of Node's own when left out. */
  forkInference?: ForkInference;
  openSettings?: (dataDir: string) => OpenSettings;
  /** False: the inference starts when it is first asked for. */
  inference?: false;
}): { app: App; log: Log; rendererDir: string } {
  const dataDir = findDataDir(options.data);
  const resources = findResources();
  // Only programs that stay write files: a command says what it has to say.
  const logFiles = options.host === 'web' ? createLogFiles({ folder: join(dataDir, 'logs') }) : undefined;
  const log = createLog({ level: process.env.H200_LOG ?? 'warn', files: logFiles });
  const app = createApp({
    dataDir,
    host: options.host,
    version: programVersion(),
    forkInference: options.forkInference ?? forkNode(inferenceEntry),
    forkRender: forkNode(renderEntry),
    resources,
    environment: { env: process.env, workingDir: process.cwd() },
    log,
    logFiles,
    ...(options.inference === false && { inference: false }),
    ...(options.openSettings && { openSettings: options.openSettings(dataDir) }),
  });
  return { app, log, rendererDir: resources.rendererDir };
}
