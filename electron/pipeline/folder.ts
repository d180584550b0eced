import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** A file to try as a photo; with an error, a path that leads to none and why. */
export interface FoundPath {
  path: string;
  error: AppError | null;
}

const photoExtension = /^\.(jpe?g|jpe|jfif|png|webp|avif|gif|tiff?|hei[cf])$/i;

/** Names as people order them, 2 before 10, and the same on every system. */
const byName = new Intl.Collator('en', { numeric: true }).compare;

/**
 * Files below the given paths, in a stable order. A file named directly is always tried; in folders only what
 * is named like a photo is, and hidden names are passed over. A folder reached twice is read once.
 */
export async function* findPhotos(paths: readonly string[]): AsyncGenerator<FoundPath> {
  const readFolders = new Set<string>();
  for (const path of paths) yield* findBelow(path, [], readFolders);
}

/** `above` are the real paths of the folders that led here: meeting one of them again is a loop. */
async function* findBelow(
  path: string,
  above: readonly string[],
  readFolders: Set<string>,
): AsyncGenerator<FoundPath> {
  const wanted = above.length === 0 || isNamedLikePhoto(path);
  try {
    const found = await stat(path);
    if (!found.isDirectory()) {
      if (wanted) yield { path, error: null };
      return;
    }
    const folder = await realpath(path);
    if (above.includes(folder)) throw loop();
    if (readFolders.has(folder)) return;
    readFolders.add(folder);
    for (const name of await namesIn(path))
      yield* findBelow(join(path, name), [...above, folder], readFolders);
  } catch (cause) {
    const error = findError(cause, path);
    // A link to nowhere in a folder matters only when it seemed to be a photo.
    if (wanted || error.code !== 'photo.notFound') yield { path, error };
  }
}

/** Folders, links and what is named like a photo. Where a link leads is seen when it is followed. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink() || isNamedLikePhoto(entry.name))
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.'))
    .sort(byName);
}

function isNamedLikePhoto(path: string): boolean {
  return photoExtension.test(extname(path));
}

function loop(): AppError {
  return new AppError('folder.loop', 'This folder leads back to one above it, so it was passed over.');
}

function findError(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  switch (error instanceof Error && 'code' in error ? error.code : null) {
    case 'ENOENT':
    case 'ENOTDIR':
      // What is no UTF-8 in a name arrives as this character, and the name then leads nowhere.
      if (path.includes('\ufffd')) {
        return new AppError('photo.unreadable', 'Its name can’t be read; rename it.', { cause: error });
      }
      return new AppError('photo.notFound', 'There is no such file or folder.', { cause: error });
    case 'ELOOP':
      return new AppError('folder.loop', 'This link leads to itself, so it was passed over.', {
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new AppError('photo.unreadable', 'This may not be read. Check its permissions.', {
        cause: error,
      });
  }
  return new AppError('photo.unreadable', 'This could not be read from its disk.', { cause: error });
}
