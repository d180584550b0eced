import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './out.ts';

const electronDir = path.join(root, 'node_modules/electron');
/** Remembers that a download failed, so that not every start waits for it again. */
const failureFile = path.join(root, 'node_modules/.cache/h200/electron-download-failed');
const rememberFailureMs = 24 * 60 * 60 * 1_000;

/** The Electron executable when it is here: the one of ELECTRON_OVERRIDE_DIST_PATH, else the downloaded one. */
export function electronBinary(): string | undefined {
  const pathFile = path.join(electronDir, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return existing(path.join(override, name ?? 'electron'));
  return name === undefined ? undefined : existing(path.join(electronDir, 'dist', name));
}

/** The executable, downloaded when it isn't here; undefined, with the reason told, when that can't be done in time. */
export async function fetchElectron(options: {
  limitMs: number;
  /** Try although an earlier download failed within the last day. */
  retry: boolean;
  tell: (line: string) => void;
}): Promise<{ file: string } | { reason: string }> {
  const present = electronBinary();
  if (present !== undefined) return { file: present };
  if (!existsSync(path.join(electronDir, 'install.js'))) return { reason: 'Electron is not installed' };
  if (!options.retry && failedRecently()) {
    return { reason: 'Electron could not be downloaded earlier today (--desktop tries again)' };
  }
  options.tell(`Fetching Electron, at most ${Math.round(options.limitMs / 1_000)} seconds…`);
  const failure = await download(options.limitMs);
  const file = electronBinary();
  if (file !== undefined) {
    rmSync(failureFile, { force: true });
    return { file };
  }
  mkdirSync(path.dirname(failureFile), { recursive: true });
  writeFileSync(failureFile, String(Date.now()));
  return { reason: failure };
}

function failedRecently(): boolean {
  if (!existsSync(failureFile)) return false;
  const age = Date.now() - Number(readFileSync(failureFile, 'utf8'));
  return age >= 0 && age < rememberFailureMs;
}

/** Runs Electron's own downloader in a process of its own that can be ended. Returns why it failed, if it did. */
function download(limitMs: number): Promise<string> {
  const child = spawn(process.execPath, [path.join(electronDir, 'install.js')], {
    cwd: electronDir,
    stdio: 'ignore',
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve(`Electron could not be downloaded within ${Math.round(limitMs / 1_000)} seconds`);
    }, limitMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve('Electron could not be downloaded');
    });
  });
}

function existing(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}
