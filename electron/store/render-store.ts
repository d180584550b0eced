import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import {
  type Render,
  type RenderBatch,
  type RenderCounts,
  type RenderRequest,
  type RenderResult,
  type RenderSelection,
  type RenderState,
  renderRequestSchema,
} from '../../shared/render.ts';
import type { RenderFormat } from '../../shared/template.ts';
import type { Database } from './database.ts';
import type { PictureStore } from './picture-store.ts';
import {
  deleteRender,
  insertRender,
  type RenderFilter,
  readCursor,
  selectBatches,
  selectCounts,
  selectEqual,
  selectFirstOfBatch,
  selectHandle,
  selectHandlesOfBatch,
  updateResult,
  walkOf,
} from './render-query.ts';
import { type IsHeld, noCounts, type Row, readRender, selectRenders, stateOf } from './render-rows.ts';

/** A render as it is asked for; its batch and its delivery are made by the caller. */
export interface NewRender {
  id: string;
  /** Batches are listed by their ids, so those must grow with time (delivery/new-id.ts). */
  batchId: string | null;
  deliveryId: string;
  templateId: string;
  templateName: string;
  photoId: string;
  photoName: string;
  request: RenderRequest;
}

/** A render by what its delivery is found by. */
export interface RenderHandle {
  id: string;
  deliveryId: string;
  state: RenderState;
}

