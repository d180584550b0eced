import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromiumFlags, findChromium } from '../../../build/chromium.ts';
import { DevTools } from './devtools.ts';

/** The running Chromium: made once, before `app` is ready. */
export interface Browser {
  devTools: DevTools;
  /** The address Playwright connects to. */
  url: string;
  onExit(hear: () => void): void;
  /** Ends Chromium and removes its profile. */
  close(): Promise<void>;
}

let running: Browser | undefined;

/** The browser, once `app` is ready. */
export function browser(): Browser {
  if (!running) throw new Error('The browser is not there before app is ready.');
  return running;
}

export async function startBrowser(): Promise<Browser> {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'electron-standin-'));
  const given: string[] = JSON.parse(process.env.STANDIN_CHROMIUM_FLAGS ?? '[]');
  const child = spawn(
    findChromium(),
    [
      ...chromiumFlags,
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      ...given.filter((flag) => !flag.startsWith('--remote-debugging-port')),
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  process.once('exit', () => child.kill('SIGKILL'));
  const url = await debuggerUrl(child);
  running = {
    devTools: await DevTools.connect(url),
    url,
    onExit: (hear) => void exited.then(hear),
    async close() {
      child.kill();
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return running;
}

function debuggerUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk) => {
      if (text === 'found') return;
      text += chunk;
      const url = /DevTools listening on (ws:\/\/\S+)/.exec(text)?.[1];
      if (!url) return;
      text = 'found';
      resolve(url);
    });
    child.once('exit', () => reject(new Error(`Chromium ended at once: ${text}`)));
  });
}
