import type { DatabaseSync } from 'node:sqlite';
import { isBusy, toStorageError } from './storage-error.ts';

/** Joins what is written in one turn into one transaction: one wait for the disk instead of many. */
export interface WriteQueue {
  /** Resolves once the work is committed; what a work throws rejects its own promise alone. */
  add<T>(work: () => T): Promise<T>;
  /** Writes what is queued now, without waiting for locks: what cannot be written is rejected. */
  finish(): void;
}

interface Entry {
  /** Runs the work; what it returns is called after the commit. */
  run(): () => void;
  reject(error: unknown): void;
  giveUpAt: number;
}

const retryEveryMs = 20;
/** A transaction takes no further work after this, so that the thread gets its turn. */
const longestGroupMs = 20;
const largestGroup = 256;

/** The queue of a connection. Works run in the order they came. */
export function createWriteQueue(connection: DatabaseSync, lockTimeoutMs: number): WriteQueue {
  const savepoint = connection.prepare('SAVEPOINT work');
  const release = connection.prepare('RELEASE work');
  const rollbackWork = connection.prepare('ROLLBACK TO work');
  let queue: Entry[] = [];
  let isPlanned = false;

  function plan(waitMs = 0): void {
    if (isPlanned) return;
    isPlanned = true;
    const turn = () => {
      isPlanned = false;
      if (queue.length === 0) return;
      const isLocked = commitGroup();
      if (isLocked) rejectAll(queue.filter(({ giveUpAt }) => performance.now() >= giveUpAt));
      if (queue.length > 0) plan(isLocked ? retryEveryMs : 0);
    };
    if (waitMs === 0) setImmediate(turn);
    else setTimeout(turn, waitMs);
  }

  /** True when another connection holds the lock: nothing was done then. */
  function commitGroup(): boolean {
    let started = 0;
    try {
      connection.exec('BEGIN IMMEDIATE');
      const settled: (() => void)[] = [];
      const until = performance.now() + longestGroupMs;
      do {
        const entry = queue[started++];
        if (entry !== undefined) settled.push(runOne(entry));
      } while (started < Math.min(queue.length, largestGroup) && performance.now() < until);
      connection.exec('COMMIT');
      queue = queue.slice(started);
      for (const settle of settled) settle();
    } catch (error) {
      // A full disk makes SQLite roll back by itself; a connection that was closed has nothing to roll back.
      if (connection.isOpen && connection.isTransaction) connection.exec('ROLLBACK');
      if (isBusy(error)) return true;
      // Without a transaction none of them can be written; else those of this one are lost with it.
      rejectAll(started === 0 ? queue : queue.slice(0, started), error);
    }
    return false;
  }

  function runOne(entry: Entry): () => void {
    savepoint.run();
    try {
      const settle = entry.run();
      release.run();
      return settle;
    } catch (error) {
      if (!connection.isTransaction) throw error;
      rollbackWork.run();
      release.run();
      return () => entry.reject(toStorageError(error));
    }
  }

  function rejectAll(entries: Entry[], error: unknown = lockedError): void {
    const gone = new Set(entries);
    queue = queue.filter((entry) => !gone.has(entry));
    for (const entry of entries) entry.reject(toStorageError(error));
  }

  return {
    add: (work) =>
      new Promise((resolve, reject) => {
        queue.push({
          run() {
            const value = work();
            return () => resolve(value);
          },
          reject,
          giveUpAt: performance.now() + lockTimeoutMs,
        });
        plan();
      }),
    finish() {
      while (queue.length > 0) if (commitGroup()) rejectAll(queue);
    },
  };
}

/** The same words as when SQLite gives up by itself. */
const lockedError = Object.assign(new Error('database is locked'), { errcode: 5 });
