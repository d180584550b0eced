import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Log } from '../log.ts';
import { toStorageError } from './storage-error.ts';

/** What locks secrets up: the keychain of the system, or a key in a file. */
export interface Vault {
  /** As people call it; an entry of one vault is not opened by another. */
  name: string;
  /** The text as only this vault reads it again, bound to the name of its entry. */
  encrypt(key: string, secret: string): string;
  /** Throws when it was not made by `encrypt` with this key, here. */
  decrypt(key: string, sealed: string): string;
}

/** Secrets by name, encrypted in secrets.json of the data folder. Read anew each time: other processes write too. */
export interface SecretStore {
  /** Null when there is none. Throws AppError secret.unreadable. */
  get(key: string): string | null;
  set(key: string, secret: string): void;
  delete(key: string): void;
  /**
   * Several at once, all or none; null deletes. Returns what puts the old ones back. Throws AppError storage.* or
   * secret.unreadable.
   */
  change(secrets: Readonly<Record<string, string | null>>): () => void;
  keys(): string[];
}

export interface SecretStoreOptions {
  dataDir: string;
  vault: Vault;
  log: Pick<Log, 'warn'>;
}

const fileSchema = z.object({
  version: z.literal(1),
  secrets: z.record(z.string(), z.object({ vault: z.string(), sealed: z.string() })),
});
type Entries = z.infer<typeof fileSchema>['secrets'];

/** Opens the secrets of a data folder; nothing is made or asked of the vault before the first secret. */
export function openSecretStore({ dataDir, vault, log }: SecretStoreOptions): SecretStore {
  const path = join(dataDir, 'secrets.json');

  function write(entries: Entries): void {
    try {
      writeWhole(path, { version: 1, secrets: entries });
    } catch (error) {
      throw toStorageError(error);
    }
  }

  function change(secrets: Readonly<Record<string, string | null>>): () => void {
    const before = readEntries(path);
    const entries = new Map(Object.entries(before));
    for (const [key, secret] of Object.entries(secrets)) {
      if (secret === null) entries.delete(key);
      else entries.set(key, { vault: vault.name, sealed: vault.encrypt(key, secret) });
    }
    write(Object.fromEntries(entries));
    return () => write(before);
  }

  return {
    get(key) {
      const entries = readEntries(path);
      const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
      if (entry === undefined) return null;
      if (entry.vault !== vault.name) throw otherVault(entry.vault, vault.name);
      try {
        return vault.decrypt(key, entry.sealed);
      } catch (cause) {
        log.warn({ key }, 'A secret could not be decrypted');
        throw cause instanceof AppError ? cause : undecipherable(vault.name, cause);
      }
    },
    set(key, secret) {
      change({ [key]: secret });
    },
    delete(key) {
      change({ [key]: null });
    },
    change,
    keys: () => Object.keys(readEntries(path)),
  };
}

function otherVault(was: string, is: string): AppError {
  const message = `A secret was locked up with the ${was}, but the ${is} is in use here. Use the one of then again, or type the secret anew.`;
  return new AppError('secret.unreadable', message);
}

function undecipherable(vault: string, cause: unknown): AppError {
  const message = `A secret cannot be opened with the ${vault}: the key is another one, or the file was changed. Put the old key back, or type the secret anew.`;
  return new AppError('secret.unreadable', message, { cause });
}

function readEntries(path: string): Entries {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw toStorageError(error);
  }
  try {
    return fileSchema.parse(JSON.parse(text)).secrets;
  } catch {
    // Neither the text nor the complaint about it is passed on: both may quote the file.
    const message =
      'The file with secrets, secrets.json in the data folder, is damaged. Put a backup in its place, or move it away and type the secrets anew.';
    throw new AppError('secret.unreadable', message);
  }
}

/** All or nothing, also through a power cut, and for nobody else to read. */
function writeWhole(path: string, value: z.infer<typeof fileSchema>): void {
  const temporary = `${path}.${process.pid}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
