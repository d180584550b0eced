import type { CallOutput, CallParsedInput } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import {
  type Hook,
  type HookAddress,
  type HookCall,
  type HookView,
  hookSchema,
} from '../../../shared/hook.ts';
import type { EventBus } from '../../events.ts';
import { type HookStore, type StoredHook, viewOf } from '../../store/hook-store.ts';
import { type HookSecrets, makeSecret } from './secrets.ts';

/** The hooks of a data folder as the operator keeps them. */
export interface Hooks {
  list(): { hooks: HookView[]; address: HookAddress };
  /** Throws AppError call.invalid for a name that is taken, notFound, secret.unreadable or storage.*. */
  save(draft: CallParsedInput<'hooks.save'>): Promise<CallOutput<'hooks.save'>>;
  /** Throws AppError notFound. */
  remove(name: string): Promise<void>;
  /** Newest first. Throws AppError notFound. */
  calls(name: string, limit: number): HookCall[];
  /** Whoever listens tells where, or why nobody does. */
  servedAt(address: HookAddress): void;
}

export interface HooksParts {
  store: Pick<HookStore, 'list' | 'find' | 'save' | 'remove' | 'calls'>;
  secrets: HookSecrets;
  isOn(): boolean;
  events: Pick<EventBus, 'emit'>;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Time enough to give the new secret to the sender. */
const previousMs = 24 * 60 * 60 * 1_000;
const nowhere: HookAddress = { url: null, lasting: false, problem: null };

/** Over the store of the data folder; secrets are made here and told once. */
export function createHooks({ store, secrets, isOn, events, now }: HooksParts): Hooks {
  let address = nowhere;

  function get(name: string): StoredHook {
    const found = store.find(name);
    if (found !== null) return found;
    throw new AppError('notFound', `There is no hook "${name}". List the hooks again.`);
  }

  const view = (stored: StoredHook) =>
    viewOf(stored, {
      lastCall: store.calls(stored.hook.name, 1)[0] ?? null,
      hasSecret: secrets.has(stored.hook.name),
    });

  /** The new secret is there before the hook says so, and goes again when it can't. */
  async function saveWithSecret(hook: Hook, keepPrevious: boolean): Promise<string> {
    const secret = makeSecret(hook.auth);
    const undo = secrets.replace(hook.name, secret, keepPrevious);
    try {
      const previousUntil = keepPrevious ? now() + previousMs : null;
      await store.save({ hook, secretMadeAt: now(), previousUntil });
    } catch (error) {
      undo();
      throw error;
    }
    return secret;
  }

  return {
    list: () => ({ hooks: store.list().map(view), address: isOn() ? address : nowhere }),
    async save({ create, secret: wish, ...draft }) {
      const hook = hookSchema.parse(draft);
      const old = create ? null : get(hook.name);
      if (create && store.find(hook.name) !== null) {
        const message = `There is a hook "${hook.name}" already. Choose another name.`;
        throw new AppError('call.invalid', message, { field: 'name' });
      }
      let secret: string | null = null;
      if (old === null || wish !== 'keep' || old.hook.auth !== hook.auth) {
        const keepPrevious = wish === 'replace' && old?.hook.auth === hook.auth && secrets.has(hook.name);
        secret = await saveWithSecret(hook, keepPrevious);
      } else await store.save({ ...old, hook });
      events.emit('hooks.changed', {});
      return { hook: view(get(hook.name)), secret };
    },
    async remove(name) {
      get(name);
      await store.remove(name);
      secrets.forget(name);
      events.emit('hooks.changed', {});
    },
    calls(name, limit) {
      get(name);
      return store.calls(name, limit);
    },
    servedAt(next) {
      address = next;
      events.emit('hooks.changed', {});
    },
  };
}
