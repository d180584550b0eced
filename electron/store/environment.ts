import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Log } from '../log.ts';

/** Every name of the environment that configures the program. */
export const environmentNames = [
  'TEMPLATED_API_KEY',
  'TEMPLATED_BASE_URL',
  'N8N_WEBHOOK_URL',
  'SMTP_HOST',
  'SMTP_PORT',
  'SMTP_USERNAME',
  'SMTP_PASSWORD',
  'EMAIL_FROM',
  'EMAIL_TO',
  'SLACK_WEBHOOK_URL',
  'DISCORD_WEBHOOK_URL',
  'WEBHOOK_URL',
] as const;

/** What the operator set outside the program, read once at the start. */
export interface Environment {
  /** Null when it is not set, or empty. The source reads `environment` or `.env in the data folder`. */
  get(name: string): { value: string; source: string } | null;
  /** Every name that is read, and what gives it; never its value. */
  list(): { name: string; source: string | null }[];
}

export interface EnvironmentOptions {
  env: Readonly<Record<string, string | undefined>>;
  workingDir: string;
  dataDir: string;
  log?: Pick<Log, 'warn'>;
}

/** The process's own environment wins over .env of the working folder, and that over .env of the data folder. */
export function readEnvironment({ env, workingDir, dataDir, log }: EnvironmentOptions): Environment {
  const sources = [
    { source: 'environment', values: env },
    { source: '.env in the working folder', values: readDotEnv(join(workingDir, '.env'), log) },
    { source: '.env in the data folder', values: readDotEnv(join(dataDir, '.env'), log) },
  ];
  // The same file twice is the one of the data folder.
  if (resolve(workingDir) === resolve(dataDir)) sources.splice(1, 1);

  function get(name: string) {
    for (const { source, values } of sources) {
      const value = values[name]?.trim();
      if (value !== undefined && value !== '') return { value, source };
    }
    return null;
  }

  return {
    get,
    list: () => environmentNames.map((name) => ({ name, source: get(name)?.source ?? null })),
  };
}

function readDotEnv(
  path: string,
  log: EnvironmentOptions['log'],
): Readonly<Record<string, string | undefined>> {
  try {
    // Editors on Windows put a mark in front that would be part of the first name.
    return parseEnv(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) log?.warn({ err: error, path }, 'A .env file could not be read: it is left out');
    return {};
  }
}
