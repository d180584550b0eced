import type { Cursor } from './cursor.ts';
import { endsClaim } from './parse-ends.ts';
import { withBothEnds } from './parse-limits.ts';
import { namedBody, region, type Talk, target } from './parse-places.ts';
import { handleSide, predicate } from './parse-predicates.ts';
import { oneOf } from './parse-traits.ts';
import type { Condition, NumberLimit, Predicate, RuleBody, Subject } from './rule.ts';

/** A condition of a list, and how it came to be: "… and at least 4 cm apart" goes on about what was said before. */
export interface Part {
  condition: Condition;
  /** It was forbidden: "must not be near the edge". */
  negative: boolean;
  /** It has no subject of its own. */
  continued: boolean;
  /** "no laptop or book": neither of them. */
  neither?: true;
}

export function group(kind: 'all' | 'any', of: Condition[]): Condition {
  return of.length === 1 && of[0] ? of[0] : { kind, of };
}

/** The claim that this subject is so; of a forbidden one that it is not. */
export function claimed(about: Subject, predicate: Predicate, negated: boolean): Condition {
  if (!negated) return { kind: 'claim', subject: about, predicate };
  const turned = { every: 'no', no: 'every', some: 'every' } as const;
  const claim: Condition = {
    kind: 'claim',
    subject: { ...about, quantifier: turned[about.quantifier] },
    predicate,
  };
  return about.quantifier === 'some' ? { kind: 'not', of: claim } : claim;
}

/** A claim as it is looked at: "if the mug is not upright" is so when one of them is not. */
export function stated(c: Cursor, talk: Talk, about: Subject, is: Predicate, negated: boolean): Condition {
  const open =
    talk.mood === 'looks' && about.quantifier === 'every' && !about.pick && !talk.each && !isTogether(is);
  if (!open) return claimed(about, is, negated);
  const claim: Condition = { kind: 'claim', subject: about, predicate: is };
  if (negated) return isMutual(is, about.body) ? claimed(about, is, true) : { kind: 'not', of: claim };
  // Said once of a sentence.
  if (talk.open.length === 0) c.assume(c.at - 1, `Taken as every ${nameOf(about.body)}.`);
  talk.open.push({ claim, note: talk.open[0]?.note ?? c.notes.at(-1) });
  return claim;
}

const nameOf = (body: RuleBody) => (body.kind === 'mug' ? 'mug' : body.label);

/** What people are told of is one that is so; "every" is meant where something is made of the photo. */
export function settle({ open }: Talk, isFault: boolean) {
  for (const { claim, note } of open) {
    if (!isFault || claim.kind !== 'claim') continue;
    claim.subject = { ...claim.subject, quantifier: 'some' };
    if (note) note.message = `Taken as at least one ${nameOf(claim.subject.body)}.`;
  }
}

/** What all of them are together. */
const isTogether = ({ kind }: Predicate) =>
  kind === 'arranged' || kind === 'evenlySpaced' || kind === 'similarSize';

/** Said of two things that stand to each other so. */
export function isMutual(is: Predicate, other: RuleBody): boolean {
  const same = (what: RuleBody) =>
    what.kind === other.kind && (what.kind === 'mug' || other.kind === 'mug' || what.label === other.label);
  if (is.kind === 'overlaps') return same(is.body);
  if (is.kind !== 'distance') return false;
  const { to } = is;
  return to.kind === 'otherMugs' ? other.kind === 'mug' : to.kind === 'object' && same(to);
}

export function claims(
  c: Cursor,
  talk: Talk,
  subject: Subject,
  negated: boolean,
  continued: boolean,
): Part | null {
  const negative = negated || subject.quantifier === 'no';
  talk.about = subject.body;
  const start = c.at;
  const isEach = !negative && subject.quantifier === 'every' && subject.pick === null;
  const one = isEach && (!continued || c.sees('either')) ? c.first(() => oneOf(c, talk, subject.body)) : null;
  if (one) {
    const about = meantOf(c, talk, subject, one, start);
    return { condition: stated(c, talk, about, one, false), negative, continued };
  }
  c.take('either');
  const found = predicate(c, talk, negative);
  if (!found) return null;
  const about = meantOf(c, talk, subject, found.predicate, start);
  const present = found.isThere ? presence(talk, about, negated, found.isThere) : null;
  if (present) return { condition: present, negative, continued };
  talk.onTable = found.predicate.kind === 'onSurface';
  const [all, join] = withMore(c, talk, found.predicate);
  all.push(...(found.more ?? []));
  const forbidden = c.first(() => {
    c.take('must');
    c.take('be');
    return c.take('forbidden');
  });
  const turned = (negated !== found.negated) !== (forbidden !== null);
  if (turned && found.more) return null;
  if ((turned || negative) && found.predicate.kind === 'either' && all.length === 1) {
    const { of } = found.predicate;
    const each = of.map(({ is, not }) => stated(c, talk, about, is, turned !== not));
    return { condition: group('all', each), negative, continued };
  }
  const any = join === 'or' && !negative && !turned;
  // "not near the edge or the laptop": neither.
  return { condition: statedAll(c, talk, about, all, any, turned), negative, continued };
}

