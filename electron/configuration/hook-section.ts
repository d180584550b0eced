import { hookSchema } from '../../shared/hook.ts';
import type { HookSecrets } from '../integrations/hooks/secrets.ts';
import type { HookStore } from '../store/hook-store.ts';
import { type ConfigurationSection, changeOf, defineSection, isWritten } from './section.ts';

export interface HookSectionParts {
  store: Pick<HookStore, 'list' | 'find' | 'put'>;
  secrets: Pick<HookSecrets, 'has' | 'forget'>;
  changed(): void;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Hooks by their names; others stay. Their secrets never travel: one that has none here lets nobody in. */
export function hookSection({ store, secrets, changed, now }: HookSectionParts): ConfigurationSection {
  return defineSection({
    key: 'hooks',
    schema: hookSchema.array().max(1_000),
    exported: () => store.list().map(({ hook }) => hook),
    plan(list) {
      const planned = list.map((hook) => {
        const kept = store.find(hook.name);
        // A secret is for one way to be let in.
        const keepsSecret = kept?.hook.auth === hook.auth && secrets.has(hook.name);
        const remark = keepsSecret ? null : 'Make a new secret for its sender: nobody is let in before that.';
        const change = changeOf('hooks', hook.name, { before: kept?.hook, after: hook, remark });
        return { hook, kept, keepsSecret, change };
      });
      const written = planned.filter(({ change }) => isWritten(change));
      return {
        changes: planned.map(({ change }) => change),
        writeFiles() {
          const undo = written
            .filter(({ hook, keepsSecret }) => !keepsSecret && secrets.has(hook.name))
            .map(({ hook }) => secrets.forget(hook.name));
          return () => {
            for (const putBack of undo.toReversed()) putBack();
          };
        },
        writeRows() {
          for (const { hook, kept, keepsSecret } of written) {
            const { secretMadeAt, previousUntil } =
              keepsSecret && kept !== null ? kept : { secretMadeAt: now(), previousUntil: null };
            store.put({ hook, secretMadeAt, previousUntil });
          }
        },
        tell: changed,
      };
    },
  });
}
