import { AppError } from '../../shared/errors.ts';

/** Primary result codes of SQLite, https://www.sqlite.org/rescode.html; extended ones share the low byte. */
const sqlite = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notDatabase: 26,
};

const full =
  'The disk with the data folder is full. Free some space and try again; nothing was half-written.';
const fullOrFailing =
  'The disk with the data folder is full or failing. Free some space and try again; if that does not help, ' +
  'check the disk, or choose another data folder with --data.';
const refused = 'The data folder cannot be written to. Check its permissions, or choose another with --data.';
const folderInTheWay =
  'In the data folder a folder has the name of a file of the program. Move it somewhere else, or choose another ' +
  'data folder with --data.';
const locked = 'Another program keeps the database of the data folder locked. Close it and try again.';
const damaged =
  'The database of the data folder, h200.sqlite, is damaged. Nothing was changed. Put a backup in its place, ' +
  'or move it and the files named h200.sqlite-* somewhere else to start with an empty history.';

/** An error of SQLite or of the file system, said so that an operator can act; anything else as it came. */
export function toStorageError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const sentence = storageErrorOf(error);
  return sentence === null ? error : new AppError(sentence[0], sentence[1], { cause: error });
}

/** Whether the disk or the lock is to blame, not what was to be written. */
export function isStorageError(error: unknown): boolean {
  return error instanceof AppError || (error instanceof Error && storageErrorOf(error) !== null);
}

/** Whether SQLite gave up because another connection holds the lock: worth another try. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === sqlite.busy || code === sqlite.locked;
}

type StorageCode = 'storage.full' | 'storage.locked' | 'storage.damaged';

function storageErrorOf(error: Error): [StorageCode, string] | null {
  if (isBusy(error)) return ['storage.locked', locked];
  switch (sqliteCode(error)) {
    case sqlite.full:
      return ['storage.full', full];
    case sqlite.inputOutput:
      return ['storage.full', fullOrFailing];
    case sqlite.corrupt:
    case sqlite.notDatabase:
      return ['storage.damaged', damaged];
    case sqlite.readOnly:
    case sqlite.cannotOpen:
      return ['storage.locked', refused];
  }
  switch ('code' in error ? error.code : undefined) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return ['storage.full', full];
    case 'EIO':
      return ['storage.full', fullOrFailing];
    case 'EISDIR':
      return ['storage.locked', folderInTheWay];
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
      return ['storage.locked', refused];
  }
  return null;
}

function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}
