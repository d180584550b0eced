import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type App, type AppOptions, createApp } from '../electron/app.ts';
import { renderEntry } from '../electron/cli/render-entry.ts';
import { createLog } from '../electron/log.ts';
import { createMemoryTransport } from '../electron/memory-transport.ts';
import { findResources } from '../electron/paths.ts';
import { forkNode } from '../electron/pipeline/fork-node.ts';
import { recogniseFormat } from '../electron/pipeline/image.ts';
import { sampleSubjects } from '../electron/render/sample-subjects.ts';
import { createAnalysisStore } from '../electron/store/analysis-store.ts';
import { openDatabase } from '../electron/store/database.ts';
import { makeFolder } from '../electron/store/make-folder.ts';
import { createPhotoStore } from '../electron/store/photo-store.ts';
import { type Client, createClient } from '../shared/client.ts';
import type { Render } from '../shared/render.ts';

export interface RenderingCoreOptions
  extends Required<Pick<AppOptions, 'clock' | 'forkRender' | 'showFile'>> {
  /** Of the environment: where Templated is, and its key. */
  env: Record<string, string>;
  logLevel: string;
}

/** The core as far as it draws: nothing is analysed. Not yet started. */
export function openRenderingCore(
  dataDir: string,
  { env = {}, logLevel = 'silent', ...options }: Partial<RenderingCoreOptions> = {},
): { app: App; client: Client } {
  const app = createApp({
    dataDir,
    host: 'memory',
    version: '0.0.0',
    forkInference: () => {
      throw new Error('Nothing is analysed here.');
    },
    forkRender: forkNode(renderEntry),
    inference: false,
    resources: findResources(),
    environment: { env, workingDir: dataDir },
    log: createLog({ level: logLevel }),
    ...options,
  });
  return { app, client: createClient(createMemoryTransport(app)) };
}

/** Analyses of the sample photos, each under a name of its own, as if they had been made here. Gives their ids. */
export async function addAnalyses(dataDir: string, count: number): Promise<string[]> {
  makeFolder(dataDir);
  const database = openDatabase(join(dataDir, 'h200.sqlite'));
  const photos = createPhotoStore(join(dataDir, 'photos'), database);
  const analyses = createAnalysisStore(database);
  const ids: string[] = [];
  for (const [index, { analysis, photoPath }] of sampleSubjects(
    findResources().samplesDir,
    count,
    null,
  ).entries()) {
    const name = `mug-${index}.jpg`;
    const content = [new Uint8Array(await readFile(photoPath))];
    const { photo } = await photos.add({ name, content, maxBytes: 10_000_000, recognise: recogniseFormat });
    const id = `ana-${index}`;
    await analyses.add({ ...analysis, id, photo: { ...photo, name } }, 'as if');
    ids.push(id);
  }
  database.close();
  return ids;
}

/** Resolves when all of these have ended. */
export async function untilEnded(client: Client, renders: readonly Pick<Render, 'id'>[]): Promise<Render[]> {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const stop = client.listen('render.changed', () => {
        stop();
        resolve();
      });
    });
    const now = await Promise.all(renders.map(({ id }) => client.call('renders.get', { id })));
    if (now.every(({ state }) => ['completed', 'failed', 'cancelled'].includes(state))) return now;
    await changed;
  }
}
