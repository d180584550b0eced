import { randomBytes } from 'node:crypto';
import type { Hook } from '../../../shared/hook.ts';
import type { SecretStore } from '../../store/secret-store.ts';

const secretBytes = 32;

/** A fresh secret: what Standard Webhooks signs with, or a text for a header. */
export function makeSecret(auth: Hook['auth']): string {
  const bytes = randomBytes(secretBytes);
  return auth === 'signature' ? `whsec_${bytes.toString('base64')}` : `h200_${bytes.toString('base64url')}`;
}

/** The secrets of hooks: the one in use, and the one before it for as long as that is let in. */
export interface HookSecrets {
  /** For a name without a hook one that nobody knows, so that the check takes its time all the same. */
  of(name: string, previousUntil: number | null): string[];
  /** Puts a new one in its place; returns what undoes that. */
  replace(name: string, secret: string, keepPrevious: boolean): () => void;
  has(name: string): boolean;
  /** Returns what undoes that. */
  forget(name: string): () => void;
}

/** Over the encrypted store of the data folder. `now` in milliseconds since 1970. */
export function createHookSecrets(
  secrets: Pick<SecretStore, 'get' | 'change' | 'keys'>,
  now: () => number,
): HookSecrets {
  const nobodys = makeSecret('signature');
  return {
    of(name, previousUntil) {
      const current = secrets.get(currentKey(name)) ?? nobodys;
      const previous =
        previousUntil !== null && previousUntil > now() ? secrets.get(previousKey(name)) : null;
      return previous === null ? [current] : [current, previous];
    },
    replace(name, secret, keepPrevious) {
      const before = keepPrevious ? secrets.get(currentKey(name)) : null;
      return secrets.change({ [currentKey(name)]: secret, [previousKey(name)]: before });
    },
    has: (name) => secrets.keys().includes(currentKey(name)),
    forget: (name) => secrets.change({ [currentKey(name)]: null, [previousKey(name)]: null }),
  };
}

const currentKey = (name: string) => `hook.${name}.current`;
const previousKey = (name: string) => `hook.${name}.previous`;
