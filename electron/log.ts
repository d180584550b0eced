import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type LevelWithSilent, type Logger, pino, stdSerializers } from 'pino';
import { AppError } from '../shared/errors.ts';

/** One JSON line per entry: `log.info({ batchId }, 'Batch started')`. */
export type Log = Logger;

export interface LogOptions {
  /** trace, debug, info, warn, error, fatal or silent; H200_LOG or `info` when left out. */
  level?: string | undefined;
  /** A file to append to; standard error when left out, because standard output belongs to results. */
  destination?: string | undefined;
}

const secretKeys = ['token', 'password', 'secret', 'apiKey', 'authorization', 'cookie', 'set-cookie'];
const redacted = '[redacted]';

/** Opens the log. Fields named like secrets, `token=…` and `Bearer …` inside any text never reach it. */
export function createLog(options: LogOptions = {}): Log {
  if (options.destination !== undefined) mkdirSync(dirname(options.destination), { recursive: true });
  const log: Log = pino(
    {
      level: levelOf(options.level ?? process.env.H200_LOG),
      base: null,
      serializers: { err: (error: Error) => errorEntry(error, log.isLevelEnabled('debug')) },
      redact: { paths: secretKeys.flatMap(pathsOfKey), censor: redacted },
      hooks: { streamWrite: withoutSecrets },
    },
    pino.destination({ dest: options.destination ?? 2, sync: true }),
  );
  return log;
}

/** Errors worded for operators need no stack, and their cause only when details are wanted; others keep it all. */
function errorEntry(error: Error, detailed: boolean): object {
  if (!(error instanceof AppError) || error.code === 'internal') return stdSerializers.err(error);
  const { code, message, cause } = error;
  return detailed && cause instanceof Error ? { code, message, cause: cause.message } : { code, message };
}

function levelOf(name: string | undefined): LevelWithSilent {
  if (name === undefined) return 'info';
  return name === 'silent' || name in pino.levels.values ? (name as LevelWithSilent) : 'info';
}

/** A secret may stand at the top, one or two levels down: the patterns of pino have no "anywhere". */
function pathsOfKey(key: string): string[] {
  return [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`];
}

/** Last gate before the line is written: secrets inside addresses and headers quoted in a message. */
function withoutSecrets(line: string): string {
  return line
    .replace(/([?&;\s"'](?:token|key|secret|password)=)[^&\s"'\\]+/gi, `$1${redacted}`)
    .replace(/(Bearer\s+)[^\s"'\\]+/gi, `$1${redacted}`);
}
