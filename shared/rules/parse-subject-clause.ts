import type { Cursor } from './cursor.ts';
import { claimed, claims, group, handleClaims, isMutual, type Part, stated } from './parse-claims.ts';
import { endsClaim } from './parse-ends.ts';
import { body, namedBody, type Talk } from './parse-places.ts';
import { type AttributeTerm, adjective, attributeLimit, handleWay, predicate } from './parse-predicates.ts';
import { narrowed, subject } from './parse-subjects.ts';
import { attributeNames } from './parse-traits.ts';
import { verbs } from './parse-verbs.ts';
import type { Condition, Subject } from './rule.ts';
import type { Term } from './vocabulary.ts';

export function subjectClause(c: Cursor, talk: Talk): Part | null {
  const notEvery = c.take('notEvery') !== null;
  const about = notEvery ? everyOf(c, talk) : (twoOf(c, talk) ?? subject(c, talk));
  if (notEvery) talk.each = true;
  if (!about) return null;
  const plain = (condition: Condition): Part => ({
    condition: notEvery ? { kind: 'not', of: condition } : condition,
    negative: false,
    continued: false,
  });

  c.take('colon');
  // "the mug's handle must point right", "mug width at least 5 cm"
  const owned = c.first<Condition>(
    () => {
      if (!c.take('handle')) return null;
      const verb = verbs(c, talk);
      const found = verb && handleWay(c);
      return found && handleClaims(c, talk, about, found.predicate, found.negated !== verb.negated);
    },
    () => {
      const name = c.take(...attributeNames) as AttributeTerm | null;
      const verb = name && verbs(c, talk);
      const found = name && verb && attributeLimit(c, name);
      return found && verb && stated(c, talk, about, found, verb.negated);
    },
  );
  if (owned) {
    talk.subject = about;
    return plain(owned);
  }
  const shared = notEvery ? null : c.first(() => sharedClause(c, talk, about));
  if (shared) return shared;
  const verb = verbs(c, talk);
  if (!verb) return null;
  const inner = { ...talk, subject: about };
  const found = claims(c, inner, about, verb.negated, false);
  if (!found) return null;
  Object.assign(talk, inner);
  return notEvery ? plain(found.condition) : found;
}

/** "if two mugs overlap": some one and another. */
function twoOf(c: Cursor, talk: Talk): Subject | null {
  if (talk.mood === 'asks') return null;
  return c.first<Subject>(() => {
    c.take('any');
    if (c.number() !== 2) return null;
    const what = body(c);
    if (!what || !c.sees('overlap', 'touching')) return null;
    return { body: what, quantifier: 'some', pick: null };
  });
}

function everyOf(c: Cursor, talk: Talk): Subject | null {
  const what = namedBody(c);
  return what && narrowed(c, talk, { body: what, quantifier: 'every', pick: null });
}

const verbTerms = ['must', 'may', 'needNot', 'be', 'have', 'do', 'not', 'overlap', 'touching'] as const;

/** "The mug and the bottle must not overlap", "no mug or bottle may be near the edge". */
function sharedClause(c: Cursor, talk: Talk, first: Subject): Part | null {
  const all = [first];
  let join: Term | null = null;
  for (;;) {
    const next = c.first(() => {
      const comma = c.take('comma');
      const word = c.take('and', 'or');
      if (!comma && !word) return null;
      const found = subject(c, talk);
      return found && { found, word };
    });
    if (!next) break;
    join = next.word ?? join;
    all.push(first.quantifier === 'no' ? { ...next.found, quantifier: 'no' } : next.found);
  }
  const [, second] = all;
  if (!second || !join || !c.sees(...verbTerms)) return null;
  const verb = verbs(c, talk);
  if (!verb) return null;
  const start = c.at;
  const pair = all.length === 2 && join === 'and' ? second.body : first.body;
  talk.about = pair;
  const found = predicate(c, talk);
  if (found?.isThere && c.also === null) {
    const none = (first.quantifier === 'no') !== verb.negated;
    const limit = none ? ({ is: 'exactly', value: 0 } as const) : ({ is: 'atLeast', value: 1 } as const);
    const of = all.map((one): Condition => ({ kind: 'count', body: one.body, limit, in: null }));
    if (all.some(({ body: { kind }, pick }) => pick !== null || (kind === 'mug' && !none))) return null;
    return { condition: group(join === 'or' && !none ? 'any' : 'all', of), negative: none, continued: false };
  }
  if (!found || c.also !== null || found.more || found.isThere) return null;
  const { predicate: is } = found;
  const turned = found.negated !== verb.negated;
  const negative = verb.negated || first.quantifier === 'no';
  talk.subject = null;
  if (join === 'and' && isMutual(is, pair)) {
    if (all.length > 2) return null;
    if (talk.loose) c.assume(start, 'Taken as: the ones and the others, not among themselves.');
    const about: Subject = talk.mood === 'looks' ? { ...first, quantifier: 'some' } : first;
    return { condition: claimed(about, is, turned), negative, continued: false };
  }
  const any = join === 'or' && !negative;
  const of = all.map((about) => claimed(about, is, turned));
  return { condition: group(any ? 'any' : 'all', of), negative, continued: false };
}

/** "no small mugs", "overlapping mugs are forbidden", "if there is a tilted mug". */
export function qualified(c: Cursor, talk: Talk): Part | null {
  const none = c.take('no', 'any', 'a') === 'no';
  const is = adjective(c);
  const what = is && body(c);
  if (!is || !what) return null;
  c.first(() => {
    c.take('must', 'may', 'be');
    return c.take('be', 'placed', 'visible') ?? true;
  });
  const forbidden = c.first(() => {
    c.take('must');
    c.take('be');
    return c.take('forbidden');
  });
  if (!endsClaim(c) || (talk.mood === 'asks' && !none && !forbidden)) return null;
  const denied = none || forbidden !== null;
  const some: Subject = { body: what, quantifier: denied ? 'no' : 'some', pick: null };
  talk.subject = { ...some, quantifier: 'every' };
  return { condition: claimed(some, is.predicate, is.negated), negative: denied, continued: false };
}
