import { type EscalationPolicy, escalationPolicySchema } from '../../shared/alert.ts';
import { AppError } from '../../shared/errors.ts';
import type { Severity } from '../../shared/event.ts';
import type { EventBus } from '../events.ts';
import type { Database } from '../store/database.ts';

/** Escalation policies of a data folder. */
export interface EscalationStore {
  /** By name. */
  list(): EscalationPolicy[];
  find(id: string): EscalationPolicy | null;
  /** The one for alerts of a severity whose route names none. */
  usualFor(severity: Severity): EscalationPolicy | null;
  save(policy: EscalationPolicy): Promise<EscalationPolicy>;
  /** What `save` writes, inside a transaction. Who is to hear of it is told by the caller. */
  put(policy: EscalationPolicy): void;
  /** Alerts under way are not escalated further. Throws AppError notFound. */
  remove(id: string): Promise<void>;
}

export interface EscalationStoreParts {
  database: Database;
  events: Pick<EventBus, 'emit'>;
}

export function createEscalationStore({ database, events }: EscalationStoreParts): EscalationStore {
  const { statement, read, write } = database;
  let known = { bodies: '[]', policies: [] as EscalationPolicy[] };

  function list(): EscalationPolicy[] {
    const bodies = String(read(() => statement(selectAll).get()?.bodies));
    if (bodies !== known.bodies) {
      const policies = escalationPolicySchema.array().parse(JSON.parse(bodies));
      known = { bodies, policies: policies.toSorted((a, b) => a.name.localeCompare(b.name)) };
    }
    return known.policies;
  }

  function put(policy: EscalationPolicy): void {
    statement(replace).run(policy.id, JSON.stringify(policy));
    statement(findAnew).run();
  }

  return {
    list,
    find: (id) => list().find((policy) => policy.id === id) ?? null,
    usualFor: (severity) => list().find(({ severities }) => severities.includes(severity)) ?? null,
    async save(policy) {
      await write(() => put(policy));
      events.emit('routes.changed', {});
      return policy;
    },
    put,
    async remove(id) {
      await write(() => {
        const { changes } = statement('DELETE FROM escalation_policies WHERE id = ?').run(id);
        if (Number(changes) === 0) {
          throw new AppError('notFound', `There is no escalation policy "${id}". List the policies again.`);
        }
        statement(findAnew).run();
      });
      events.emit('routes.changed', {});
    },
  };
}

const selectAll = 'SELECT json_group_array(json(body)) AS bodies FROM escalation_policies';
const replace = `
  INSERT INTO escalation_policies (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`;
/** Open alerts look for their policy again. */
const findAnew = 'UPDATE alerts SET routed = 0 WHERE ended_at IS NULL';
