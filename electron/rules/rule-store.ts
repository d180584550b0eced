import { AppError } from '../../shared/errors.ts';
import type { RuleRecord, RuleVersion } from '../../shared/rule-record.ts';
import { newId } from '../delivery/new-id.ts';
import type { Database } from '../store/database.ts';

export interface RuleDraft {
  /** A new one without it, put behind all others. */
  id?: string | undefined;
  /** The id that a new one gets, as it had elsewhere; one of its own when this is taken. */
  newId?: string | undefined;
  name: string;
  text: string;
  enabled: boolean;
}

/** The operator's rules and what they were before. What a text means is not known here. */
export interface RuleStore {
  /** In their order: the first is looked at first. */
  list(): RuleRecord[];
  /** Of all that ever were, also of removed ones. */
  ids(): string[];
  /** Throws AppError notFound, also for a removed one. */
  get(id: string): RuleRecord;
  /** All or none. Each change of words is a version of its own. Throws AppError notFound. */
  save(drafts: readonly RuleDraft[]): Promise<RuleRecord[]>;
  /** What `save` writes, inside a transaction; gives the ids. */
  put(drafts: readonly RuleDraft[]): string[];
  setEnabled(ids: readonly string[], enabled: boolean): Promise<void>;
  /** Puts these first, in this order; the others follow as they stood. */
  reorder(ids: readonly string[]): Promise<void>;
  /** What `reorder` writes, inside a transaction. */
  putFirst(ids: readonly string[]): void;
  /** Removed ones keep their history and can be brought back. Unknown ids are passed over; answers how many. */
  remove(ids: readonly string[]): Promise<number>;
  restore(ids: readonly string[]): Promise<number>;
  /** Newest first; also of a removed rule. Throws AppError notFound. */
  history(id: string): RuleVersion[];
}

/** `now` gives milliseconds since 1970. */
export function createRuleStore(database: Database, now: () => number): RuleStore {
  const { statement, read, write } = database;
  const gone = () => new AppError('notFound', 'This rule is not there any more. List the rules again.');

  const list = () => read(() => statement(selectAll).all()).map(readRule);

  function find(id: string): RuleRecord | null {
    const row = read(() => statement(selectOne).get(id));
    return row === undefined ? null : readRule(row);
  }

  function get(id: string): RuleRecord {
    const found = find(id);
    if (found === null) throw gone();
    return found;
  }

  /** Inside a transaction. */
  function saveOne({ id, name, text, enabled, newId: wanted }: RuleDraft): string {
    const at = now();
    if (id === undefined) {
      const isFree = wanted !== undefined && statement(selectWithId).get(wanted) === undefined;
      const added = isFree ? wanted : `rule_${newId(at)}`;
      const last = statement('SELECT coalesce(max(position), 0) AS last FROM rules').get();
      statement(insertRule).run(added, name, text, enabled ? 1 : 0, Number(last?.last) + 1, at);
      statement(insertVersion).run(added, 1, at, name, text);
      return added;
    }
    const old = get(id);
    const isNewVersion = old.name !== name || old.text !== text;
    const version = isNewVersion ? old.version + 1 : old.version;
    if (isNewVersion) statement(insertVersion).run(id, version, at, name, text);
    statement(updateRule).run(name, text, enabled ? 1 : 0, version, isNewVersion ? at : savedAtOf(old), id);
    return id;
  }

  /** Inside a transaction; answers how many rules it changed. */
  function changeEach(sql: string, ids: readonly string[], ...values: number[]): number {
    return ids.reduce((sum, id) => sum + Number(statement(sql).run(...values, id).changes), 0);
  }

  const put = (drafts: readonly RuleDraft[]) => drafts.map(saveOne);

  function putFirst(ids: readonly string[]): void {
    const moved = new Set(ids);
    const others = list().filter(({ id }) => !moved.has(id));
    for (const [index, id] of [...ids, ...others.map((rule) => rule.id)].entries())
      statement('UPDATE rules SET position = ? WHERE id = ?').run(index + 1, id);
  }

  return {
    list,
    ids: () => read(() => statement('SELECT id FROM rules').all()).map(({ id }) => String(id)),
    get,
    async save(drafts) {
      const ids = await write(() => put(drafts));
      return ids.map(get);
    },
    put,
    async setEnabled(ids, enabled) {
      await write(() => changeEach('UPDATE rules SET enabled = ? WHERE id = ?', ids, enabled ? 1 : 0));
    },
    reorder: (ids) => write(() => putFirst(ids)),
    putFirst,
    remove: (ids) => write(() => changeEach(removeRule, ids, now())),
    restore: (ids) => write(() => changeEach(restoreRule, ids)),
    history(id) {
      const rows = read(() => statement(selectVersions).all(id));
      if (rows.length === 0) throw gone();
      return rows.map(readVersion);
    },
  };
}

const selectAll = 'SELECT * FROM rules WHERE removed_at IS NULL ORDER BY position, id';
const selectOne = 'SELECT * FROM rules WHERE id = ? AND removed_at IS NULL';
/** Removed ones too. */
const selectWithId = 'SELECT 1 FROM rules WHERE id = ?';
const selectVersions = 'SELECT * FROM rule_versions WHERE rule_id = ? ORDER BY version DESC';
const insertRule = `
  INSERT INTO rules (id, name, text, enabled, position, version, saved_at) VALUES (?, ?, ?, ?, ?, 1, ?)`;
const insertVersion =
  'INSERT INTO rule_versions (rule_id, version, saved_at, name, text) VALUES (?, ?, ?, ?, ?)';
const updateRule = `
  UPDATE rules SET name = ?, text = ?, enabled = ?, version = ?, saved_at = ? WHERE id = ?`;
const removeRule = 'UPDATE rules SET removed_at = ? WHERE id = ? AND removed_at IS NULL';
const restoreRule = 'UPDATE rules SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL';

const savedAtOf = ({ savedAt }: RuleRecord) => Date.parse(savedAt);

function readRule(row: Record<string, unknown>): RuleRecord {
  return {
    id: String(row.id),
    name: String(row.name),
    text: String(row.text),
    enabled: row.enabled === 1,
    version: Number(row.version),
    savedAt: new Date(Number(row.saved_at)).toISOString(),
  };
}

function readVersion(row: Record<string, unknown>): RuleVersion {
  return {
    version: Number(row.version),
    savedAt: new Date(Number(row.saved_at)).toISOString(),
    name: String(row.name),
    text: String(row.text),
  };
}
