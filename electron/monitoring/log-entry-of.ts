import { correlationFields, type LogEntry, type LogLevel, logLevels } from '../../shared/log-entry.ts';

/** A line of the log as people see it; null for what is none, as a line that was cut off by a crash. */
export function logEntryOf(line: string): LogEntry | null {
  const entry = parse(line);
  if (entry === null || typeof entry.time !== 'number') return null;
  const { time, level, msg, ...rest } = entry;
  const ids: LogEntry['ids'] = {};
  for (const name of correlationFields) {
    const id = rest[name];
    if (typeof id !== 'string') continue;
    ids[name] = id;
    delete rest[name];
  }
  return {
    at: new Date(time).toISOString(),
    level: levelOf(level),
    message: typeof msg === 'string' ? msg : '',
    ids,
    fields: rest as LogEntry['fields'],
  };
}

/** How bad a level is, to compare. */
export function rankOf(level: LogLevel): number {
  return logLevels.indexOf(level);
}

/** pino counts in tens from `trace`. */
function levelOf(level: unknown): LogLevel {
  return logLevels[Math.floor(Number(level) / 10) - 1] ?? 'info';
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
