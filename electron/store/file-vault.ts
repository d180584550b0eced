import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { constants, copyFileSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Vault } from './secret-store.ts';
import { toStorageError } from './storage-error.ts';

/** NIST SP 800-38D: 96 bits for a random nonce, 128 for the tag. */
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const shortestPassphrase = 16;

/**
 * AES-256-GCM with the key of H200_SECRET_KEY, or else of secret.key in the data folder, which is made when first
 * needed. The name of an entry is part of what is authenticated: entries cannot be swapped.
 */
export function fileVault(dataDir: string, env: Readonly<Record<string, string | undefined>>): Vault {
  const given = env.H200_SECRET_KEY ?? '';
  let key: Buffer | null = null;
  const keyNow = () => {
    key ??= given === '' ? madeOnce(join(dataDir, 'secret.key'), keyBytes) : keyFrom(given, dataDir);
    return key;
  };
  return {
    name: given === '' ? 'key file' : 'key of H200_SECRET_KEY',
    encrypt(name, secret) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keyNow(), nonce).setAAD(Buffer.from(name));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    decrypt(name, sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', keyNow(), bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return (
        decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
      );
    },
  };
}

/** 32 bytes as hex or base64 are the key itself; any other text is stretched with a salt of this data folder. */
function keyFrom(text: string, dataDir: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, 'base64');
  if (text.length < shortestPassphrase) {
    const message = `H200_SECRET_KEY is too short: give it at least ${shortestPassphrase} characters, or 32 bytes as hex or base64.`;
    throw new AppError('secret.unreadable', message);
  }
  return scryptSync(text, madeOnce(join(dataDir, 'secret.salt'), 16), keyBytes);
}

/** Random bytes that stay the same from the first call on, whichever process made it. */
function madeOnce(path: string, bytes: number): Buffer {
  try {
    if (!existsSync(path)) makeWhole(path, `${randomBytes(bytes).toString('base64')}\n`);
    const found = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
    if (found.length === bytes) return found;
  } catch (error) {
    throw toStorageError(error);
  }
  const message = `${path} is damaged. Put a backup in its place; without one, move it away and type the secrets anew.`;
  throw new AppError('secret.unreadable', message);
}

/** Made with all that is in it, or not at all: another process never reads half a key. The first one wins. */
function makeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true });
    try {
      linkSync(draft, path);
    } catch (error) {
      // Some file systems know no links.
      if (codeOf(error) !== 'EEXIST') copyFileSync(draft, path, constants.COPYFILE_EXCL);
    }
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
