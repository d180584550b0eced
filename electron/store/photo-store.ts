import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Photo, type PhotoFormat, photoFormatSchema } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import type { Database } from './database.ts';
import { removeOlderThan } from './leftovers.ts';
import { toStorageError } from './storage-error.ts';

/** What is handed in: a name to show, and the bytes piece by piece. */
export interface IncomingPhoto {
  name: string;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  maxBytes: number;
  /** Judges the format by the file's first bytes; throws AppError when it is not a photo we can read. */
  recognise(head: Uint8Array): PhotoFormat;
}

export interface PhotoStore {
  /** Keeps a photo under the hash of its bytes; `known` when it was here already. Nothing stays on an error. */
  add(incoming: IncomingPhoto): Promise<{ photo: Photo; known: boolean }>;
  /** Throws AppError photo.notFound. */
  get(id: string): Photo;
  pathOf(id: string): string;
  /** Removes half-written files of a run that was cut off. */
  removeLeftovers(): Promise<void>;
  /** Forgets up to 100 photos not handed in since `before` that no analysis refers to; returns their ids. */
  purge(before: Date): Promise<string[]>;
}

/** Enough for the mark of every format. */
const headBytes = 64;
/** A temporary file older than this belongs to no one any more, this process or another. */
const staleAfterMs = 3_600_000;

/** Photos as files below `dir`, named by their content, with a row each. `now` gives milliseconds since 1970. */
export function createPhotoStore(dir: string, database: Database, now: () => number = Date.now): PhotoStore {
  const incomingDir = join(dir, 'incoming');
  const pathOf = (id: string) => join(dir, id.slice(0, 2), id);

  async function keep(incoming: IncomingPhoto, temporaryPath: string) {
    const { id, bytes, head } = await receive(incoming, temporaryPath);
    const photo: Photo = { id, name: incoming.name, format: incoming.recognise(head), bytes };
    const known = await isFileOf(pathOf(id), bytes);
    await mkdir(dirname(pathOf(id)), { recursive: true });
    // Also over a known one, which the disk may have damaged: this one was hashed just now.
    await rename(temporaryPath, pathOf(id));
    await database.write(() =>
      database.statement(upsertPhoto).run(id, photo.name, photo.format, bytes, now()),
    );
    return { photo, known };
  }

  return {
    async add(incoming) {
      const temporaryPath = join(incomingDir, randomUUID());
      try {
        await mkdir(incomingDir, { recursive: true });
        return await keep(incoming, temporaryPath);
      } catch (error) {
        throw toStorageError(error);
      } finally {
        await rm(temporaryPath, { force: true });
      }
    },
    get(id) {
      const row = database.read(() =>
        database.statement('SELECT name, format, bytes FROM photos WHERE id = ?').get(id),
      );
      if (row === undefined) {
        throw new AppError('photo.notFound', 'This photo is not here any more. Add it again.');
      }
      return {
        id,
        name: String(row.name),
        format: photoFormatSchema.parse(row.format),
        bytes: Number(row.bytes),
      };
    },
    pathOf,
    removeLeftovers: () => removeOlderThan(incomingDir, now() - staleAfterMs),
    async purge(before) {
      const rows = await database.write(() => database.statement(deleteUnused).all(before.getTime()));
      const ids = rows.map((row) => String(row.id));
      for (const id of ids) await rm(pathOf(id), { force: true });
      return ids;
    },
  };
}

const upsertPhoto = `
  INSERT INTO photos (id, name, format, bytes, seen_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at`;

const deleteUnused = `
  DELETE FROM photos WHERE id IN (
    SELECT id FROM photos WHERE seen_at < ?
      AND NOT EXISTS (SELECT 1 FROM analyses WHERE photo_id = photos.id)
    LIMIT 100
  ) RETURNING id`;

/** Writes to the temporary file while hashing; stops at the first byte too many. */
async function receive(incoming: IncomingPhoto, temporaryPath: string) {
  const hash = createHash('sha256');
  let head = new Uint8Array();
  let bytes = 0;
  const file = await open(temporaryPath, 'wx');
  try {
    for await (const piece of incoming.content) {
      bytes += piece.byteLength;
      if (bytes > incoming.maxBytes) throw tooLarge(incoming.maxBytes);
      if (head.byteLength < headBytes) {
        head = Buffer.concat([head, piece.subarray(0, headBytes)]);
        // Refused before the rest is read; short pieces wait for more.
        if (head.byteLength >= headBytes) incoming.recognise(head);
      }
      hash.update(piece);
      await file.writeFile(piece);
    }
    if (bytes === 0) throw new AppError('photo.empty', 'The file is empty. Choose another photo.');
    // The name promises the content: it must not outlive a power cut that the content does not.
    await file.datasync();
  } finally {
    await file.close();
  }
  return { id: hash.digest('hex'), bytes, head };
}

function tooLarge(maxBytes: number): AppError {
  const megabytes = Math.round(maxBytes / 1e4) / 100;
  const advice = 'Choose a smaller photo, or raise the limit in the settings.';
  return new AppError('photo.tooLarge', `The file is larger than ${megabytes} MB. ${advice}`);
}

async function isFileOf(path: string, bytes: number): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.size === bytes;
}
