import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeOlderThan } from './leftovers.ts';
import { toStorageError } from './storage-error.ts';

/** Pictures derived from photos: they can be made again at any time. */
export interface PictureStore {
  /** The picture's path; `draw` makes it when it is not here, once however many ask meanwhile. */
  get(photoId: string, kind: string, draw: (outPath: string) => Promise<unknown>): Promise<string>;
  /** Removes all pictures of these photos. */
  remove(photoIds: readonly string[]): Promise<void>;
  removeLeftovers(): Promise<void>;
}

const staleAfterMs = 3_600_000;

/** Pictures as files below `dir`, a folder for each photo. */
export function createPictureStore(dir: string, now: () => number = Date.now): PictureStore {
  const drawing = new Map<string, Promise<string>>();
  const unfinishedDir = join(dir, 'unfinished');
  const folderOf = (photoId: string) => join(dir, photoId.slice(0, 2), photoId);

  async function make(path: string, draw: (outPath: string) => Promise<unknown>): Promise<string> {
    if (await exists(path)) return path;
    const unfinishedPath = join(unfinishedDir, randomUUID());
    try {
      await mkdir(unfinishedDir, { recursive: true });
      await mkdir(dirname(path), { recursive: true });
      await draw(unfinishedPath);
      await rename(unfinishedPath, path);
    } catch (error) {
      await rm(unfinishedPath, { force: true });
      throw toStorageError(error);
    }
    return path;
  }

  return {
    get(photoId, kind, draw) {
      const path = join(folderOf(photoId), kind);
      const begun = drawing.get(path);
      if (begun !== undefined) return begun;
      const made = make(path, draw).finally(() => drawing.delete(path));
      drawing.set(path, made);
      return made;
    },
    async remove(photoIds) {
      for (const id of photoIds) await rm(folderOf(id), { recursive: true, force: true });
    },
    removeLeftovers: () => removeOlderThan(unfinishedDir, now() - staleAfterMs),
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
