import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';

const programName = 'h200-mug-positioning';

/** Folders that come with the program. */
export interface Resources {
  modelsDir: string;
  samplesDir: string;
  rendererDir: string;
}

/** The folder with the program's package.json, found from any module of ours: in source or bundled. */
export function programDir(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (isProgramDir(folder)) return folder;
    if (folder === dirname(folder)) throw new Error('The folder of the program was not found.');
  }
}

/** The program's version, as package.json says it. */
export function programVersion(root: string = programDir()): string {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}

/** Where models, sample photos and the built page lie. */
export function findResources(root: string = programDir()): Resources {
  return {
    modelsDir: unpacked(join(root, 'models')),
    samplesDir: unpacked(join(root, 'e2e', 'photos')),
    rendererDir: join(root, 'out', 'renderer'),
  };
}

/** The data folder: `--data` when given, else H200_DATA, else where the system keeps programs' data. */
export function findDataDir(
  given?: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  return resolve(given || env.H200_DATA || join(systemDataDir(env, platform), programName));
}

function systemDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return env.XDG_DATA_HOME || join(homedir(), '.local', 'share');
}

function isProgramDir(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name === programName;
  } catch {
    return false;
  }
}

/** Native libraries cannot read inside Electron's archive: what they open lies unpacked beside it. */
function unpacked(path: string): string {
  const beside = path.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
  return existsSync(beside) ? beside : path;
}
