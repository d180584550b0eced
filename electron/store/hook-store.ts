import { type Hook, type HookCall, type HookView, hookSchema } from '../../shared/hook.ts';
import type { Database } from './database.ts';

/** A hook as it lies in the database; its secrets lie elsewhere. */
export interface StoredHook {
  hook: Hook;
  /** Milliseconds since 1970. */
  secretMadeAt: number;
  previousUntil: number | null;
}

/** What identifies a message, and what it said. */
export interface MessageKey {
  messageId: string;
  bodySha256: string;
}

/** Hooks, and what is remembered of their calls. */
export interface HookStore {
  list(): StoredHook[];
  find(name: string): StoredHook | null;
  /** Throws AppError storage.*, as all that write do. */
  save(hook: StoredHook): Promise<void>;
  /** What `save` writes, inside a transaction. */
  put(hook: StoredHook): void;
  /** With what is remembered of its calls; false when there is none. */
  remove(name: string): Promise<boolean>;
  /** Remembers a call and forgets those that are too old. Nothing is kept of a hook that is gone. */
  record(call: HookCall, key: MessageKey | null): Promise<void>;
  /** How the work ended that a call asked for. */
  finish(id: string, end: Pick<HookCall, 'state' | 'outcome' | 'analysisId'>): Promise<HookCall | null>;
  /** The call that was let in with this message before; null when it is new. */
  letIn(hook: string, messageId: string): { call: HookCall; bodySha256: string } | null;
  /** Newest first. */
  calls(hook: string, limit: number): HookCall[];
  /** Calls whose work has not ended, oldest first. */
  working(): HookCall[];
}

/** Far longer than a sender may be late (5 minutes), and than Standard Webhooks goes on trying (28 hours). */
const rememberedMs = 48 * 60 * 60 * 1_000;
/** The newest stay for the list however old they are. */
const alwaysKept = 200;

/** The hooks of a data folder. `now` in milliseconds since 1970. */
export function createHookStore(database: Database, now: () => number): HookStore {
  const { statement, read, write } = database;
  const callsOf = (hook: string, limit: number) =>
    read(() => statement(selectOfHook).all(hook, limit)).map(toCall);

  function put({ hook, secretMadeAt, previousUntil }: StoredHook): void {
    statement(upsertHook).run(hook.name, JSON.stringify(hook), secretMadeAt, previousUntil);
  }

  return {
    list: () => read(() => statement('SELECT * FROM hooks ORDER BY name').all()).map(toHook),
    find(name) {
      const row = read(() => statement('SELECT * FROM hooks WHERE name = ?').get(name));
      return row === undefined ? null : toHook(row);
    },
    save: (hook) => write(() => put(hook)),
    put,
    remove: (name) => write(() => statement('DELETE FROM hooks WHERE name = ?').run(name).changes > 0),
    record: (call, key) =>
      write(() => {
        statement(insertCall).run(
          call.id,
          call.hook,
          Date.parse(call.receivedAt),
          key?.messageId ?? null,
          key?.bodySha256 ?? null,
          call.type,
          call.status,
          call.state,
          call.outcome,
          call.photoId,
          call.analysisId,
          call.alertId,
          call.renderId,
          call.hook,
        );
        statement(deleteOld).run(call.hook, now() - rememberedMs, call.hook, alwaysKept);
      }),
    finish: (id, { state, outcome, analysisId }) =>
      write(() => {
        statement(updateEnd).run(state, outcome, analysisId, id);
        const row = statement(`${selectCalls} WHERE id = ?`).get(id);
        return row === undefined ? null : toCall(row);
      }),
    letIn(hook, messageId) {
      const row = read(() => statement(selectLetIn).get(hook, messageId));
      return row === undefined ? null : { call: toCall(row), bodySha256: String(row.body_sha256) };
    },
    calls: callsOf,
    working: () =>
      read(() => statement(`${selectCalls} WHERE state = 'working' ORDER BY sequence`).all()).map(toCall),
  };
}

/** A hook as a screen gets it. */
export function viewOf(
  { hook, secretMadeAt, previousUntil }: StoredHook,
  { lastCall, hasSecret }: { lastCall: HookCall | null; hasSecret: boolean },
): HookView {
  return {
    ...hook,
    secretMadeAt: hasSecret ? isoTime(secretMadeAt) : null,
    previousUntil: previousUntil === null ? null : isoTime(previousUntil),
    lastCall,
  };
}

const upsertHook = `
  INSERT INTO hooks VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
    body = excluded.body, secret_made_at = excluded.secret_made_at, previous_until = excluded.previous_until`;

const insertCall = `
  INSERT INTO hook_calls (id, hook, received_at, message_id, body_sha256, type, status, state, outcome, photo_id,
    analysis_id, alert_id, render_id)
  SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM hooks WHERE name = ?)`;

/** In the order they came, a few for each that comes: none of the many that are not old yet is looked at. */
const deleteOld = `
  DELETE FROM hook_calls
  WHERE sequence IN (SELECT sequence FROM hook_calls WHERE hook = ? ORDER BY sequence LIMIT 10)
    AND received_at < ?
    AND sequence <= (SELECT sequence FROM hook_calls WHERE hook = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?)`;

const updateEnd = `
  UPDATE hook_calls SET state = ?, outcome = ?, analysis_id = ? WHERE id = ? AND state = 'working'`;

const selectCalls = `
  SELECT id, hook, received_at, type, status, state, outcome, photo_id, analysis_id, alert_id, render_id, body_sha256
  FROM hook_calls`;
const selectOfHook = `${selectCalls} WHERE hook = ? ORDER BY sequence DESC LIMIT ?`;
const selectLetIn = `${selectCalls} WHERE hook = ? AND message_id = ? AND state <> 'refused'`;

type Row = Record<string, unknown>;

function toHook(row: Row): StoredHook {
  return {
    hook: hookSchema.parse(JSON.parse(String(row.body))),
    secretMadeAt: Number(row.secret_made_at),
    previousUntil: row.previous_until === null ? null : Number(row.previous_until),
  };
}

/** What was checked before it was written. */
function toCall(row: Row): HookCall {
  return {
    id: String(row.id),
    hook: String(row.hook),
    receivedAt: isoTime(Number(row.received_at)),
    type: textOrNull(row.type) as HookCall['type'],
    status: Number(row.status),
    state: row.state as HookCall['state'],
    outcome: String(row.outcome),
    photoId: textOrNull(row.photo_id),
    analysisId: textOrNull(row.analysis_id),
    alertId: textOrNull(row.alert_id),
    renderId: textOrNull(row.render_id),
  };
}

const textOrNull = (value: unknown) => (value === null ? null : String(value));
const isoTime = (ms: number) => new Date(ms).toISOString();
