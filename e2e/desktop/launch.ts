import { spawn } from 'node:child_process';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { hasDisplay } from '../../build/choose-host.ts';
import { electronBinary } from '../../build/electron-binary.ts';
import { root } from '../../build/out.ts';
import { environmentNames } from '../../electron/store/environment.ts';

const standIn = path.join(import.meta.dirname, 'standin');

/** The stand-in is used where Electron's binary is missing or could show no window. */
const isBinaryHere = electronBinary() !== undefined;
const override = isBinaryHere && hasDisplay(process) ? process.env.ELECTRON_OVERRIDE_DIST_PATH : standIn;

/** Which binary the desktop specs run on, said so that nobody takes the one for the other. */
export function describeBinary(): string {
  if (override !== standIn) return 'DESKTOP SPECS RUN ON THE REAL ELECTRON';
  const why = isBinaryHere ? 'there is no display' : 'its binary is not here';
  return `DESKTOP SPECS RUN ON THE STAND-IN, not on Electron: ${why} (e2e/desktop/standin/README.md)`;
}

export interface Desktop {
  app: ElectronApplication;
  page: Page;
  /** Everything that main has written to standard error so far. */
  log(): string;
}

/** Starts the unmodified program over a data folder and waits until its page can make calls. */
export async function launchDesktop(dataDir: string): Promise<Desktop> {
  const { ELECTRON_OVERRIDE_DIST_PATH: _inherited, H200_DATA: _other, ...env } = process.env;
  // Electron's launcher, which Playwright asks for the executable, reads it here; main and its children in `env`.
  if (override !== undefined) process.env.ELECTRON_OVERRIDE_DIST_PATH = override;
  const app = await _electron.launch({
    args: [root, '--data', dataDir],
    // Neither the environment nor a .env file of whoever runs this: nothing is sent to their channels.
    cwd: dataDir,
    env: Object.fromEntries(
      Object.entries(env).filter(
        (entry): entry is [string, string] =>
          entry[1] !== undefined && !environmentNames.some((name) => name === entry[0]),
      ),
    ),
  });
  let text = '';
  app.process().stderr?.on('data', (chunk) => {
    text += chunk;
  });
  const page = await app.firstWindow();
  await page.waitForFunction(() => 'h200' in window && document.readyState === 'complete');
  return { app, page, log: () => text };
}

/** The built preload script, for windows that a test opens itself. */
export const preloadPath = path.join(root, 'out/preload/preload.cjs');

/** Starts the program once more over the same data folder and waits until it ends. */
export async function startAgain(dataDir: string): Promise<{ code: number | null; output: string }> {
  const executable = override === standIn ? path.join(standIn, 'electron') : electronBinary();
  if (executable === undefined) throw new Error('There is nothing to start.');
  const child = spawn(executable, ['--no-sandbox', root, '--data', dataDir], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}
