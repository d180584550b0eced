import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from './database.ts';
import { createPhotoStore } from './photo-store.ts';

/** Run by photo-store.test.ts where no file may grow large: adds a large photo, then a small one. */
const dir = process.argv[2] ?? '';
mkdirSync(dir, { recursive: true });
const database = openDatabase(join(dir, 'h200.sqlite'));
const store = createPhotoStore(join(dir, 'photos'), database);

const add = (bytes: number) =>
  store
    .add({ name: 'a.jpg', content: [Buffer.alloc(bytes, 1)], maxBytes: 1e9, recognise: () => 'jpeg' })
    .then(
      () => 'kept',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error)),
    );

const large = await add(5_000_000);
const leftFiles = readdirSync(join(dir, 'photos'), { recursive: true }).filter((name) => name !== 'incoming');
const small = await add(1_000);
process.stdout.write(JSON.stringify({ large, leftFiles, small }));
