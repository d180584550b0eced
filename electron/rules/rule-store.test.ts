import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../store/database.ts';
import { createRuleStore, type RuleStore } from './rule-store.ts';

describe('the store of rules', () => {
  let dir: string;
  let database: Database;
  let rules: RuleStore;
  let now = Date.UTC(2026, 10, 1);

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'h200-rules-'));
    database = openDatabase(path.join(dir, 'h200.sqlite'));
    rules = createRuleStore(database, () => (now += 1_000));
  });
  afterEach(() => {
    database.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const add = async (name: string, text = `${name}.`) => {
    const [rule] = await rules.save([{ name, text, enabled: true }]);
    if (rule === undefined) throw new Error('Nothing was saved.');
    return rule;
  };
  const names = () => rules.list().map(({ name }) => name);

  it('puts a new rule behind the others and moves rules to the front in the order asked for', async () => {
    const [a, b, c] = [await add('a'), await add('b'), await add('c')];
    expect(names()).toEqual(['a', 'b', 'c']);
    await rules.reorder([c.id, a.id]);
    expect(names()).toEqual(['c', 'a', 'b']);
    await add('d');
    expect(names()).toEqual(['c', 'a', 'b', 'd']);
    expect(rules.get(b.id).name).toBe('b');
  });

  it('keeps every wording as a version, and a switch as none', async () => {
    const { id } = await add('centre', 'Mugs must be centred.');
    await rules.save([{ id, name: 'centre', text: 'Mugs must be upright.', enabled: true }]);
    await rules.setEnabled([id], false);
    await rules.save([{ id, name: 'centre', text: 'Mugs must be upright.', enabled: true }]);
    expect(rules.get(id)).toMatchObject({ version: 2, enabled: true });
    expect(rules.history(id).map(({ version, text }) => [version, text])).toEqual([
      [2, 'Mugs must be upright.'],
      [1, 'Mugs must be centred.'],
    ]);
  });

  it('brings a removed rule back to its place, with its history', async () => {
    const [a] = [await add('a'), await add('b')];
    expect(await rules.remove([a.id, 'nobody'])).toBe(1);
    expect(names()).toEqual(['b']);
    expect(() => rules.get(a.id)).toThrow('not there any more');
    expect(rules.history(a.id)).toHaveLength(1);
    expect(await rules.restore([a.id])).toBe(1);
    expect(names()).toEqual(['a', 'b']);
  });

  it('saves all of several or none', async () => {
    const drafts = [
      { name: 'new', text: 'new', enabled: true },
      { id: 'nobody', name: 'x', text: 'x', enabled: true },
    ];
    await expect(rules.save(drafts)).rejects.toMatchObject({ code: 'notFound' });
    expect(names()).toEqual([]);
  });
});
