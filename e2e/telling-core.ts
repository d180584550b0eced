import { type App, type AppOptions, createApp } from '../electron/app.ts';
import { createLog } from '../electron/log.ts';
import { createMemoryTransport } from '../electron/memory-transport.ts';
import { findResources } from '../electron/paths.ts';
import { type Client, createClient } from '../shared/client.ts';

/** The core as far as it tells others: nothing is analysed, nothing is read from the environment. Not yet started. */
export function openTellingCore(
  dataDir: string,
  more: Pick<AppOptions, 'clock' | 'random'> & { logLevel?: string } = {},
): { app: App; client: Client } {
  const { logLevel = 'warn', ...options } = more;
  const app = createApp({
    dataDir,
    host: 'memory',
    version: '0.0.0',
    forkInference: () => {
      throw new Error('Nothing is analysed here.');
    },
    forkRender: () => {
      throw new Error('Nothing is drawn here.');
    },
    inference: false,
    resources: findResources(),
    log: createLog({ level: logLevel }),
    ...options,
  });
  return { app, client: createClient(createMemoryTransport(app)) };
}
