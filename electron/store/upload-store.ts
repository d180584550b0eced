import type { Database } from './database.ts';

/** Pictures that were handed to Templated before: the same bytes need not travel again. */
export interface UploadStore {
  /** Where Templated keeps the bytes with this hash; null when they were never handed over. */
  get(hash: string): string | null;
  put(hash: string, url: string): Promise<void>;
  /** It is not there any more. */
  forget(hash: string): Promise<void>;
}

/** What a data folder handed over. `now` gives milliseconds since 1970. */
export function createUploadStore(database: Database, now: () => number = Date.now): UploadStore {
  const { statement, read, write } = database;
  return {
    get(hash) {
      const row = read(() => statement('SELECT url FROM templated_uploads WHERE hash = ?').get(hash));
      return row === undefined ? null : String(row.url);
    },
    async put(hash, url) {
      await write(() => statement(upsertUpload).run(hash, url, now()));
    },
    async forget(hash) {
      await write(() => statement('DELETE FROM templated_uploads WHERE hash = ?').run(hash));
    },
  };
}

const upsertUpload = `
  INSERT INTO templated_uploads (hash, url, uploaded_at) VALUES (?, ?, ?)
  ON CONFLICT (hash) DO UPDATE SET url = excluded.url, uploaded_at = excluded.uploaded_at`;
