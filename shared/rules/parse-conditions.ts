import type { Cursor } from './cursor.ts';
import { claimed, claims, group, type Part } from './parse-claims.ts';
import { counted, moreCounted, number, there } from './parse-counts.ts';
import { endsClaim } from './parse-ends.ts';
import { imperative } from './parse-orders.ts';
import { attributeOf, distanceBetween, evenSpacing, handleClause } from './parse-parts.ts';
import { photoPredicate } from './parse-photo.ts';
import { photo, turned } from './parse-photo-clauses.ts';
import { everyMug, type Talk } from './parse-places.ts';
import { handleSide } from './parse-predicates.ts';
import { qualified, subjectClause } from './parse-subject-clause.ts';
import { subject } from './parse-subjects.ts';
import { allowsOnly, verbs } from './parse-verbs.ts';
import type { Condition } from './rule.ts';

/** How deep parentheses may go. */
const deepest = 20;

/** What lists may be joined by: in front of "then" a comma does not join. */
export interface Joining {
  commas: boolean;
}

/** "A, B and C", "A or (B and C)". */
export function condition(c: Cursor, talk: Talk, joining: Joining, depth = 0): Condition | null {
  const first = part(c, talk, joining, depth, null);
  if (!first) return null;
  const parts = [first];
  const joins: ('and' | 'or' | null)[] = [];
  for (;;) {
    const previous = parts.at(-1) ?? first;
    const next = c.first(() => {
      const comma = c.take('comma') !== null;
      const word = c.take('and', 'or') as 'and' | 'or' | null;
      // "evenly spaced with a gap of …": more of the same.
      const more = !word && c.sees('with');
      if (!comma && !word && !more) return null;
      if (comma && !word && !joining.commas && !more) return null;
      const found = more ? continuation(c, talk, previous) : part(c, talk, joining, depth, previous);
      return found && { word: more ? 'and' : word, found };
    });
    if (!next) break;
    parts.push(next.found);
    joins.push(next.word);
  }
  return joined(c, talk, parts, joins);
}

/** "and" binds before "or"; a comma is what the next word is. */
function joined(c: Cursor, talk: Talk, parts: Part[], words: ('and' | 'or' | null)[]): Condition {
  let following: 'and' | 'or' = 'and';
  const joins = words.toReversed().map((word) => {
    following = word ?? following;
    return following;
  });
  joins.reverse();
  // "must not be near the edge or the laptop": neither.
  const meant = joins.map((join, index) => {
    const [before, after] = [parts[index], parts[index + 1]];
    if (after?.neither) return 'and';
    if (!after?.continued || !before?.negative || !after.negative) return join;
    if (join === 'and') c.assume(c.at - 1, 'Taken as neither the one nor the other.');
    return 'and';
  });
  if (meant.includes('and') && meant.includes('or')) {
    c.assume(c.at - 1, 'Taken as “and” before “or”; parentheses say it otherwise.');
  }
  const { quantifier, pick } = talk.subject ?? everyMug;
  if (
    pick === null &&
    quantifier === 'every' &&
    meant.some((join, index) => join === 'or' && saysMore(parts[index + 1]))
  ) {
    c.assume(c.at - 1, 'Taken as: all of them the one, or all of them the other.');
  }
  const groups: Condition[][] = [[]];
  parts.forEach(({ condition }, index) => {
    if (meant[index - 1] === 'or') groups.push([]);
    groups.at(-1)?.push(condition);
  });
  const [only, ...more] = groups.map((of) => group('all', of));
  return more.length === 0 && only ? only : group('any', only ? [only, ...more] : more);
}

/** A claim without a subject of its own. */
const saysMore = (part?: Part) => part?.continued === true && part.condition.kind === 'claim';

function part(c: Cursor, talk: Talk, joining: Joining, depth: number, previous: Part | null): Part | null {
  const start = c.at;
  talk.grants = null;
  const found = anyPart(c, talk, joining, depth, previous);
  if (found && allowsOnly(talk, start, found.condition, found.negative))
    c.refuse(start, 'This allows something, and asks for nothing.', ['must', 'must not']);
  talk.grants = null;
  return found;
}

