import type { Cursor } from './cursor.ts';
import { claimed, isMutual, type Part } from './parse-claims.ts';
import { endsClaim } from './parse-ends.ts';
import { countLimit, saidSo } from './parse-limits.ts';
import { body, mention, region, type Talk } from './parse-places.ts';
import { predicate } from './parse-predicates.ts';
import { qualified } from './parse-subject-clause.ts';
import { saysThat, traits } from './parse-traits.ts';
import { verbs } from './parse-verbs.ts';
import type { Condition, NumberLimit, Predicate, RuleBody, Trait } from './rule.ts';

export const opposite = {
  atLeast: 'lessThan',
  lessThan: 'atLeast',
  atMost: 'moreThan',
  moreThan: 'atMost',
} as const;

/** So many of them; of a forbidden number its opposite. */
export function countOf(
  what: RuleBody,
  limit: NumberLimit,
  where: Extract<Condition, { kind: 'count' }>['in'],
  negated: boolean,
): Condition {
  const count = (held: NumberLimit): Condition => ({ kind: 'count', body: what, limit: held, in: where });
  if (!negated) return count(limit);
  if (limit.is === 'between' || limit.is === 'about' || limit.is === 'exactly')
    return { kind: 'not', of: count(limit) };
  return count({ is: opposite[limit.is], value: limit.value });
}

/** "exactly three mugs", "no laptop", "a mug", with where they are. */
export function amount(c: Cursor, talk: Talk, negated: boolean, bare = true): Condition | null {
  const only = c.sees('only');
  const said = c.first<NumberLimit>(
    () => countLimit(c),
    () => (c.take('no') ? { is: 'exactly', value: 0 } : null),
    () => (c.take('any', 'a') ? { is: 'atLeast', value: 1 } : null),
    () => (bare ? { is: 'atLeast', value: 1 } : null),
  );
  c.take('by');
  const what = said && body(c);
  if (!said || !what || !isWhole(said)) return null;
  let limit = orMore(c, said);
  const { also } = c;
  c.also = null;
  if (also !== null && negated) return null;
  if (what.kind === 'object') mention(talk, what);
  const isThat = saysThat(c);
  c.first(() => {
    const at = c.at;
    const must = c.take('must', 'may');
    if (must && talk.mood === 'looks') return null;
    if (must === 'may') {
      talk.grants = { at, all: false };
      if (only && limit.is === 'exactly') limit = { is: 'atMost', value: limit.value };
    }
    c.take('be');
    c.take('placed');
    c.take('visible');
    return true;
  });
  const where = isThat ? null : c.first(() => (c.take('in') ? region(c) : null));
  c.take('perPhoto');
  const isExact = limit.is === 'exactly';
  const narrow = negated
    ? null
    : c.first(() => narrowedBy(c, talk, what, isExact && !isThat && !saysThat(c)));
  // "photos with a laptop in it"
  c.first(() => (where === null && c.take('in') ? c.take('it') : null));
  // "no mug" that is forbidden is at least one.
  if (negated && limit.is === 'exactly' && limit.value === 0)
    return countOf(what, { is: 'atLeast', value: 1 }, where, false);
  if (negated && limit.is === 'atLeast' && limit.value === 1)
    return countOf(what, { is: 'exactly', value: 0 }, where, false);
  const first = countOf(what, limit, where, negated);
  if (narrow && also === null && first.kind === 'count') {
    if (narrow.kind === 'those') return { ...first, where: narrow.traits };
    const about = { body: what, quantifier: 'every', pick: null } as const;
    return { kind: 'all', of: [first, claimed(about, narrow.is, narrow.not)] };
  }
  return also === null
    ? first
    : { kind: 'all', of: [first, countOf(what, also as NumberLimit, where, false)] };
}

/** "at least 2 mugs must have the handle on the left"; "six mugs must be in a grid" is so of all of them. */
type Narrowing = { kind: 'those'; traits: Trait[] } | { kind: 'together'; is: Predicate; not: boolean };

function narrowedBy(c: Cursor, talk: Talk, what: RuleBody, isExact: boolean): Narrowing | null {
  return c.first<Narrowing>(
    () => {
      const found = traits(c, talk, what);
      if (!found || !endsClaim(c)) return null;
      const [only] = found;
      // "The two mugs must be 5 cm apart": from each other.
      return isExact && only && found.length === 1 && isMutual(only.is, what)
        ? { kind: 'together', ...only }
        : { kind: 'those', traits: found };
    },
    () => {
      const found = predicate(c, { ...talk, about: what });
      if (!found || found.negated || found.more || found.isThere || !endsClaim(c)) return null;
      const { predicate: is } = found;
      const isTogether = is.kind === 'arranged' || is.kind === 'evenlySpaced' || is.kind === 'similarSize';
      return isTogether ? { kind: 'together', is, not: false } : null;
    },
  );
}

