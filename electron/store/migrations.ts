/**
 * What made the database, step by step: entry n leads from version n to n + 1. Append only; a step that was
 * released is never changed. Times are milliseconds since 1970.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE photos (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    -- When it was last handed in: a purge leaves alone what came lately.
    seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX photos_by_time ON photos (seen_at);

  CREATE TABLE analyses (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    photo_id TEXT NOT NULL REFERENCES photos (id),
    created_at INTEGER NOT NULL,
    -- The photo's name as shown, and in lower case for the search.
    name TEXT NOT NULL,
    search_name TEXT NOT NULL,
    mug_count INTEGER NOT NULL,
    review_count INTEGER NOT NULL,
    top_score REAL,
    -- Hash of all that decides the result besides the photo: models, floors, settings.
    fingerprint TEXT NOT NULL,
    model_sha256 TEXT NOT NULL,
    photo_format TEXT NOT NULL,
    photo_bytes INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    deleted_at INTEGER
  ) STRICT;
  -- The last two let a search look at the index alone.
  CREATE INDEX analyses_by_time ON analyses (created_at, sequence, search_name, top_score)
    WHERE deleted_at IS NULL;
  CREATE INDEX analyses_by_photo ON analyses (photo_id, fingerprint, sequence);
  CREATE INDEX analyses_deleted ON analyses (deleted_at) WHERE deleted_at IS NOT NULL;

  -- The whole analysis as JSON, apart from the rows that lists run over.
  CREATE TABLE analysis_bodies (
    sequence INTEGER PRIMARY KEY REFERENCES analyses (sequence) ON DELETE CASCADE,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE analysis_labels (
    sequence INTEGER NOT NULL REFERENCES analyses (sequence) ON DELETE CASCADE,
    label TEXT NOT NULL COLLATE NOCASE,
    -- Of the best detection with this label.
    score REAL NOT NULL,
    PRIMARY KEY (sequence, label)
  ) STRICT, WITHOUT ROWID;
  `,
];
