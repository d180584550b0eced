import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import { migrations } from './migrations.ts';
import { toStorageError } from './storage-error.ts';
import { createWriteQueue } from './write-queue.ts';

/** The one connection of this process to h200.sqlite. Every error that leaves it is worded for operators. */
export interface Database {
  /** A statement by its text, prepared once. */
  statement(sql: string): StatementSync;
  /** Runs queries. Readers never wait for writers in WAL mode. */
  read<T>(work: () => T): T;
  /**
   * Runs `work` in a transaction with all others of this turn, and resolves once that is committed. Work that throws
   * is undone and rejects alone. Waits without blocking while another process writes.
   */
  write<T>(work: () => T): Promise<T>;
  /** FULL waits for the disk at every commit; with NORMAL a power cut can take the last ones, a crash cannot. */
  setSynchronous(mode: 'FULL' | 'NORMAL'): void;
  /** A number that changes whenever another connection commits. */
  dataVersion(): number;
  isOpen(): boolean;
  /** Writes what is queued, then closes. */
  close(): void;
}

export interface DatabaseOptions {
  /** How long a write waits for another process before `storage.locked`. */
  lockTimeoutMs?: number;
}

/** SQLite itself waits this long, blocking the thread; longer waits are ours and leave the thread free. */
const blockingWaitMs = 5;

/** Opens, checks and migrates the database. Throws AppError storage.damaged, storage.locked or storage.full. */
export function openDatabase(path: string, options: DatabaseOptions = {}): Database {
  const lockTimeoutMs = options.lockTimeoutMs ?? 5_000;
  const connection = worded(() => new DatabaseSync(path, { enableForeignKeyConstraints: true }));
  try {
    worded(() => prepare(connection, lockTimeoutMs));
  } catch (error) {
    connection.close();
    throw error;
  }
  return overConnection(connection, lockTimeoutMs);
}

/** Nothing else runs while the database opens, so here SQLite may do the waiting. */
function prepare(connection: DatabaseSync, lockTimeoutMs: number): void {
  connection.exec(
    `PRAGMA busy_timeout = ${lockTimeoutMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`,
  );
  const check = connection.prepare('PRAGMA quick_check(1)').get();
  if (check?.quick_check !== 'ok') {
    // The same words as when SQLite notices by itself.
    throw toStorageError(Object.assign(new Error(String(check?.quick_check)), { errcode: 11 }));
  }
  migrate(connection);
  connection.exec(
    `PRAGMA busy_timeout = ${blockingWaitMs}; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 8000`,
  );
}

function migrate(connection: DatabaseSync): void {
  while (versionOf(connection) < migrations.length) {
    transaction(connection, () => {
      // Another process may have done this step while we waited for the lock.
      const version = versionOf(connection);
      const step = migrations[version];
      if (step !== undefined) connection.exec(`${step}; PRAGMA user_version = ${version + 1}`);
    });
  }
  if (versionOf(connection) > migrations.length) {
    throw new AppError(
      'storage.damaged',
      'The data folder was written by a newer version of this program. Update the program, or choose another folder with --data.',
    );
  }
}

function versionOf(connection: DatabaseSync): number {
  return Number(connection.prepare('PRAGMA user_version').get()?.user_version);
}

function transaction<T>(connection: DatabaseSync, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk makes SQLite roll back by itself.
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function overConnection(connection: DatabaseSync, lockTimeoutMs: number): Database {
  const statements = new Map<string, StatementSync>();
  const writes = createWriteQueue(connection, lockTimeoutMs);
  const dataVersion = connection.prepare('PRAGMA data_version');
  return {
    statement(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = connection.prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
    read: worded,
    write: writes.add,
    setSynchronous(mode) {
      worded(() => connection.exec(`PRAGMA synchronous = ${mode}`));
    },
    dataVersion: () => worded(() => Number(dataVersion.get()?.data_version)),
    isOpen: () => connection.isOpen,
    close() {
      if (!connection.isOpen) return;
      writes.finish();
      connection.close();
    },
  };
}

function worded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStorageError(error);
  }
}
