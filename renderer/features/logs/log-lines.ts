import { type LogEntry, type LogLevel, logLevels } from '../../../shared/log-entry.ts';

/** What the log is narrowed to. */
export interface LogFilter {
  /** This bad or worse. */
  level: LogLevel;
  text: string;
  /** Everything on the way of the photo that this id belongs to. */
  correlationId: string | undefined;
}

/** An entry with a number of its own: two may say the same at the same time. */
export interface LogLine {
  key: number;
  entry: LogEntry;
}

let last = 0;
export const linesOf = (entries: readonly LogEntry[]): LogLine[] =>
  entries.map((entry) => ({ key: ++last, entry }));

/** Whether an entry that was told belongs to the list; what an id belongs to, only the core knows. */
export function isWanted(entry: LogEntry, { level, text }: Pick<LogFilter, 'level' | 'text'>): boolean {
  if (logLevels.indexOf(entry.level) < logLevels.indexOf(level)) return false;
  return text === '' || JSON.stringify(entry).toLowerCase().includes(text.toLowerCase());
}

/** What was told while a page was fetched and is not on it; newest first. */
export function notOn(page: readonly LogEntry[], told: readonly LogEntry[]): LogEntry[] {
  const known = new Set(page.map((entry) => JSON.stringify(entry)));
  return told.filter((entry) => !known.has(JSON.stringify(entry)));
}

/** What else an entry says, short enough for its line: "slack number=1 reason=connection". */
export function restText({ ids, fields }: LogEntry): string {
  const rest = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? [] : [`${name}=${value}`],
  );
  return [ids.channelId, ...rest].filter((part) => part !== undefined).join(' ');
}

/** One line as it stands in the file, for who pastes it elsewhere. */
export const textOf = ({ at, level, message, ids, fields }: LogEntry) =>
  JSON.stringify({ at, level, message, ...ids, ...fields });
