import type {
  Condition,
  NumberLimit,
  PhotoClaim,
  Predicate,
  Region,
  Rule,
  RuleBody,
  RuleLength,
  Statement,
  Subject,
  superlatives,
} from './rule.ts';

/** Builders for the tests of judging. */
export const every: Subject = { body: { kind: 'mug' }, quantifier: 'every', pick: null };
export const some: Subject = { ...every, quantifier: 'some' };
export const no: Subject = { ...every, quantifier: 'no' };

export function picked(word: (typeof superlatives)[number]): Subject {
  return { ...every, pick: { by: 'superlative', word } };
}

export function object(label: string): RuleBody {
  return { kind: 'object', label };
}

export function length(value: number, unit: RuleLength['unit'] = 'px'): RuleLength {
  return { value, unit };
}

export function claim(predicate: Predicate, subject: Subject = every): Condition {
  return { kind: 'claim', subject, predicate };
}

export function count(
  limit: NumberLimit,
  region: Region | null = null,
  body: RuleBody = every.body,
): Condition {
  return { kind: 'count', body, limit, in: region };
}

export function photo(is: PhotoClaim): Condition {
  return { kind: 'photo', is };
}

export function ruleOf(must: Condition | null, more: Partial<Statement> = {}): Rule {
  const statement = { scope: null, when: null, unless: null, else: null, onPass: [], onFail: [] };
  return { version: 1, statements: [{ ...statement, must, ...more }] };
}
