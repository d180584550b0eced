import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * One instance per folder, decided synchronously as Electron does: the first writes its process id, a later one
 * leaves its arguments as a file, which the first hears of. Returns whether this is the first.
 */
export function lockInstance(folder: string, onSecond: (argv: string[], cwd: string) => void): boolean {
  mkdirSync(folder, { recursive: true });
  const lock = path.join(folder, 'standin-instance');
  for (;;) {
    try {
      writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
      break;
    } catch {
      if (isRunning(Number(readFileSync(lock, 'utf8')))) {
        const text = JSON.stringify({ argv: process.argv, cwd: process.cwd() });
        writeFileSync(path.join(folder, `standin-second-${process.pid}`), text);
        return false;
      }
      rmSync(lock, { force: true });
    }
  }
  const watcher = watch(folder, () => {
    for (const name of readdirSync(folder).filter((found) => found.startsWith('standin-second-'))) {
      const text = readFileSync(path.join(folder, name), 'utf8');
      if (text === '') continue; // Being written: the next change tells.
      rmSync(path.join(folder, name));
      const { argv, cwd } = JSON.parse(text);
      onSecond(argv, cwd);
    }
  });
  watcher.unref();
  process.once('exit', () => rmSync(lock, { force: true }));
  return true;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
