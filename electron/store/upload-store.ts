import type { Database } from './database.ts';

/** Pictures that were handed to Templated lately: the same ones need not travel again. */
export interface UploadStore {
  /** Where Templated keeps the picture with this hash; null when it was not handed over lately. */
  get(hash: string): string | null;
  put(hash: string, url: string): Promise<void>;
  /** What is at this address is of no use. */
  forget(url: string): Promise<void>;
}

/** Nobody promises how long they are kept there, and a picture that is gone would be missing without a word. */
const trustedMs = 7 * 24 * 3_600_000;

/** What a data folder handed over. `now` gives milliseconds since 1970. */
export function createUploadStore(database: Database, now: () => number = Date.now): UploadStore {
  const { statement, read, write } = database;
  return {
    get(hash) {
      const row = read(() => statement(selectUpload).get(hash, now() - trustedMs));
      return row === undefined ? null : String(row.url);
    },
    async put(hash, url) {
      await write(() => {
        statement('DELETE FROM templated_uploads WHERE uploaded_at <= ?').run(now() - trustedMs);
        statement(upsertUpload).run(hash, url, now());
      });
    },
    async forget(url) {
      await write(() => statement('DELETE FROM templated_uploads WHERE url = ?').run(url));
    },
  };
}

const selectUpload = 'SELECT url FROM templated_uploads WHERE hash = ? AND uploaded_at > ?';

const upsertUpload = `
  INSERT INTO templated_uploads (hash, url, uploaded_at) VALUES (?, ?, ?)
  ON CONFLICT (hash) DO UPDATE SET url = excluded.url, uploaded_at = excluded.uploaded_at`;
