import { type Alert, type Labels, type NewAlert, newAlertSchema } from '../../shared/alert.ts';
import { AppError } from '../../shared/errors.ts';
import type { RecordedEvent } from '../delivery/outbox.ts';
import type { NewEvent, Publisher } from '../integrations/publisher.ts';
import type { Database } from '../store/database.ts';
import type { AlertLife, By } from './alert-life.ts';
import type { AlertList } from './alert-list.ts';
import type { LiveAlerts } from './live-alerts.ts';

/** The one entrance for everything that is worth telling. */
export interface Notifier {
  /** Something happened that has no life (an activity, a batch, a model): recorded and routed outward. */
  tell(event: NewEvent): Promise<RecordedEvent>;
  /**
   * Something is wrong until it is resolved. The same labels are the same alert. Durable once resolved. Throws
   * AppError call.invalid.
   */
  raise(alert: NewAlert): Promise<Alert>;
  /** The cause is gone: resolves the open alert with exactly these labels, if there is one. */
  resolve(labels: Labels, note?: string): Promise<void>;
}

/** What people do to alerts; those that it cannot be done to any more are left as they are. */
export interface AlertDesk extends Notifier {
  /** Each answers how many it changed. Throws AppError notFound: nothing changed then. */
  acknowledge(ids: readonly string[], by: By): Promise<number>;
  unacknowledge(ids: readonly string[], by: By): Promise<number>;
  end(ids: readonly string[], by: By): Promise<number>;
  note(id: string, by: { who: string; note: string }): Promise<void>;
}

export interface NotifierParts {
  database: Pick<Database, 'write'>;
  life: AlertLife;
  list: Pick<AlertList, 'readAll'>;
  live: LiveAlerts;
  publisher: Pick<Publisher, 'publish' | 'recorded'>;
  /** Called in the transaction that made something new to tell; what it recorded is told after it. */
  route(sequence: number): RecordedEvent[];
  /** There is something to be done at another time than was planned. */
  plan(): void;
}

export function createNotifier(parts: NotifierParts): AlertDesk {
  const { database, life, list, live, publisher, route, plan } = parts;

  /** One transaction for all. */
  async function each(ids: readonly string[], change: (sequence: number) => boolean): Promise<number> {
    const changed = await database.write(() => {
      const all = [...new Set(ids)].map((id) => ({ id, sequence: life.sequenceOf(id) }));
      return all.filter(({ sequence }) => change(sequence)).map(({ id }) => id);
    });
    live.add(changed);
    plan();
    return changed.length;
  }

  return {
    tell: (event) => publisher.publish(event),
    async raise(given) {
      const alert = checked(given);
      const { id, events } = await database.write(() => {
        const { sequence, id, needsRoutes } = life.raise(alert);
        return { id, events: needsRoutes ? route(sequence) : [] };
      });
      publisher.recorded(events);
      live.add([id]);
      plan();
      const [raised] = list.readAll([id]);
      if (raised === undefined) throw new Error('An alert is gone as soon as it was raised.');
      return raised;
    },
    async resolve(labels, note = '') {
      const id = await database.write(() => {
        const sequence = life.openWith(labels);
        if (sequence === null) return null;
        life.end(sequence, 'resolved', { who: null, note });
        return String(life.row(sequence).id);
      });
      if (id === null) return;
      live.add([id]);
      plan();
    },
    acknowledge: (ids, by) => each(ids, (sequence) => life.acknowledge(sequence, by)),
    unacknowledge: (ids, by) => each(ids, (sequence) => life.unacknowledge(sequence, by, false)),
    end: (ids, by) => each(ids, (sequence) => life.end(sequence, 'resolved', by)),
    async note(id, { who, note }) {
      await database.write(() => life.entry(life.sequenceOf(id), { kind: 'note', who, text: note }));
      live.add([id]);
    },
  };
}

function checked(given: NewAlert) {
  const parsed = newAlertSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new AppError('call.invalid', `The alert is not valid: ${issue?.message ?? ''}`, { field });
}
