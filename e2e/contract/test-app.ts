import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type App, createApp } from '../../electron/app.ts';
import { renderEntry } from '../../electron/cli/render-entry.ts';
import { createLog } from '../../electron/log.ts';
import { findResources, programDir } from '../../electron/paths.ts';
import { forkNode } from '../../electron/pipeline/fork-node.ts';
import type { Host } from '../../shared/contract.ts';

const inferenceEntry = path.join(programDir(), 'electron', 'pipeline', 'inference-child.ts');

/** A whole core, started, over an empty data folder that goes with it. */
export async function startTestApp(host: Host): Promise<{ app: App; close(): Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'h200-contract-'));
  const app = createApp({
    dataDir,
    host,
    version: '0.0.0',
    forkInference: forkNode(inferenceEntry),
    forkRender: forkNode(renderEntry),
    resources: findResources(),
    log: createLog({ level: 'silent' }),
  });
  await app.start();
  return {
    app,
    async close() {
      await app.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
