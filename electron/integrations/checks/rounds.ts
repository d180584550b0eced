import type { Integration } from '../integration.ts';

const everyMs = 60_000;

/** Says what is due to be looked at: each part every minute or so, and never all of them at once. */
export function createRounds(parts: { monotonic(): number; random(): number }) {
  const dueAt = new Map<string, number>();
  return {
    /** Those of these that are due; each is planned anew. */
    due(integrations: readonly Integration[]): Integration[] {
      const now = parts.monotonic();
      const checkable = integrations.filter(({ check }) => check !== undefined);
      const ids = new Set(checkable.map(({ id }) => id));
      for (const id of dueAt.keys()) if (!ids.has(id)) dueAt.delete(id);
      return checkable.filter(({ id }) => {
        const at = dueAt.get(id);
        // The first look comes soon, so that a start tells before long what does not work.
        if (at === undefined) dueAt.set(id, now + parts.random() * (everyMs / 6));
        if (at === undefined || at > now) return false;
        dueAt.set(id, now + everyMs * (0.8 + parts.random() * 0.4));
        return true;
      });
    },
  };
}
