import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The log of this run on disk: files of JSON lines that never grow without end. */
export interface LogFiles {
  folder: string;
  /** Appends a line at once, so that a crash loses nothing. A full disk is no reason to fail: the line is left out. */
  write(line: string): void;
  /** Hears every line that is written; returns what stops it. */
  listen(hear: (line: string) => void): () => void;
  close(): void;
}

export interface LogFilesOptions {
  folder: string;
  maxBytes?: number;
  /** Of all runs together. */
  maxFiles?: number;
  now?: () => Date;
}

const [usualBytes, usualFiles] = [5_000_000, 10];
/** Named by when they were begun and by whom: two programs on one data folder never write into the same file. */
const nameShape = /^h200-\d{8}T\d{6}\d{3}Z-\d+\.jsonl$/;

/** Opens nothing before the first line. */
export function createLogFiles({
  folder,
  maxBytes = usualBytes,
  maxFiles = usualFiles,
  now = () => new Date(),
}: LogFilesOptions): LogFiles {
  const listeners = new Set<(line: string) => void>();
  let open: { handle: number; name: string; bytes: number } | null = null;

  function openNext(): { handle: number; name: string; bytes: number } {
    mkdirSync(folder, { recursive: true });
    const before = open;
    let name = nameAt(now());
    // Two files within a millisecond: names only go forward.
    for (let ms = 1; before !== null && name <= before.name; ms += 1) name = nameAt(new Date(+now() + ms));
    const file = { handle: openSync(join(folder, name), 'a', 0o600), name, bytes: 0 };
    for (const old of namesOf(folder).slice(0, -maxFiles)) remove(join(folder, old));
    return file;
  }

  function append(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (open === null || (open.bytes > 0 && open.bytes + bytes > maxBytes)) {
      const next = openNext();
      if (open !== null) closeSync(open.handle);
      open = next;
    }
    writeSync(open.handle, line);
    open.bytes += bytes;
  }

  return {
    folder,
    write(line) {
      try {
        append(line);
      } catch {
        // Standard error still has it.
      }
      for (const hear of listeners) hear(line);
    },
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    close() {
      if (open !== null) closeSync(open.handle);
      open = null;
    },
  };
}

/** The files of a folder, oldest first; none when there is no folder. */
export function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => nameShape.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** One that another program holds stays until the next time: this line must not be lost for it. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

function nameAt(date: Date): string {
  return `h200-${date.toISOString().replace(/[-:.]/g, '')}-${process.pid}.jsonl`;
}
