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
  /** Files that get it as well, from `info` on whatever the level is. */
  files?: { write(line: string): void } | undefined;
}

const secretKeys = ['token', 'password', 'secret', 'apiKey', 'authorization', 'cookie', 'set-cookie'];
const redacted = '[redacted]';

/** Opens the log. Fields named like secrets, and what looks like one inside any text, never reach it. */
export function createLog(options: LogOptions = {}): Log {
  if (options.destination !== undefined) mkdirSync(dirname(options.destination), { recursive: true });
  const level = levelOf(options.level ?? process.env.H200_LOG);
  const console = pino.destination({ dest: options.destination ?? 2, sync: true });
  const filesLevel = level === 'trace' || level === 'debug' ? level : 'info';
  const log: Log = pino(
    {
      level: options.files === undefined ? level : filesLevel,
      base: null,
      serializers: { err: (error: Error) => errorEntry(error, log.isLevelEnabled('debug')) },
      redact: { paths: secretKeys.flatMap(pathsOfKey), censor: redacted },
      hooks: { streamWrite: withoutSecrets },
    },
    options.files === undefined
      ? console
      : pino.multistream([
          ...(level === 'silent' ? [] : [{ level, stream: console }]),
          { level: filesLevel, stream: options.files },
        ]),
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

/** Last gate before the line is written: fields at any depth, secrets inside addresses, headers and logins. */
function withoutSecrets(line: string): string {
  return shapes.reduce((text, [shape, kept]) => text.replace(shape, kept), line);
}

const shapes: readonly [RegExp, string][] = [
  [
    /("[^"]*(?:token|password|passwd|secret|api_?key|authorization|cookie)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi,
    `$1"${redacted}"`,
  ],
  [/("pass"\s*:\s*)"(?:[^"\\]|\\.)*"/gi, `$1"${redacted}"`],
  [/([?&;\s"'](?:token|key|secret|password|sig|signature)=)[^&\s"'\\]+/gi, `$1${redacted}`],
  [/((?:Bearer|Basic)\s+)[^\s"'\\]{6,}/gi, `$1${redacted}`],
  // A login inside an address; a name without end would be looked at from each of its letters.
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"'\\]+@/gi, `$1${redacted}@`],
  // Addresses that are secrets themselves.
  [/(hooks\.slack(?:-gov)?\.com\/)[^\s"'\\]+/gi, `$1${redacted}`],
  [/(discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/)[^\s"'\\]+/gi, `$1${redacted}`],
  // n8n's.
  [/(\/webhook(?:-test)?\/)[^\s"'\\]+/gi, `$1${redacted}`],
  // What a mail client sends to log in.
  [/(AUTH (?:PLAIN|LOGIN|XOAUTH2) )[^\s"'\\]+/gi, `$1${redacted}`],
  // A hook's own.
  [/\bh200_[\w-]{43}/g, redacted],
  [/\b(?:whsec_|xox[abprs]-)[\w+/=-]+/g, redacted],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, redacted],
];
