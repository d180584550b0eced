import { type Matcher, matcherSchema, type Silence } from '../../shared/alert.ts';
import type { CallParsedInput } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Row } from '../delivery/delivery-rows.ts';
import { newId } from '../delivery/new-id.ts';
import type { EventBus } from '../events.ts';
import type { Database } from '../store/database.ts';

/** Silences of a data folder. Ended ones stay for a while, so that people see what was quiet. */
export interface SilenceStore {
  /** Active ones first, then those to come, then ended ones. */
  list(): Silence[];
  /** Those that hold at a time; now when left out. */
  active(at?: number): Silence[];
  /** Throws AppError notFound, or call.invalid for one that has ended already. */
  save(draft: CallParsedInput<'silences.save'>): Promise<Silence>;
  /** What `save` writes, inside a transaction. Who is to hear of it is told by the caller. */
  put(silence: Omit<Silence, 'state'>): void;
  /** Ends it now. Throws AppError notFound. */
  expire(id: string): Promise<Silence>;
  /** Ended ones go after 90 days. */
  removeOld(): Promise<void>;
}

export interface SilenceStoreParts {
  database: Database;
  events: Pick<EventBus, 'emit'>;
  now(): number;
}

const keptMs = 90 * 86_400_000;

export function createSilenceStore({ database, events, now }: SilenceStoreParts): SilenceStore {
  const { statement, read, write } = database;

  function find(id: string): Silence {
    const row = read(() => statement('SELECT * FROM silences WHERE id = ?').get(id));
    if (row !== undefined) return readSilence(row, now());
    throw new AppError('notFound', 'This silence is not kept any more. List the silences again.');
  }

  function put({ id, startsAt, endsAt, who, comment, matchers }: Omit<Silence, 'state'>): void {
    const [starts, ends] = [Date.parse(startsAt), Date.parse(endsAt)];
    statement(replace).run(id, starts, ends, who, comment, JSON.stringify(matchers));
  }

  return {
    list() {
      const rows = read(() => statement(selectKept).all(now() - keptMs));
      return rows.map((row) => readSilence(row, now())).toSorted((a, b) => order(a) - order(b));
    },
    active: (at = now()) =>
      read(() => statement(selectActive).all(at, at)).map((row) => readSilence(row, now())),
    async save({ id = `sil_${newId(now())}`, matchers, startsAt, endsAt, comment, who }) {
      const starts = startsAt === undefined ? now() : Date.parse(startsAt);
      const ends = Date.parse(endsAt);
      if (ends <= Math.max(now(), starts)) {
        throw new AppError('call.invalid', 'It must end after it begins, and not in the past.', {
          field: 'endsAt',
        });
      }
      await write(() => {
        const old = statement('SELECT ends_at FROM silences WHERE id = ?').get(id);
        if (old !== undefined && Number(old.ends_at) <= now()) throw ended();
        put({ id, startsAt: new Date(starts).toISOString(), endsAt, who, comment, matchers });
      });
      events.emit('silence.changed', {});
      return find(id);
    },
    put,
    async expire(id) {
      find(id);
      await write(() =>
        statement('UPDATE silences SET ends_at = ?1, starts_at = min(starts_at, ?1) WHERE id = ?2').run(
          now(),
          id,
        ),
      );
      events.emit('silence.changed', {});
      return find(id);
    },
    async removeOld() {
      await write(() => statement('DELETE FROM silences WHERE ends_at < ?').run(now() - keptMs));
    },
  };
}

function order({ state, startsAt, endsAt }: Silence): number {
  if (state === 'active') return Date.parse(endsAt) - 2e15;
  return state === 'pending' ? Date.parse(startsAt) - 1e15 : -Date.parse(endsAt) + 1e15;
}

function ended(): AppError {
  return new AppError('call.invalid', 'This silence has ended. Make a new one.', { field: 'id' });
}

function readSilence(row: Row, now: number): Silence {
  const [startsAt, endsAt] = [Number(row.starts_at), Number(row.ends_at)];
  return {
    id: String(row.id),
    matchers: readMatchers(row.matchers),
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    comment: String(row.comment),
    who: String(row.who),
    state: endsAt <= now ? 'expired' : startsAt <= now ? 'active' : 'pending',
  };
}

function readMatchers(body: unknown): Matcher[] {
  return matcherSchema.array().parse(JSON.parse(String(body)));
}

const selectKept = 'SELECT * FROM silences WHERE ends_at >= ?';
const selectActive = 'SELECT * FROM silences WHERE ends_at > ? AND starts_at <= ?';
const replace = `
  INSERT INTO silences (id, starts_at, ends_at, who, comment, matchers) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at, who = excluded.who,
    comment = excluded.comment, matchers = excluded.matchers`;