/** "three quarters of the mug" is no number of mugs. */
const isWhole = (limit: NumberLimit) =>
  limit.is === 'between'
    ? Number.isInteger(limit.low) && Number.isInteger(limit.high)
    : Number.isInteger(limit.value);

/** "three mugs or fewer". */
function orMore(c: Cursor, limit: NumberLimit): NumberLimit {
  const more = limit.is === 'exactly' ? c.take('orMore', 'orLess') : null;
  return more && limit.is === 'exactly'
    ? { is: more === 'orMore' ? 'atLeast' : 'atMost', value: limit.value }
    : limit;
}

export function there(c: Cursor, talk: Talk): Part | null {
  if (!c.take('there') && !(talk.mood === 'asks' && c.take('expect'))) return null;
  const verb = verbs(c, talk);
  if (!verb) return null;
  return c.first<Part>(
    () => {
      const found = amount(c, talk, verb.negated);
      return found && { condition: found, negative: verb.negated, continued: false };
    },
    () => {
      const found = verb.negated ? null : qualified(c, { ...talk, mood: 'looks' });
      return found && { ...found, continued: false };
    },
  );
}

/** "no laptop or book", "at least one mug and one laptop": more of what there must be. */
export function moreCounted(c: Cursor, talk: Talk, previous: Part): Part | null {
  const { condition: before } = previous;
  if (before.kind !== 'count') return null;
  const start = c.at;
  // "at least 2 mugs and no more than 5"
  const bound = c.sees('atLeast', 'atMost', 'moreThan', 'lessThan') ? c.first(() => countLimit(c)) : null;
  if (bound)
    return endsClaim(c)
      ? { condition: { ...before, limit: bound }, negative: false, continued: false }
      : null;
  const none = before.limit.is === 'exactly' && before.limit.value === 0;
  const article = c.take('a', 'any') !== null;
  // "if there is no laptop or a book" may well look for the book; "there must be no laptop or a book" forbids it.
  const neither = none && (previous.negative || !article || talk.mood === 'asks');
  const number = article ? null : c.first(() => c.number());
  const what = body(c);
  if (!what || (number !== null && neither)) return null;
  const where = c.first(() => (c.take('in') ? region(c) : null));
  c.take('perPhoto');
  if (!endsClaim(c)) return null;
  if (what.kind === 'object') mention(talk, what);
  const count = (limit: NumberLimit): Condition => ({
    kind: 'count',
    body: what,
    limit,
    in: where ?? before.in,
  });
  if (neither && article && !previous.negative) c.assume(start, 'Taken as neither of them.');
  if (neither)
    return { condition: count(before.limit), negative: previous.negative, continued: false, neither: true };
  const { is } = before.limit;
  if (number === null)
    return { condition: count({ is: 'atLeast', value: 1 }), negative: false, continued: false };
  if (is === 'between' || is === 'about') return null;
  if (is !== 'exactly') c.assume(start, `Taken as “${saidSo[is]}” as well.`);
  return { condition: count({ is, value: number }), negative: false, continued: false };
}

/** A bare amount: "no more than three cups". */
export function counted(c: Cursor, talk: Talk): Condition | null {
  // A plural alone ("mugs") asks for nothing.
  const found = amount(c, talk, false, false);
  if (!found) return null;
  const forbidden = c.first(() => {
    c.take('must');
    c.take('be');
    return c.take('forbidden');
  });
  if (!forbidden || found.kind !== 'count') return found;
  if (found.limit.is === 'atLeast' && found.limit.value === 1)
    return { ...found, limit: { is: 'exactly', value: 0 } };
  return countOf(found.body, found.limit, found.in, true);
}

/** "the number of mugs must be at least 3". */
export function number(c: Cursor, talk: Talk): Condition | null {
  c.take('a');
  const what = c.first(
    () => (c.take('numberOf') ? body(c) : null),
    () => {
      const counted = body(c);
      return counted && c.take('count') ? counted : null;
    },
  );
  if (!what) return null;
  const where = c.first(() => (c.take('in') ? region(c) : null));
  const verb = verbs(c, talk);
  const limit = verb && countLimit(c);
  return limit && countOf(what, limit, where, verb.negated);
}
