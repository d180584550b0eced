import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { type Design, designSchema } from '../../shared/render.ts';
import type { Database } from './database.ts';
import { removeOlderThan } from './leftovers.ts';
import { toStorageError } from './storage-error.ts';

/** What the operator lays onto mugs: files named by their content, with a row each. */
export interface DesignStore {
  /**
   * Keeps a design under the hash of its bytes; `known` when it was here already. Throws AppError design.* and
   * storage.*; nothing stays then.
   */
  add(incoming: { name: string; bytes: Uint8Array }): Promise<{ design: Design; known: boolean }>;
  /** Newest first. */
  list(): Design[];
  /** Also one that was removed and is still needed. Throws AppError notFound. */
  get(id: string): Design;
  /** Null instead of an error. */
  find(id: string): Design | null;
  pathOf(id: string): string;
  /**
   * Shows it no more; what names it already goes on working, so that a picture that waits does not fail for it. False
   * when it was not there.
   */
  remove(id: string): Promise<boolean>;
  /** Forgets up to 100 that were removed and that no template, mapping or unfinished render names. */
  purge(): Promise<string[]>;
  /** Removes half-written files of a run that was cut off. */
  removeLeftovers(): Promise<void>;
}

export interface DesignStoreParts {
  dir: string;
  database: Database;
  /** Judges a file by its size and content; throws AppError design.*. */
  inspect(path: string): Promise<Pick<Design, 'format' | 'width' | 'height'>>;
  /** Milliseconds since 1970. */
  now(): number;
}

const staleAfterMs = 3_600_000;

/** The designs of a data folder. */
export function createDesignStore({ dir, database, inspect, now }: DesignStoreParts): DesignStore {
  const { statement, read, write } = database;
  const incomingDir = join(dir, 'incoming');
  const pathOf = (id: string) => join(dir, id.slice(0, 2), id);

  function find(id: string): Design | null {
    const row = read(() => statement('SELECT * FROM designs WHERE id = ?').get(id));
    return row === undefined ? null : readDesign(row);
  }

  let lastTurn: Promise<unknown> = Promise.resolve();
  /** One after the other: a design that comes back while it is purged must not lose its file. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = lastTurn.then(work, work);
    lastTurn = turn;
    return turn;
  }

  async function keep(name: string, bytes: Uint8Array, temporaryPath: string) {
    await writeWhole(temporaryPath, bytes);
    const { format, width, height } = await inspect(temporaryPath);
    const id = createHash('sha256').update(bytes).digest('hex');
    return inTurn(() => moveIn(temporaryPath, { id, name, format, width, height, bytes: bytes.byteLength }));
  }

  async function moveIn(temporaryPath: string, { id, ...what }: Omit<Design, 'addedAt'>) {
    const { name, format, width, height, bytes } = what;
    const known = read(() => statement(selectShown).get(id)) !== undefined && (await isThere(pathOf(id)));
    await mkdir(dirname(pathOf(id)), { recursive: true });
    // Also over a known one, which the disk may have damaged: this one was hashed just now.
    await rename(temporaryPath, pathOf(id));
    await write(() => statement(upsertDesign).run(id, name, format, width, height, bytes, now()));
    const row = read(() => statement('SELECT * FROM designs WHERE id = ?').get(id));
    return { design: readDesign(row ?? {}), known };
  }

  return {
    async add({ name, bytes }) {
      const temporaryPath = join(incomingDir, randomUUID());
      try {
        await mkdir(incomingDir, { recursive: true });
        return await keep(name, bytes, temporaryPath);
      } catch (error) {
        throw toStorageError(error);
      } finally {
        await rm(temporaryPath, { force: true });
      }
    },
    list: () => read(() => statement(selectDesigns).all()).map(readDesign),
    get(id) {
      const design = find(id);
      if (design !== null) return design;
      throw new AppError('notFound', 'This design is not here any more. Add its file again.');
    },
    find,
    pathOf,
    remove: (id) => write(() => statement(hideDesign).run(now(), id).changes === 1),
    purge: () =>
      inTurn(async () => {
        const rows = await write(() => statement(deleteUnused).all());
        const ids = rows.map(({ id }) => String(id));
        for (const id of ids) await rm(pathOf(id), { force: true });
        return ids;
      }),
    removeLeftovers: () => removeOlderThan(incomingDir, now() - staleAfterMs),
  };
}

const upsertDesign = `
  INSERT INTO designs (id, name, format, width, height, bytes, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, removed_at = NULL,
    added_at = iif(removed_at IS NULL, added_at, excluded.added_at)`;

const selectShown = 'SELECT 1 FROM designs WHERE id = ? AND removed_at IS NULL';

const selectDesigns = 'SELECT * FROM designs WHERE removed_at IS NULL ORDER BY added_at DESC, id';

const hideDesign = 'UPDATE designs SET removed_at = ? WHERE id = ? AND removed_at IS NULL';

/** An id is 64 hexadecimal digits: where these stand in a text, that design is meant. */
const deleteUnused = `
  DELETE FROM designs WHERE id IN (
    SELECT id FROM designs WHERE removed_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM renders WHERE completed_at IS NULL AND instr(request, designs.id) > 0)
      AND NOT EXISTS (SELECT 1 FROM templates WHERE instr(body, designs.id) > 0)
      AND NOT EXISTS (SELECT 1 FROM mappings WHERE instr(body, designs.id) > 0)
    LIMIT 100
  ) RETURNING id`;

function readDesign(row: Record<string, unknown>): Design {
  const { id, name, format, width, height, bytes, added_at } = row;
  const addedAt = new Date(Number(added_at)).toISOString();
  return designSchema.parse({ id, name, format, width, height, bytes, addedAt });
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    // The name promises the content: it must not outlive a power cut that the content does not.
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
