import type { LogReader } from '../monitoring/log-reader.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `logs.*`. */
export function logHandlers(reader: LogReader): HandlersOf<'logs'> {
  return { 'logs.query': (asked) => reader.query(asked) };
}
