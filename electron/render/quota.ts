import { AppError } from '../../shared/errors.ts';
import type { RendererState } from '../../shared/render.ts';
import { quotaPauseMs } from './templated/refusal.ts';
import { TemplatedError } from './templated/templated-error.ts';

export type AccountQuota = NonNullable<RendererState['quota']>;

/** What is left at Templated: once it is used up, nothing is asked for without asking for the account first. */
export interface Quota {
  /** Throws `templated.quota` while there is no room. Asks only after it was used up. */
  checkRoom(signal: AbortSignal): Promise<void>;
  /** Takes note of a refusal, and tells of it once until there is room again. */
  note(error: unknown): void;
  /** As it was when last asked; null before. */
  last(): AccountQuota | null;
  /** Asks for the account. Throws AppError templated.* or network.*. */
  ask(signal?: AbortSignal): Promise<AccountQuota>;
  /** It is another account now. */
  forget(): void;
}

export interface QuotaParts {
  account(signal?: AbortSignal): Promise<{ used: number; of: number; plan: string | null }>;
  /** Whether it was used up when the program ended: that was told then. */
  wasUsedUp(): boolean;
  /** It is used up now, and was not before. */
  tell(why: string): void;
  /** It was used up, and is not any more. */
  roomAgain(): void;
  /** It was asked for. */
  changed(): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Over the account of the key in use. */
export function createQuota({ account, wasUsedUp, tell, roomAgain, changed, now }: QuotaParts): Quota {
  let last: AccountQuota | null = null;
  /** Null until something is known in this run. */
  let usedUp: { why: string; askAgainAt: number } | false | null = null;

  async function ask(signal?: AbortSignal): Promise<AccountQuota> {
    const { used, of, plan } = await account(signal);
    last = { used, of, plan, askedAt: new Date(now()).toISOString() };
    const paused = usedUp === null ? wasUsedUp() : usedUp !== false;
    if (used < of) usedUp = false;
    if (used < of && paused) roomAgain();
    changed();
    return last;
  }

  return {
    last: () => last,
    ask,
    forget() {
      last = null;
      usedUp = false;
    },
    async checkRoom(signal) {
      if (usedUp === null)
        usedUp = wasUsedUp() && { why: 'The credits of the Templated account are used up.', askAgainAt: 0 };
      if (usedUp === false) return;
      const { why } = usedUp;
      if (now() >= usedUp.askAgainAt) {
        const { used, of } = await ask(signal);
        if (used < of) return;
        usedUp = { why, askAgainAt: now() + quotaPauseMs };
      }
      throw new TemplatedError('templated.quota', why, {
        reason: 'rateLimited',
        retryable: true,
        status: 403,
        limit: { waitMs: quotaPauseMs, scope: 'target' },
      });
    },
    note(error) {
      if (!(error instanceof AppError) || error.code !== 'templated.quota') return;
      if (usedUp) return;
      usedUp = { why: error.message, askAgainAt: now() + quotaPauseMs };
      tell(error.message);
    },
  };
}
