import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { removeOlderThan } from './leftovers.ts';
import { toStorageError } from './storage-error.ts';

/** A file made for the operator, waiting to be saved. */
export interface ExportedFile {
  id: string;
  /** The name to save it under. */
  name: string;
  mediaType: string;
  bytes: number;
}

export interface IncomingExport {
  name: string;
  mediaType: string;
  content: Uint8Array | AsyncIterable<Uint8Array>;
}

export interface ExportStore {
  /** Keeps a file for an hour. Throws AppError storage.full among others; nothing stays then. */
  add(incoming: IncomingExport): Promise<ExportedFile>;
  /** Throws AppError notFound once the file's hour is over. */
  get(id: string): ExportedFile & { path: string };
  /** Before its hour is over; one that is gone already is no error. */
  remove(id: string): Promise<void>;
  /** Removes files whose hour is over, of this process and of earlier ones. */
  removeOld(): Promise<void>;
}

const keptForMs = 3_600_000;

/** Exports as files in `dir`. Their names live in memory only: a restart ends the wait. */
export function createExportStore(dir: string, now: () => number = Date.now): ExportStore {
  const waiting = new Map<string, { file: ExportedFile; addedAt: number }>();

  async function removeOld() {
    for (const [id, { addedAt }] of waiting) if (addedAt + keptForMs <= now()) waiting.delete(id);
    await removeOlderThan(dir, now() - keptForMs);
  }

  return {
    async add({ name, mediaType, content }) {
      const id = randomUUID();
      const path = join(dir, id);
      try {
        await mkdir(dir, { recursive: true });
        await removeOld();
        await writeFile(path, content, { flag: 'wx' });
        const file = { id, name, mediaType, bytes: (await stat(path)).size };
        waiting.set(id, { file, addedAt: now() });
        return file;
      } catch (error) {
        await rm(path, { force: true });
        throw toStorageError(error);
      }
    },
    get(id) {
      const entry = waiting.get(id);
      if (entry === undefined || entry.addedAt + keptForMs <= now()) {
        throw new AppError('notFound', 'This export is not waiting any more. Export again.');
      }
      return { ...entry.file, path: join(dir, id) };
    },
    async remove(id) {
      if (waiting.delete(id)) await rm(join(dir, id), { force: true });
    },
    removeOld,
  };
}
