import { type Mapping, mappingSchema } from '../../shared/mapping.ts';
import type { Database } from './database.ts';

/** The mappings that the operator edited, by template; a template's own stands in its place otherwise. */
export interface MappingStore {
  /** Null when there is none, or one that this version does not understand. */
  find(templateId: string): Mapping | null;
  /** Those that this version understands. */
  list(): Mapping[];
  save(mapping: Mapping): Promise<void>;
  /** What `save` writes, inside a transaction. */
  put(mapping: Mapping): void;
  /** False when there was none. */
  remove(templateId: string): Promise<boolean>;
}

/** The mappings of a data folder. `now` gives milliseconds since 1970. */
export function createMappingStore(database: Database, now: () => number = Date.now): MappingStore {
  const { statement, read, write } = database;
  const readBody = (body: unknown) => mappingSchema.safeParse(JSON.parse(String(body))).data ?? null;

  function put(mapping: Mapping): void {
    const body = JSON.stringify(mappingSchema.parse(mapping));
    statement(upsertMapping).run(mapping.templateId, body, now());
  }

  return {
    find(templateId) {
      const row = read(() => statement('SELECT body FROM mappings WHERE template_id = ?').get(templateId));
      return row === undefined ? null : readBody(row.body);
    },
    list() {
      const rows = read(() => statement('SELECT body FROM mappings ORDER BY template_id').all());
      return rows.flatMap(({ body }) => readBody(body) ?? []);
    },
    save: (mapping) => write(() => put(mapping)),
    put,
    remove: (templateId) =>
      write(() => statement('DELETE FROM mappings WHERE template_id = ?').run(templateId).changes === 1),
  };
}

const upsertMapping = `
  INSERT INTO mappings (template_id, body, saved_at) VALUES (?, ?, ?)
  ON CONFLICT (template_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at`;
