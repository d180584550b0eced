import { safeStorage } from 'electron';
import { z } from 'zod';
import { fileVault } from '../store/file-vault.ts';
import type { Vault } from '../store/secret-store.ts';

const contentSchema = z.tuple([z.string(), z.string()]);

/**
 * The keychain of the system; the key file where there is none, or where Electron would encrypt with a password
 * that everybody knows. To be called once the app is ready.
 * https://www.electronjs.org/docs/latest/api/safe-storage
 */
export function keychain(dataDir: string, env: Readonly<Record<string, string | undefined>>): Vault {
  return isWorthIt() ? safeStorageVault() : fileVault(dataDir, env);
}

function isWorthIt(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}

function safeStorageVault(): Vault {
  return {
    name: 'keychain',
    // The name goes in with the secret, so that entries cannot be swapped.
    encrypt: (key, secret) => safeStorage.encryptString(JSON.stringify([key, secret])).toString('base64'),
    decrypt(key, sealed) {
      const text = safeStorage.decryptString(Buffer.from(sealed, 'base64'));
      const [name, secret] = contentSchema.parse(JSON.parse(text));
      if (name !== key) throw new Error('The entry belongs to another name.');
      return secret;
    },
  };
}
