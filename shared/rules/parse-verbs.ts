import type { Cursor } from './cursor.ts';
import type { Talk } from './parse-places.ts';
import type { Condition } from './rule.ts';

interface Verb {
  negated: boolean;
  /** Whether there was one that could say "not". */
  spoken: boolean;
}

/** "must not be", "is", "should never have", "do not"; nothing is fine as well. Null for "must" where it may not be. */
export function verbs(c: Cursor, talk: Talk): Verb | null {
  const start = c.at;
  const modals = ['must', 'may', 'needNot'] as const;
  if (talk.mood === 'looks' && c.sees(...modals)) return null;
  const modal = talk.mood === 'looks' ? null : c.take(...modals);
  if (modal === 'may' || modal === 'needNot') talk.grants = { at: start, all: modal === 'needNot' };
  let nots = 0;
  const not = () => {
    if (c.take('not')) nots += 1;
  };
  not();
  const done = c.take('do') !== null;
  not();
  const is = c.first(
    () => (c.take('be') ? 'be' : null),
    () => (c.words[c.at]?.word === 'without' ? null : c.take('have') ? 'have' : null),
  );
  not();
  if (c.sees('without') && c.take('without')) nots += 1;
  c.take('placed');
  c.take('have');
  if (c.sees('neither') && c.take('neither')) nots += 1;
  if (talk.strict && talk.mood === 'asks' && modal === null && is === 'be') return null;
  return { negated: nots % 2 === 1, spoken: modal !== null || done || nots > 0 };
}

/** Whether what was read from this word on only says what may be. "may be at most 3" still forbids more. */
export function allowsOnly(talk: Talk, start: number, condition: Condition, negative: boolean): boolean {
  const { grants } = talk;
  if (grants === null || grants.at < start) return false;
  return grants.all || !(negative || forbids(condition));
}

function forbids(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every(forbids);
    case 'not':
      return true;
    case 'count':
      return condition.limit.is === 'exactly' ? condition.limit.value === 0 : isUpper(condition.limit);
    case 'photo':
      return 'limit' in condition.is && isUpper(condition.is.limit);
    case 'claim':
      return (
        condition.subject.quantifier === 'no' ||
        ('limit' in condition.predicate && isUpper(condition.predicate.limit))
      );
  }
}

const isUpper = ({ is }: { is: string }) => is === 'atMost' || is === 'lessThan';
