import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../build/out.ts';
import { environmentNames } from '../../electron/store/environment.ts';
import { httpTransport } from '../../renderer/api.ts';
import { type Client, createClient } from '../../shared/client.ts';
import { fetchAsPage } from '../fetch-as-page.ts';

/** The real web host in a process of its own, over an empty data folder. */
export interface WebHost {
  /** Address of the page with the token. */
  url: string;
  /** Calls the core as a page would, without one. */
  core: Pick<Client, 'call'>;
  stop(): Promise<void>;
}

/** Starts the web host on a free port, with more in its environment; answers once it can be opened. */
export function startWebHost(environment: Readonly<Record<string, string>> = {}): Promise<WebHost> {
  const arguments_ = ['serve', '--port', '0', '--token', 'spec', '--data'];
  return startHost([path.join(root, 'electron/cli.ts'), ...arguments_], environment);
}

/** Starts a web host whose waits pass that many times as fast. */
export function startFastHost(speed: number): Promise<WebHost> {
  return startHost([path.join(root, 'e2e/web/fast-host.ts'), String(speed)], {});
}

/** Starts a program that takes a data folder last and writes its address first. */
async function startHost(
  program: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<WebHost> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'h200-web-'));
  const child = spawn(
    process.execPath,
    [...program, dataDir],
    // Neither the environment nor a .env file of whoever runs this: nothing is sent to their channels.
    {
      cwd: dataDir,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        ...Object.fromEntries(environmentNames.map((name) => [name, ''])),
        ...environment,
      },
    },
  );
  const [url] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The web host ended with ${code} before it said its address.`);
    }),
  ]);
  const { origin } = new URL(url);
  return {
    url,
    core: createClient(httpTransport({ origin, fetch: await fetchAsPage(url) })),
    async stop() {
      const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
      child.kill();
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
