import { describe, expect, it, test } from 'vitest';
import { conflictsOf } from './conflicts.ts';
import { parse } from './parse.ts';
import { starterGroups, starterRules } from './starter.ts';

describe('the starter rules', () => {
  test.each(starterRules.map(({ id, text }) => [id, text]))('%s is understood word for word', (_, text) => {
    const { rule, confidence, problems } = parse(text, {});
    expect(problems).toEqual([]);
    expect(rule).not.toBeNull();
    expect(confidence).toBe(1);
  });

  it('are at least twenty, in every group, each with its own id, name and reason', () => {
    expect(starterRules.length).toBeGreaterThanOrEqual(20);
    expect(new Set(starterRules.map(({ group }) => group))).toEqual(new Set(starterGroups));
    for (const field of ['id', 'name', 'text', 'why'] as const) {
      expect(new Set(starterRules.map((rule) => rule[field])).size).toBe(starterRules.length);
    }
  });

  test.each(starterGroups)('those of the group %s go together', (group) => {
    const rules = starterRules
      .filter((rule) => rule.group === group)
      .flatMap(({ id, name, text }) => {
        const { rule } = parse(text, {});
        return rule ? [{ id, name, rule }] : [];
      });
    expect(conflictsOf(rules)).toEqual([]);
  });
});
