import { type Alert, type Labels, type NewAlert, newAlertSchema } from '../../shared/alert.ts';
import { AppError } from '../../shared/errors.ts';
import type { RecordedEvent } from '../delivery/outbox.ts';
import type { NewEvent, Publisher } from '../integrations/publisher.ts';
import type { Database } from '../store/database.ts';
import type { AlertLife, By } from './alert-life.ts';
import type { AlertList } from './alert-list.ts';
import type { LiveAlerts } from './live-alerts.ts';

/** What begins or ends with something else that is written. */
export type AlertChange = { raise: NewAlert } | { resolve: Labels; note: string };

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
  /**
   * Several of both inside a `database.write` of the caller's: they are there with what caused them, or neither is.
   * What it returns is called once that is committed. Throws AppError call.invalid.
   */
  record(changes: readonly AlertChange[]): () => void;
}

/** What people do to alerts; those that it cannot be done to any more are left as they are. */
export interface AlertDesk extends Notifier {
  /** Each answers how many it changed. Throws AppError notFound: nothing changed then. */
  acknowledge(ids: readonly string[], by: By): Promise<number>;
  unacknowledge(ids: readonly string[], by: By): Promise<number>;
  end(ids: readonly string[], by: By): Promise<number>;
  note(id: string, by: { who: string; note: string }): Promise<void>;
}

/** Ids of the alerts that changed, and what was recorded to tell of them. */
interface Recorded {
  ids: string[];
  events: RecordedEvent[];
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

  function recordRaise(alert: ReturnType<typeof checked>): Recorded {
    const { sequence, id, needsRoutes } = life.raise(alert);
    return { ids: [id], events: needsRoutes ? route(sequence) : [] };
  }

  function recordEnd(labels: Labels, note: string): Recorded {
    const sequence = life.openWith(labels);
    if (sequence === null) return { ids: [], events: [] };
    life.end(sequence, 'resolved', { who: null, note });
    return { ids: [String(life.row(sequence).id)], events: [] };
  }

  function committed({ ids, events }: Recorded): void {
    if (ids.length === 0) return;
    publisher.recorded(events);
    live.add(ids);
    plan();
  }

  return {
    tell: (event) => publisher.publish(event),
    async raise(given) {
      const alert = checked(given);
      const recorded = await database.write(() => recordRaise(alert));
      committed(recorded);
      const [raised] = list.readAll(recorded.ids);
      if (raised === undefined) throw new Error('An alert is gone as soon as it was raised.');
      return raised;
    },
    async resolve(labels, note = '') {
      committed(await database.write(() => recordEnd(labels, note)));
    },
    record(changes) {
      const recorded = changes.map((change) =>
        'raise' in change ? recordRaise(checked(change.raise)) : recordEnd(change.resolve, change.note),
      );
      return () => recorded.forEach(committed);
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
