import {
  type WorkflowInput,
  type WorkflowRun,
  workflowInputSchema,
  workflowRunSchema,
} from '../../shared/workflow.ts';
import type { Database } from './database.ts';

/** A run with what was asked for, to go on with it after a crash. */
export interface StoredRun {
  run: WorkflowRun;
  input: WorkflowInput;
  /** The process that works on it. */
  owner: string;
}

/** Every photo on its road through the whole workflow, step by step. */
export interface WorkflowStore {
  find(id: string): StoredRun | null;
  save(stored: StoredRun): Promise<void>;
  /** Those under way, oldest first. */
  unfinished(): StoredRun[];
}

const keptMs = 30 * 86_400_000;

/** The runs of a data folder. `now` gives milliseconds since 1970. */
export function createWorkflowStore({ database, now }: { database: Database; now(): number }): WorkflowStore {
  const { statement, read, write } = database;
  return {
    find(id) {
      const row = read(() => statement('SELECT * FROM workflow_runs WHERE id = ?').get(id));
      return row === undefined ? null : storedOf(row);
    },
    save: ({ run, input, owner }) =>
      write(() => {
        const endedAt = run.endedAt === null ? null : Date.parse(run.endedAt);
        statement(upsert).run(run.id, now(), endedAt, owner, JSON.stringify({ run, input }));
        statement('DELETE FROM workflow_runs WHERE ended_at < ?').run(now() - keptMs);
      }),
    unfinished: () => read(() => statement(selectUnfinished).all()).map(storedOf),
  };
}

const upsert = `
  INSERT INTO workflow_runs (id, started_at, ended_at, owner, body) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, owner = excluded.owner, body = excluded.body`;
const selectUnfinished = 'SELECT * FROM workflow_runs WHERE ended_at IS NULL ORDER BY started_at';

function storedOf({ owner, body }: Record<string, unknown>): StoredRun {
  const { run, input } = JSON.parse(String(body));
  return {
    run: workflowRunSchema.parse(run),
    input: workflowInputSchema.parse(input),
    owner: String(owner),
  };
}
