import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');

const bundles = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];
const sources = ['electron', 'renderer', 'shared', 'build/electron.vite.config.ts', 'package-lock.json'];

/** Builds out/ when it is missing or older than the sources. Throws with the bundler's own words. */
export async function ensureBuilt(tell: (line: string) => void = () => {}): Promise<void> {
  if (isUpToDate()) return;
  tell('Building the app, a few seconds…');
  await build();
}

/** Whether all three bundles are there and younger than everything they are made of. */
export function isUpToDate(folder: string = root): boolean {
  const built = bundles.map((file) => path.join(folder, file));
  if (!built.every((file) => existsSync(file))) return false;
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs));
  return Math.max(...sources.map((source) => newestChange(path.join(folder, source)))) < oldest;
}

/** When something in a folder last changed; a folder's own time tells of files that went. */
function newestChange(file: string): number {
  const stats = statSync(file);
  if (!stats.isDirectory()) return /\.test\.tsx?$/.test(file) ? 0 : stats.mtimeMs;
  const inside = readdirSync(file).map((name) => newestChange(path.join(file, name)));
  return Math.max(stats.mtimeMs, ...inside);
}

function isNewerThan(file: string, time: number): boolean {
  const whole = path.join(root, file);
  return existsSync(whole) && statSync(whole).mtimeMs >= time;
}

function build(): Promise<void> {
  const startedAt = Date.now();
  const cli = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const child = spawn(process.execPath, [cli, 'build', '--config', 'build/electron.vite.config.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      // electron-vite can end well although a bundle failed: what counts is that all three are new.
      if (code === 0 && bundles.every((file) => isNewerThan(file, startedAt))) resolve();
      else reject(new Error(`The build failed.\n${output.trim()}`));
    });
  });
}
