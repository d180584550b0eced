import { type Area, type AreaDraft, areaSchema } from '../../shared/area.ts';
import { AppError } from '../../shared/errors.ts';
import { newId } from '../delivery/new-id.ts';
import type { Database } from '../store/database.ts';

/** The named areas of a data folder. */
export interface AreaStore {
  /** By name. */
  list(): Area[];
  /** A new one without an id. Throws AppError area.invalid when the name is taken by another, or notFound. */
  save(draft: AreaDraft): Promise<Area>;
  /** What `save` writes, inside a transaction: in the place of the one with its id, else as a new one. */
  put(area: Area): void;
  /** Throws AppError notFound. */
  remove(id: string): Promise<void>;
}

/** `now` gives milliseconds since 1970. */
export function createAreaStore(database: Database, now: () => number): AreaStore {
  const { statement, read, write } = database;
  const gone = () => new AppError('notFound', 'This area is not there any more.');

  /** Inside a transaction. */
  function checkName({ id, name }: Area): void {
    const other = statement('SELECT id FROM areas WHERE name = ? COLLATE NOCASE AND id <> ?');
    if (other.get(name, id) !== undefined) throw nameTaken(name);
  }

  const valuesOf = ({ name, x, y, width, height, id }: Area) => [name, x, y, width, height, id] as const;

  return {
    list: () => read(() => statement(selectAll).all()).map((row) => areaSchema.parse({ ...row })),
    async save({ id, ...draft }) {
      const area = { ...draft, id: id ?? `area_${newId(now())}` };
      await write(() => {
        checkName(area);
        if (id === undefined) statement(insert).run(...valuesOf(area));
        else if (statement(update).run(...valuesOf(area)).changes === 0) throw gone();
      });
      return area;
    },
    put(area) {
      checkName(area);
      if (statement(update).run(...valuesOf(area)).changes === 0) statement(insert).run(...valuesOf(area));
    },
    async remove(id) {
      const { changes } = await write(() => statement('DELETE FROM areas WHERE id = ?').run(id));
      if (changes === 0) throw gone();
    },
  };
}

const selectAll = 'SELECT id, name, x, y, width, height FROM areas ORDER BY name COLLATE NOCASE';
const insert = 'INSERT INTO areas (name, x, y, width, height, id) VALUES (?, ?, ?, ?, ?, ?)';
const update = 'UPDATE areas SET name = ?, x = ?, y = ?, width = ?, height = ? WHERE id = ?';

function nameTaken(name: string): AppError {
  const message = `There is an area named "${name}" already. Choose another name: rules find areas by it.`;
  return new AppError('area.invalid', message, { field: 'name' });
}
