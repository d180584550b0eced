import { join } from 'node:path';
import { type App, createApp } from '../electron/app.ts';
import { inferenceEntry } from '../electron/cli/inference-entry.ts';
import { renderEntry } from '../electron/cli/render-entry.ts';
import { createLog } from '../electron/log.ts';
import { createMemoryTransport } from '../electron/memory-transport.ts';
import { findResources } from '../electron/paths.ts';
import { forkNode } from '../electron/pipeline/fork-node.ts';
import { type Client, createClient } from '../shared/client.ts';

/** The whole core over a data folder, with what the environment gives. Not yet started. */
export function openWorkflowCore(dataDir: string, env: Record<string, string>): { app: App; client: Client } {
  const app = createApp({
    dataDir,
    host: 'memory',
    version: '0.0.0',
    forkInference: forkNode(inferenceEntry),
    forkRender: forkNode(renderEntry),
    resources: findResources(),
    environment: { env, workingDir: dataDir },
    log: createLog({ level: 'silent' }),
  });
  return { app, client: createClient(createMemoryTransport(app)) };
}

/** Takes in a sample photo; gives its id. */
export async function takeSample(app: App, name: string): Promise<string> {
  const { photo } = await app.takeFile(join(findResources().samplesDir, name));
  return photo.id;
}