/** Several claims of one subject; of every one by itself where one of them is enough. */
function statedAll(
  c: Cursor,
  talk: Talk,
  about: Subject,
  all: readonly Predicate[],
  any: boolean,
  turned: boolean,
): Condition {
  const simple = all.flatMap((is) => (is.kind === 'either' ? [] : [{ is, not: false }]));
  const isEach = any && about.quantifier === 'every' && about.pick === null && all.length > 1;
  if (isEach && simple.length === all.length)
    return stated(c, talk, about, { kind: 'either', of: simple }, false);
  const of = all.map((one) => stated(c, talk, about, one, turned));
  return group(any ? 'any' : 'all', of);
}

/** "If mugs overlap", "if mugs are tilted": some of them, unless it is said of all of them together. */
function meantOf(c: Cursor, talk: Talk, subject: Subject, is: Predicate, start: number): Subject {
  const { quantifier, pick, body } = subject;
  if (talk.mood === 'asks' || quantifier !== 'every' || pick || talk.each || isTogether(is)) return subject;
  const mutual =
    isMutual(is, body) && (is.kind !== 'distance' || is.limit.is === 'lessThan' || is.limit.is === 'atMost');
  if (!mutual && !talk.loose) return subject;
  if (!mutual) c.assume(start, 'Taken as at least one of them.');
  talk.subject = { ...subject, quantifier: 'some' };
  return talk.subject;
}

/** "If a person is in the photo": there is one. Of every mug it asks that nothing of it is cut off. */
function presence(talk: Talk, about: Subject, negated: boolean, how: 'in' | 'visible'): Condition | null {
  const none = about.quantifier === 'no';
  const every =
    about.quantifier === 'every' &&
    (talk.each || (talk.mood === 'asks' && how === 'in' && about.body.kind === 'mug'));
  if (about.pick !== null || about.where || talk.whole || (every && !negated && !none)) return null;
  const limit: NumberLimit = none !== negated ? { is: 'exactly', value: 0 } : { is: 'atLeast', value: 1 };
  return { kind: 'count', body: about.body, limit, in: null };
}

/** "at least 5 cm from the edge and the laptop", "overlap a laptop or a book", "left or right". */
export function withMore(c: Cursor, talk: Talk, first: Predicate): [Predicate[], 'and' | 'or' | null] {
  const all: Predicate[] = withBothEnds(c, first);
  let join: 'and' | 'or' | null = null;
  if (first.kind === 'distance' && talk.otherEdge && first.to.kind === 'frameEdge') {
    all.push({ ...first, to: { kind: 'frameEdge', side: talk.otherEdge } });
    return [all, 'and'];
  }
  if (all.length > 1) return [all, 'and'];
  for (;;) {
    const next = c.first(() => {
      const comma = c.take('comma');
      const word = c.take('and', 'or') as 'and' | 'or' | null;
      if ((!word && !comma) || (word && join && word !== join)) return null;
      const found = alike(c, talk, first);
      // "… and the laptop must be closed" is another sentence.
      return found && (word ? endsClaim(c) : c.sees('comma', 'and', 'or')) ? { found, word } : null;
    });
    if (!next) return [all, join];
    join = next.word ?? join;
    all.push(next.found);
  }
}

/** The same claim with another thing or side. */
function alike(c: Cursor, talk: Talk, first: Predicate): Predicate | null {
  switch (first.kind) {
    case 'distance': {
      c.take('from');
      const to = target(c, talk);
      return to && { ...first, to };
    }
    case 'overlaps': {
      const body = namedBody(c);
      return body && { ...first, body };
    }
    case 'side': {
      const of = namedBody(c);
      return of && { ...first, of };
    }
    case 'handle':
      return handleSide(c);
    case 'in': {
      c.take('in');
      const part = region(c);
      return part && { ...first, region: part };
    }
    default:
      return null;
  }
}

/** What is claimed of handles: "left or right" as well. */
export function handleClaims(
  c: Cursor,
  talk: Talk,
  about: Subject,
  is: Predicate,
  turned: boolean,
): Condition {
  const [all, join] = withMore(c, talk, is);
  const any = join === 'or' && !turned && about.quantifier !== 'no';
  return statedAll(c, talk, about, all, any, turned);
}
