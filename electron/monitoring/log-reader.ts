import { join } from 'node:path';
import { z } from 'zod';
import type { CallOutput, CallParsedInput } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { LogEntry } from '../../shared/log-entry.ts';
import { linesBackwards } from './lines-backwards.ts';
import { logEntryOf, rankOf } from './log-entry-of.ts';
import { namesOf } from './log-files.ts';

/** Reads what was logged, newest first, over all files of all runs. */
export interface LogReader {
  /** Throws AppError call.invalid for a cursor that is not one of ours. */
  query(asked: CallParsedInput<'logs.query'>): Promise<CallOutput<'logs.query'>>;
}

/** Lines that are looked at for one answer: a search for what is rare goes on with the next page. */
const mostLines = 50_000;

/** Where a page went to: of each file the place up to which it is still to be read. */
const cursorSchema = z.record(z.string().max(100), z.number().int().nonnegative());

export function createLogReader(parts: {
  folder: string;
  /** All ids that belong to the same photo, event or delivery. */
  related(id: string): string[];
}): LogReader {
  return {
    async query(asked) {
      const ids = asked.correlationId === undefined ? null : parts.related(asked.correlationId);
      const wanted = filterOf(asked, ids);
      const files = await openAll(parts.folder, asked.cursor);
      const entries: LogEntry[] = [];
      try {
        for (let looked = 0; looked < mostLines && entries.length < asked.limit; looked += 1) {
          const newest = files.reduce<OpenFile | null>(
            (best, file) =>
              file.head !== null && (best?.head == null || file.head.entry.at > best.head.entry.at)
                ? file
                : best,
            null,
          );
          if (newest?.head == null) break;
          const { entry, text } = newest.head;
          // Nothing older is wanted.
          if (asked.from !== undefined && Date.parse(entry.at) < Date.parse(asked.from))
            return { entries, nextCursor: null };
          await advance(newest);
          if (wanted(entry, text)) entries.push(entry);
        }
        return { entries, nextCursor: cursorOf(files) };
      } finally {
        for (const file of files) await file.lines.return(undefined);
      }
    },
  };
}

interface OpenFile {
  name: string;
  lines: ReturnType<typeof linesBackwards>;
  /** The newest entry that was not given yet; null when there is none. */
  head: { entry: LogEntry; text: string; end: number } | null;
  end: number | undefined;
}

/** With a cursor only what it names: what was written since lies before the first page. */
async function openAll(folder: string, cursor: string | undefined): Promise<OpenFile[]> {
  const ends = cursor === undefined ? null : parseCursor(cursor);
  const files: OpenFile[] = [];
  for (const name of namesOf(folder)) {
    const end = ends?.[name];
    if (ends !== null && end === undefined) continue;
    const file = { name, lines: linesBackwards(join(folder, name), end), head: null, end };
    // One that was removed meanwhile is read as empty.
    await advance(file).catch(() => undefined);
    files.push(file);
  }
  return files;
}

/** To the next entry of a file; lines that are none are passed over. */
async function advance(file: OpenFile): Promise<void> {
  for (;;) {
    const next = await file.lines.next();
    if (next.done) {
      file.head = null;
      return;
    }
    const { text, offset } = next.value;
    const entry = logEntryOf(text);
    if (entry === null) continue;
    file.head = { entry, text, end: offset + Buffer.byteLength(text) + 1 };
    return;
  }
}

function filterOf({ level, text, to }: CallParsedInput<'logs.query'>, ids: string[] | null) {
  const sought = text.toLowerCase();
  const latest = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
  return (entry: LogEntry, line: string) =>
    rankOf(entry.level) >= rankOf(level) &&
    Date.parse(entry.at) <= latest &&
    (sought === '' || line.toLowerCase().includes(sought)) &&
    (ids === null || Object.values(entry.ids).some((id) => ids.includes(id)));
}

function cursorOf(files: readonly OpenFile[]): string | null {
  const rest = files.flatMap(({ name, head }) => (head === null ? [] : [[name, head.end] as const]));
  return rest.length === 0
    ? null
    : Buffer.from(JSON.stringify(Object.fromEntries(rest))).toString('base64url');
}

function parseCursor(cursor: string): Record<string, number> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('call.invalid', 'This is not a place in the log. Begin again without it.', {
      cause,
      field: 'cursor',
    });
  }
}
