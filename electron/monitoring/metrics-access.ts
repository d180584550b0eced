import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CallOutput } from '../../shared/contract.ts';
import type { SecretStore } from '../store/secret-store.ts';

/** Where metrics are served, and who may have them. */
export interface MetricsAccess {
  tell(renewToken: boolean): CallOutput<'metrics.access'>;
  /** Whoever listens tells where; `ownToken`: it asks for ours, not for the token of its start. */
  servedAt(where: { url: string | null; ownToken: boolean; problem: string | null }): void;
  /** Whether a token is ours, in a time that tells nothing. */
  letsIn(token: string): boolean;
}

const key = 'metrics.token';

/** Its token is made when it is first wanted, and stays: whoever collects is set up once. */
export function createMetricsAccess(secrets: Pick<SecretStore, 'get' | 'set'>): MetricsAccess {
  let where = { url: null as string | null, ownToken: false, problem: null as string | null };

  function make(): string {
    const token = randomBytes(32).toString('base64url');
    secrets.set(key, token);
    return token;
  }

  return {
    tell(renewToken) {
      const { url, ownToken, problem } = where;
      if (!ownToken) return { url, problem, token: null };
      return { url, problem, token: renewToken ? make() : (secrets.get(key) ?? make()) };
    },
    servedAt(now) {
      where = now;
    },
    letsIn(token) {
      const ours = secrets.get(key);
      return ours !== null && timingSafeEqual(digest(token), digest(ours));
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
