import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * `mkdir -p`. Node's own recursive mkdir never ends where the system makes no folders at all, as in /proc.
 * Throws what the file system throws, and ENOTDIR when something else has that name.
 */
export function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found !== undefined) throw Object.assign(new Error(`${folder} is not a folder`), { code: 'ENOTDIR' });
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
