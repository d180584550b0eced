import { expect, test } from 'vitest';
import { parse } from '../../../shared/rules/parse.ts';
import { print } from '../../../shared/rules/print.ts';
import type { Condition, Statement } from '../../../shared/rules/rule.ts';
import { asKind, conditionKinds, consequenceStarts, firstCondition, kindOf, startOf } from './form-starts.ts';

const statement = (change: Partial<Statement>): Statement => ({
  ...{ scope: null, when: null, unless: null, must: firstCondition, else: null },
  ...{ onPass: [], onFail: [] },
  ...change,
});
const readBack = (one: Statement) => parse(print({ version: 1, statements: [one] })).rule?.statements[0];
const kinds = conditionKinds.flatMap(({ items }) => items.map(({ value }) => value));

test.each(kinds)(
  'what the form begins %s with is written in words that are read back as the same',
  (kind) => {
    const must = asKind(kind, firstCondition);
    expect(kindOf(must)).toBe(kind);
    expect(readBack(statement({ must }))).toEqual(statement({ must }));
  },
);

test.each(Object.values(consequenceStarts))(
  'the consequence “$label” is read back as the same',
  ({ start }) => {
    const one = statement({ onFail: [start] });
    expect(readBack(one)).toEqual(one);
  },
);

test('the form begins with a channel and a template that are there', () => {
  const surroundings = { channels: ['Ops room'], templates: ['Mock-up', 'Story'] };
  expect(startOf('notify', surroundings)).toEqual({ do: 'notify', channel: 'Ops room' });
  expect(startOf('useTemplate', surroundings)).toEqual({ do: 'useTemplate', template: 'Mock-up' });
  expect(startOf('reject', surroundings)).toEqual({ do: 'reject' });
  for (const what of ['notify', 'useTemplate'] as const)
    expect(startOf(what, {})).toEqual(consequenceStarts[what].start);
});

test('a claim of another kind keeps its subject, and a group what it was made of', () => {
  const largest: Condition = {
    kind: 'claim',
    subject: { body: { kind: 'mug' }, quantifier: 'every', pick: { by: 'superlative', word: 'largest' } },
    predicate: { kind: 'onSurface' },
  };
  expect(asKind('claim.seenFromAbove', largest)).toEqual({
    ...largest,
    predicate: { kind: 'seenFromAbove' },
  });
  expect(asKind('any', largest)).toMatchObject({ kind: 'any', of: [largest, firstCondition] });
});