/** Every picture that was asked for, and the files of those that were made. */
export interface RenderStore {
  /** Inside a transaction of the caller's: the one that records their deliveries. */
  add(rows: readonly NewRender[]): void;
  /** Throws AppError notFound. */
  get(id: string): Render;
  /** Null when the delivery is not one of a render. */
  findByDelivery(deliveryId: string): Render | null;
  /** Newest first. Throws AppError call.invalid for a cursor that is not one of ours. */
  list(
    filter: RenderFilter,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<{ renders: Render[]; nextCursor: string | null }>;
  /**
   * Inside a transaction of the caller's, after the file is at its path. False when the render was deleted meanwhile,
   * and with it the row: the file is then the caller's to remove.
   */
  setResult(id: string, result: RenderResult, cacheKey: string | null): boolean;
  /** The newest completed render of exactly this picture whose file is still there; null without one. */
  findEqual(cacheKey: string): Promise<{ render: Render; path: string } | null>;
  /** The newest 100 batches. */
  batches(): RenderBatch[];
  /** Null when nothing is left of it. */
  batch(batchId: string): RenderBatch | null;
  countsOf(batchId: string): RenderCounts;
  /** Those that are there, oldest first. */
  idsOf(selection: RenderSelection): RenderHandle[];
  /** Rows first, then files and small pictures. Returns how many there were. */
  remove(ids: readonly string[]): Promise<number>;
  /** Where the file of a render is, or is to be written to. */
  pathOf(id: string, format: RenderFormat): string;
  /** Removes files that no render stands for any more, of runs that were cut off. */
  removeLeftovers(): Promise<void>;
}

export interface RenderStoreParts {
  /** Files lie directly in it; it is made by who writes the first. */
  dir: string;
  database: Database;
  /** Where their small pictures are. */
  pictures: Pick<PictureStore, 'remove'>;
  isHeld: IsHeld;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Rows looked at between two turns of the thread, and rows removed in one transaction. */
const [rowsAtOnce, removedAtOnce] = [1_000, 500];
const batchesShown = 100;
/** A file younger than this may be one that is just being written. */
const staleAfterMs = 3_600_000;

/** The renders of a data folder. */
export function createRenderStore({ dir, database, pictures, isHeld, now }: RenderStoreParts): RenderStore {
  const { statement, read, write } = database;
  const pathOf = (id: string, format: RenderFormat) => join(dir, fileName(id, format));

  /** Sequences of renders that fit the filter, newest first; walked in steps that leave the thread free. */
  async function find(filter: RenderFilter, limit: number, before: number): Promise<number[]> {
    const { sql, values } = walkOf(filter);
    const found: number[] = [];
    for (let from = before; found.length < limit; await nextTurn()) {
      const atMost = filter.states === undefined ? limit : rowsAtOnce;
      const rows = read(() => statement(sql).all(...values, from, atMost));
      const fitting = rows.filter(
        (row) => filter.states === undefined || filter.states.includes(stateOf(row, isHeld)),
      );
      found.push(...fitting.map(({ sequence }) => Number(sequence)));
      if (rows.length < atMost) break;
      from = Number(rows.at(-1)?.sequence);
    }
    return found.slice(0, limit);
  }

  function countsOf(batchId: string): RenderCounts {
    const counts = noCounts();
    for (const row of read(() => statement(selectCounts).all(batchId))) {
      counts[stateOf(row, isHeld)] += Number(row.count);
    }
    return counts;
  }

  function batch(id: string): RenderBatch | null {
    const first = read(() => statement(selectFirstOfBatch).get(id));
    if (first === undefined) return null;
    const counts = countsOf(id);
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { id, createdAt: new Date(Number(first.created_at)).toISOString(), counts, total };
  }

  function insert(render: NewRender): void {
    // Checked before it is written: what can't be read again must not get in.
    const request = renderRequestSchema.parse(render.request);
    const { lastInsertRowid: sequence } = statement(insertRender).run(
      render.id,
      render.batchId,
      render.deliveryId,
      now(),
      render.templateId,
      render.templateName,
      render.photoId,
      render.photoName,
      JSON.stringify(request),
    );
    for (const analysisId of new Set(request.analysisIds)) {
      statement('INSERT INTO render_analyses VALUES (?, ?)').run(analysisId, sequence);
    }
  }

  async function removeFile(row: Row): Promise<void> {
    if (row.result === null) return;
    const { format }: RenderResult = JSON.parse(String(row.result));
    await rm(pathOf(String(row.id), format), { force: true });
  }

  async function isLeftover(name: string): Promise<boolean> {
    const changed = await stat(join(dir, name)).catch(() => null);
    if (changed === null || changed.mtimeMs >= now() - staleAfterMs) return false;
    const [, id] = fileNamePattern.exec(name) ?? [];
    return (
      id === undefined || read(() => statement('SELECT 1 FROM renders WHERE id = ?').get(id)) === undefined
    );
  }

  return {
    add(rows) {
      for (const row of rows) insert(row);
    },
    get(id) {
      const row = read(() => statement(`${selectRenders} WHERE r.id = ?`).get(id));
      if (row === undefined) throw new AppError('notFound', 'This picture is not kept any more.');
      return readRender(row, isHeld);
    },
    findByDelivery(deliveryId) {
      const row = read(() => statement(`${selectRenders} WHERE r.delivery_id = ?`).get(deliveryId));
      return row === undefined ? null : readRender(row, isHeld);
    },
    async list(filter, { limit, cursor }) {
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : readCursor(cursor);
      const sequences = await find(filter, limit + 1, before);
      const shown = sequences.slice(0, limit);
      return {
        renders: read(() =>
          // One may have been deleted while the thread was free.
          shown
            .flatMap((sequence) =>
              oneOrNone(statement(`${selectRenders} WHERE r.sequence = ?`).get(sequence)),
            )
            .map((row) => readRender(row, isHeld)),
        ),
        nextCursor: sequences.length > limit ? String(shown.at(-1)) : null,
      };
    },
    setResult(id, result, cacheKey) {
      const completedAt = Date.parse(result.completedAt);
      return statement(updateResult).run(JSON.stringify(result), completedAt, cacheKey, id).changes === 1;
    },
    async findEqual(cacheKey) {
      for (const row of read(() => statement(selectEqual).all(cacheKey))) {
        const render = readRender(row, isHeld);
        const { format = 'png', bytes = -1 } = render.result ?? {};
        const path = pathOf(render.id, format);
        const file = await stat(path).catch(() => null);
        if (file?.size === bytes) return { render, path };
      }
      return null;
    },
    batches() {
      const ids = read(() => statement(selectBatches).all(batchesShown));
      return ids.flatMap(({ batch_id }) => batch(String(batch_id)) ?? []);
    },
    batch,
    countsOf,
    idsOf(selection) {
      const rows =
        'batchId' in selection
          ? read(() => statement(selectHandlesOfBatch).all(selection.batchId))
          : read(() =>
              [...new Set(selection.ids)].flatMap((id) => oneOrNone(statement(selectHandle).get(id))),
            );
      return rows.map((row) => ({
        id: String(row.id),
        deliveryId: String(row.delivery_id),
        state: stateOf(row, isHeld),
      }));
    },
    async remove(ids) {
      let count = 0;
      for (let start = 0; start < ids.length; start += removedAtOnce) {
        const some = ids.slice(start, start + removedAtOnce);
        const rows = await write(() => some.flatMap((id) => oneOrNone(statement(deleteRender).get(id))));
        for (const row of rows) await removeFile(row);
        await pictures.remove(rows.map(({ id }) => String(id)));
        count += rows.length;
      }
      return count;
    },
    pathOf,
    async removeLeftovers() {
      for (const name of await readdir(dir).catch(() => [])) {
        if (await isLeftover(name)) await rm(join(dir, name), { recursive: true, force: true });
      }
    },
  };
}

const extensions: Record<RenderFormat, string> = { png: 'png', jpeg: 'jpg', webp: 'webp', pdf: 'pdf' };
const fileNamePattern = /^(rnd_[0-9a-f]{32})\.(?:png|jpg|webp|pdf)$/;

function fileName(id: string, format: RenderFormat): string {
  return `${id}.${extensions[format]}`;
}

function oneOrNone(row: Row | undefined): Row[] {
  return row === undefined ? [] : [row];
}
