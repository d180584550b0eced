import { type Alerting, alertingSchema, defaultAlerting, type Route } from '../../shared/alert.ts';
import { AppError } from '../../shared/errors.ts';
import type { EventBus } from '../events.ts';
import type { Database } from '../store/database.ts';

/** Routes, inhibitions and quiet hours of a data folder. */
export interface AlertingStore {
  /** As they are now, whoever wrote them. Cheap. */
  get(): Alerting;
  isEdited(): boolean;
  /** Throws AppError routes.invalid; nothing changed then. Open alerts find their routes anew. */
  save(alerting: Alerting): Promise<Alerting>;
  /** What `save` writes of one that was checked, inside a transaction. Who is to hear of it is told by the caller. */
  put(alerting: Alerting): void;
  /** Back to the usual ones. */
  reset(): Promise<Alerting>;
}

export interface AlertingStoreParts {
  database: Database;
  events: Pick<EventBus, 'emit'>;
}

export function createAlertingStore({ database, events }: AlertingStoreParts): AlertingStore {
  const { statement, read, write } = database;
  let known = { body: '', alerting: defaultAlerting };
  /** As read in this turn of the thread, in which nobody else can have written: a flood asks for every notice. */
  let current: Alerting | null = null;

  const readBody = () => read(() => statement('SELECT body FROM alerting').get()?.body);

  function get(): Alerting {
    if (current === null) {
      current = readNow();
      queueMicrotask(() => {
        current = null;
      });
    }
    return current;
  }

  function readNow(): Alerting {
    const body = readBody();
    if (body === undefined) return defaultAlerting;
    if (body !== known.body) {
      known = { body: String(body), alerting: alertingSchema.parse(JSON.parse(String(body))) };
    }
    return known.alerting;
  }

  /** It was written just now: open alerts find their routes anew. */
  function written(): void {
    current = null;
    statement('UPDATE alerts SET routed = 0 WHERE ended_at IS NULL').run();
  }

  function put(alerting: Alerting): void {
    statement(replace).run(JSON.stringify(alerting));
    written();
  }

  async function change(work: () => void): Promise<Alerting> {
    await write(work);
    events.emit('routes.changed', {});
    return get();
  }

  return {
    get,
    isEdited: () => readBody() !== undefined,
    async save(alerting) {
      check(alerting);
      return change(() => put(alerting));
    },
    put,
    reset: () =>
      change(() => {
        statement('DELETE FROM alerting').run();
        written();
      }),
  };
}

const replace = `
  INSERT INTO alerting (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`;

const mostLevels = 20;

/** Throws AppError routes.invalid. */
export function check({ routes, inhibitions, quietHours }: Alerting): void {
  const { severities, types, matchers, times } = routes;
  if (severities.length + types.length + matchers.length + times.length > 0) {
    throw invalid('The first route takes what no other does: it has no conditions.', 'routes.matchers');
  }
  if (levelsOf(routes) > mostLevels) {
    throw invalid(`Routes are at most ${mostLevels} levels deep.`, 'routes');
  }
  if (routes.to === null) throw invalid('The first route must say which channels.', 'routes.to');
  for (const [field, ids] of [
    ['routes', idsOf(routes)],
    ['inhibitions', inhibitions.map(({ id }) => id)],
    ['quietHours', quietHours.map(({ id }) => id)],
  ] as const) {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) throw invalid(`The id "${twice}" is there twice.`, field);
  }
}

function levelsOf({ routes }: Route): number {
  return 1 + Math.max(0, ...routes.map(levelsOf));
}

function idsOf(route: Route): string[] {
  return [route.id, ...route.routes.flatMap(idsOf)];
}

function invalid(message: string, field: string): AppError {
  return new AppError('routes.invalid', message, { field, fields: { [field]: message } });
}