function anyPart(c: Cursor, talk: Talk, joining: Joining, depth: number, previous: Part | null): Part | null {
  const plain = (condition: Condition | null): Part | null =>
    condition && { condition, negative: false, continued: false };
  if (c.sees('open')) {
    if (depth >= deepest) return null;
    c.take('open');
    const inner = condition(c, talk, { ...joining, commas: true }, depth + 1);
    return inner && c.take('close') ? plain(inner) : null;
  }
  return c.first<Part>(
    () => {
      if (depth >= deepest || !c.take('not') || !c.sees('open')) return null;
      const inner = part(c, talk, joining, depth + 1, null);
      return inner && plain({ kind: 'not', of: inner.condition });
    },
    () => (previous ? moreCounted(c, talk, previous) : null),
    () => (previous ? otherHandle(c, talk, previous) : null),
    // "… and either centred or in the left third": of each by itself.
    () => (previous && c.sees('either') ? eachOne(continuation(c, talk, previous)) : null),
    () => {
      if (!c.take('either')) return null;
      const one = clause(c, talk) ?? continuation(c, talk, previous);
      const other = one && c.take('or') ? (clause(c, talk) ?? continuation(c, talk, one)) : null;
      if (!one || !other) return null;
      return {
        condition: joined(c, talk, [one, other], ['or']),
        negative: one.negative,
        continued: one.continued,
      };
    },
    () => clause(c, talk),
    () => (previous ? morePhoto(c, talk, previous) : null),
    () => (previous ? continuation(c, talk, previous) : null),
    // "centred within 5 %" alone is about every mug.
    () => {
      if (previous || talk.mood !== 'asks' || talk.strict) return null;
      const start = c.at;
      const verb = verbs(c, talk);
      const found = verb && claims(c, { ...talk, subject: everyMug }, everyMug, verb.negated, false);
      if (found) {
        talk.subject = everyMug;
        c.assume(start, 'Taken as about every mug.');
      }
      return found;
    },
  );
}

const eachOne = (found: Part | null) =>
  found?.condition.kind === 'claim' && found.condition.predicate.kind === 'either' ? found : null;

/** "the leftmost mug must have its handle on the left and the rightmost mug on the right". */
function otherHandle(c: Cursor, talk: Talk, { condition }: Part): Part | null {
  if (condition.kind !== 'claim' || condition.predicate.kind !== 'handle') return null;
  const start = c.at;
  const about = subject(c, talk);
  const found = about && handleSide(c);
  if (!about || !found || !endsClaim(c)) return null;
  c.assume(start, 'Taken as its handle.');
  talk.subject = about;
  return {
    condition: { kind: 'claim', subject: about, predicate: found },
    negative: false,
    continued: false,
  };
}

/** "the photo must be square or landscape". */
function morePhoto(c: Cursor, talk: Talk, previous: Part): Part | null {
  const { condition } = previous;
  const negative = condition.kind === 'not';
  const before = negative ? condition.of : condition;
  if (before.kind !== 'photo') return null;
  c.take('be');
  // "at least 2000 px wide and 1000 px high": both at least.
  const is = 'limit' in before.is ? before.is.limit.is : 'exactly';
  const found = photoPredicate(c, talk.mood, is === 'between' ? 'exactly' : is);
  return found && { condition: turned(found, negative), negative, continued: true };
}

/** "… and at least 4 cm apart", "… or overlap a book": more of the last subject. */
function continuation(c: Cursor, talk: Talk, previous: Part | null): Part | null {
  const verb = verbs(c, talk);
  if (!verb) return null;
  const about = talk.subject ?? everyMug;
  const spoken = verb.spoken;
  const negated = spoken ? verb.negated : previous?.negative === true && about.quantifier !== 'no';
  const before = previous?.condition;
  if (before?.kind === 'claim' && before.predicate.kind === 'centred' && before.subject === about) {
    // "centred horizontally but not vertically"
    const { predicate } = before;
    const found = c.first(() => {
      const along = c.take('horizontally', 'vertically');
      return along && endsClaim(c) ? (along === 'horizontally' ? 'horizontal' : 'vertical') : null;
    });
    if (found) {
      const condition = claimed(about, { ...predicate, axis: found }, negated);
      return { condition, negative: negated, continued: true };
    }
  }
  return claims(c, talk, about, negated, true);
}

/** A condition with a subject of its own. A new kind of sentence is one more line here. */
function clause(c: Cursor, talk: Talk): Part | null {
  const plain = (condition: Condition | null): Part | null =>
    condition && { condition, negative: false, continued: false };
  return c.first<Part>(
    () => there(c, talk),
    () => {
      const found = photo(c, talk);
      return found && { condition: found, negative: found.kind === 'not', continued: false };
    },
    () => plain(number(c, talk)),
    () => plain(evenSpacing(c, talk)),
    () => plain(distanceBetween(c, talk)),
    () => plain(attributeOf(c, talk)),
    () => {
      const found = handleClause(c, talk);
      const denied = found?.kind === 'not' || (found?.kind === 'claim' && found.subject.quantifier === 'no');
      return found && { condition: found, negative: denied, continued: false };
    },
    () => (talk.mood === 'asks' ? imperative(c, talk) : null),
    () => subjectClause(c, talk),
    () => qualified(c, talk),
    () => plain(counted(c, talk)),
  );
}
