import type { Cursor } from './cursor.ts';
import { angleLimit, countLimit, lengthLimit } from './parse-limits.ts';
import { photoBytes, photoPredicate, photoSide, resolution } from './parse-photo.ts';
import {
  type AttributeTerm,
  attributeLimit,
  centredTail,
  distanceTail,
  handleWay,
  predicate,
} from './parse-predicates.ts';
import {
  body,
  everyMug,
  type Mood,
  mention,
  namedBody,
  region,
  subject,
  type Talk,
  target,
  targetAt,
} from './parse-subjects.ts';
import type { Condition, NumberLimit, Predicate, RuleBody, Subject } from './rule.ts';

/** A condition of a list, and how it came to be: "… and at least 4 cm apart" goes on about what was said before. */
interface Part {
  condition: Condition;
  /** It was forbidden: "must not be near the edge". */
  negative: boolean;
  /** It has no subject of its own. */
  continued: boolean;
}

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
      if (!comma && !word) return null;
      if (comma && !word && !joining.commas) return null;
      const found = part(c, talk, joining, depth, previous);
      return found && { word, found };
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

function group(kind: 'all' | 'any', of: Condition[]): Condition {
  return of.length === 1 && of[0] ? of[0] : { kind, of };
}

function part(c: Cursor, talk: Talk, joining: Joining, depth: number, previous: Part | null): Part | null {
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
    () => (previous ? moreHandle(c, talk, previous) : null),
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

/** "the photo must be square or landscape". */
function morePhoto(c: Cursor, talk: Talk, previous: Part): Part | null {
  const { condition } = previous;
  const negative = condition.kind === 'not';
  if ((negative ? condition.of : condition).kind !== 'photo') return null;
  const found = photoPredicate(c, talk.mood);
  return found && { condition: turned(found, negative), negative, continued: true };
}

/** "the handle must point left or right". */
function moreHandle(c: Cursor, talk: Talk, { condition, negative }: Part): Part | null {
  const claim = condition.kind === 'not' ? condition.of : condition;
  if (claim.kind !== 'claim' || claim.predicate.kind !== 'handle') return null;
  const found = handleWay(c);
  const denied =
    condition.kind === 'not' || (claim.subject.quantifier === 'no' && talk.subject?.quantifier !== 'no');
  const about: Subject = { ...claim.subject, quantifier: denied ? 'every' : claim.subject.quantifier };
  return (
    found && {
      condition: claimed(talk.mood, about, found.predicate, denied !== found.negated),
      negative: negative || denied,
      continued: true,
    }
  );
}

/** "… and at least 4 cm apart", "… or overlap a book": more of the last subject. */
function continuation(c: Cursor, talk: Talk, previous: Part | null): Part | null {
  const verb = verbs(c, talk);
  if (!verb) return null;
  const about = talk.subject ?? everyMug;
  const spoken = verb.spoken;
  const negated = spoken ? verb.negated : previous?.negative === true && about.quantifier !== 'no';
  return claims(c, talk, about, negated, true);
}

interface Verb {
  negated: boolean;
  /** Whether there was one that could say "not". */
  spoken: boolean;
  must: boolean;
  may: boolean;
}

/** "must not be", "is", "should never have", "do not"; nothing is fine as well. Null for "must" where it may not be. */
function verbs(c: Cursor, talk: Talk): Verb | null {
  const modal = c.take('must', 'may');
  if (modal && talk.mood === 'looks') return null;
  let nots = 0;
  const not = () => {
    if (c.take('not')) nots += 1;
  };
  not();
  const done = c.take('do') !== null;
  not();
  const is = c.first(
    () => (c.take('be') ? 'be' : null),
    () => (c.take('have') ? 'have' : null),
  );
  not();
  c.take('placed');
  c.take('have');
  if (talk.strict && talk.mood === 'asks' && modal === null && is === 'be') return null;
  return {
    negated: nots % 2 === 1,
    spoken: modal !== null || done || nots > 0,
    must: modal === 'must',
    may: modal === 'may',
  };
}

/**
 * The claim that this subject is so; of a forbidden one that it is not. "Mugs must not lean" forbids it to every one,
 * "if the mugs do not lean" is so when they do not all.
 */
function claimed(mood: Mood, about: Subject, predicate: Predicate, negated: boolean): Condition {
  const claim = (quantifier: Subject['quantifier']): Condition => ({
    kind: 'claim',
    subject: { ...about, quantifier },
    predicate,
  });
  const { quantifier, pick } = about;
  if (!negated) return claim(quantifier);
  if (quantifier === 'no') return claim('every');
  const notAll = quantifier === 'some' || (mood === 'looks' && pick === null && !isOfAll(predicate));
  return notAll ? { kind: 'not', of: claim('every') } : claim('no');
}

/** Only all of them together can be it: none of them is what not all of them are. */
const isOfAll = ({ kind }: Predicate) =>
  kind === 'arranged' || kind === 'evenlySpaced' || kind === 'similarSize';

function claims(c: Cursor, talk: Talk, subject: Subject, negated: boolean, continued: boolean): Part | null {
  c.take('either');
  const negative = negated || subject.quantifier === 'no';
  talk.about = subject.body;
  const start = c.at;
  const found = predicate(c, talk, negative);
  if (!found) return null;
  const about = meantOf(c, talk, subject, found.predicate, start);
  const present = found.isThere ? presence(talk, about, negated) : null;
  if (present) return { condition: present, negative, continued };
  talk.onTable = found.predicate.kind === 'onSurface';
  const [all, join] = withMoreTargets(c, talk, found.predicate);
  const forbidden = c.first(() => {
    c.take('must');
    c.take('be');
    return c.take('forbidden');
  });
  const turned = (negated !== found.negated) !== (forbidden !== null);
  const of = all.map((one) => claimed(talk.mood, about, one, turned));
  // "not near the edge or the laptop": neither.
  return { condition: group(join === 'or' && !negative && !turned ? 'any' : 'all', of), negative, continued };
}

/** "If mugs overlap", "if mugs are tilted": some of them, unless it is said of all of them together. */
function meantOf(c: Cursor, talk: Talk, subject: Subject, is: Predicate, start: number): Subject {
  const { quantifier, pick, body } = subject;
  if (talk.mood === 'asks' || quantifier !== 'every' || pick || talk.each || isOfAll(is)) return subject;
  const mutual =
    (is.kind === 'overlaps' && is.body.kind === body.kind) ||
    (is.kind === 'distance' &&
      is.to.kind === 'otherMugs' &&
      body.kind === 'mug' &&
      (is.limit.is === 'lessThan' || is.limit.is === 'atMost'));
  if (!mutual && !talk.loose) return subject;
  if (!mutual) c.assume(start, 'Taken as at least one of them.');
  talk.subject = { ...subject, quantifier: 'some' };
  return talk.subject;
}

/** "If a person is in the photo": there is one. Of every mug it asks that nothing of it is cut off. */
function presence(talk: Talk, about: Subject, negated: boolean): Condition | null {
  const none = about.quantifier === 'no';
  const every =
    about.quantifier === 'every' && (talk.each || (talk.mood === 'asks' && about.body.kind === 'mug'));
  if (about.pick !== null || (every && !negated && !none)) return null;
  const limit: NumberLimit = none !== negated ? { is: 'exactly', value: 0 } : { is: 'atLeast', value: 1 };
  return { kind: 'count', body: about.body, limit, in: null };
}

/** "at least 5 cm from the edge and the laptop": the same distance to each. */
function withMoreTargets(c: Cursor, talk: Talk, first: Predicate): [Predicate[], 'and' | 'or' | null] {
  const all = [first];
  let join: 'and' | 'or' | null = null;
  while (first.kind === 'distance') {
    const next = c.first(() => {
      const comma = c.take('comma');
      const word = c.take('and', 'or') as 'and' | 'or' | null;
      if ((!word && !comma) || (word && join && word !== join)) return null;
      c.take('from');
      const to = target(c, talk);
      // "… and the laptop must be closed" is another sentence.
      if (!to || !(word ? endsClaim(c) : c.sees('comma', 'and', 'or'))) return null;
      return { to, word };
    });
    if (!next) break;
    join = next.word ?? join;
    all.push({ ...first, to: next.to });
  }
  return [all, join];
}

/** Whether nothing more of a claim can follow. */
function endsClaim(c: Cursor): boolean {
  const ends = [
    'stop',
    'comma',
    'and',
    'or',
    'close',
    'otherwise',
    'unless',
    'if',
    'thenDo',
    'colon',
  ] as const;
  return c.at >= c.words.length || c.sees(...ends);
}

/** A condition with a subject of its own. A new kind of sentence is one more line here. */
function clause(c: Cursor, talk: Talk): Part | null {
  const plain = (condition: Condition | null): Part | null =>
    condition && { condition, negative: false, continued: false };
  return c.first<Part>(
    () => plain(there(c, talk)),
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
    () => plain(counted(c, talk)),
  );
}

const opposite = {
  atLeast: 'lessThan',
  lessThan: 'atLeast',
  atMost: 'moreThan',
  moreThan: 'atMost',
} as const;

/** So many of them; of a forbidden number its opposite. */
function countOf(
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
function amount(c: Cursor, talk: Talk, negated: boolean, bare = true): Condition | null {
  const said = c.first<NumberLimit>(
    () => countLimit(c),
    () => (c.take('no') ? { is: 'exactly', value: 0 } : null),
    () => (c.take('any', 'a') ? { is: 'atLeast', value: 1 } : null),
    () => (bare ? { is: 'atLeast', value: 1 } : null),
  );
  c.take('by');
  const what = said && body(c);
  if (!said || !what) return null;
  const limit = orMore(c, said);
  if (what.kind === 'object') mention(talk, what);
  c.first(() => {
    const must = c.take('must', 'may');
    const few =
      limit.is === 'atMost' || limit.is === 'lessThan' || (limit.is === 'exactly' && limit.value === 0);
    if ((must && talk.mood === 'looks') || (must === 'may' && !few)) return null;
    c.take('be');
    c.take('placed');
    c.take('present', 'visible');
    return true;
  });
  const where = c.first(() => (c.take('in') ? region(c) : null));
  // "no mug" that is forbidden is at least one.
  if (negated && limit.is === 'exactly' && limit.value === 0)
    return countOf(what, { is: 'atLeast', value: 1 }, where, false);
  if (negated && limit.is === 'atLeast' && limit.value === 1)
    return countOf(what, { is: 'exactly', value: 0 }, where, false);
  return countOf(what, limit, where, negated);
}

/** "three mugs or fewer". */
function orMore(c: Cursor, limit: NumberLimit): NumberLimit {
  const more = limit.is === 'exactly' ? c.take('orMore', 'orLess') : null;
  return more && limit.is === 'exactly'
    ? { is: more === 'orMore' ? 'atLeast' : 'atMost', value: limit.value }
    : limit;
}

function there(c: Cursor, talk: Talk): Condition | null {
  if (!c.take('there') && !(talk.mood === 'asks' && c.take('expect'))) return null;
  const verb = verbs(c, talk);
  return verb && amount(c, talk, verb.negated);
}

/** A bare amount: "no more than three cups". */
function counted(c: Cursor, talk: Talk): Condition | null {
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
function number(c: Cursor, talk: Talk): Condition | null {
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

function photo(c: Cursor, talk: Talk): Condition | null {
  return c.first(
    () => {
      const term = c.take('any', 'a', 'every', 'no');
      if (!c.take('photo')) return null;
      return photoTail(c, talk, term === 'no');
    },
    () => {
      // "the resolution of the photo must be at least 2 megapixels"
      c.take('a');
      const name = c.take('resolution', 'fileSize', 'longSide', 'shortSide', 'width', 'height');
      if (!name) return null;
      const said = c.first(() => (c.take('ofIt') && c.take('photo') ? true : null));
      if (!said && (name === 'width' || name === 'height')) return null;
      const verb = verbs(c, talk);
      if (!verb) return null;
      const found =
        name === 'resolution'
          ? resolution(c, talk.mood)
          : name === 'fileSize'
            ? photoBytes(c)
            : photoSide(c, name as 'width');
      return found && turned(found, verb.negated);
    },
  );
}

/** Behind "the photo": a verb, and what it is or shows. */
export function photoTail(c: Cursor, talk: Talk, forbidden = false): Condition | null {
  const without = c.take('without');
  if (without) {
    const found = amount(c, talk, true);
    return found;
  }
  const verb = verbs(c, talk);
  if (!verb) return null;
  const negated = verb.negated !== forbidden;
  return c.first<Condition>(
    () => {
      const name = c.take('resolution', 'fileSize', 'longSide', 'shortSide', 'width', 'height');
      if (!name) return null;
      const second = verbs(c, talk);
      const found =
        name === 'resolution'
          ? resolution(c, talk.mood)
          : name === 'fileSize'
            ? photoBytes(c)
            : photoSide(c, name as 'width');
      return second && found && turned(found, negated !== second.negated);
    },
    () => {
      const found = photoPredicate(c, talk.mood);
      return found && turned(found, negated);
    },
    // "photos with a mug near the edge"
    () => {
      const found = subjectClause(c, { ...talk, mood: 'looks' });
      return found && turned(found.condition, negated);
    },
    () => amount(c, talk, negated),
  );
}

function turned(found: Condition, negated: boolean): Condition {
  if (!negated) return found;
  if (found.kind === 'photo' && 'limit' in found.is && found.is.limit.is in opposite) {
    const { limit } = found.is;
    if (limit.is === 'atLeast' || limit.is === 'atMost' || limit.is === 'moreThan' || limit.is === 'lessThan')
      return { kind: 'photo', is: { ...found.is, limit: { is: opposite[limit.is], value: limit.value } } };
  }
  return { kind: 'not', of: found };
}

/** "the spacing must be even". */
function evenSpacing(c: Cursor, talk: Talk): Condition | null {
  const verb = c.take('distance') ? verbs(c, talk) : null;
  return verb && c.take('even')
    ? claimed(talk.mood, everyMug, { kind: 'evenlySpaced', within: null }, verb.negated)
    : null;
}

/** "the distance between mugs must be at least 4 cm", "at least 4 cm between the mug and the laptop". */
function distanceBetween(c: Cursor, talk: Talk): Condition | null {
  return c.first<Condition>(
    () => {
      c.take('a', 'every');
      if (!c.take('distance')) return null;
      const ends = between(c, talk);
      if (!ends) return null;
      const verb = verbs(c, talk);
      const found = verb && distanceTail(c, talk);
      if (!verb || found?.kind !== 'distance') return null;
      return ends.claim({ ...found, to: ends.to }, verb.negated);
    },
    () => {
      if (talk.mood === 'asks')
        c.first(
          () => (c.take('leaveGap') ? true : null),
          () => (c.take('there') && verbs(c, talk) ? true : null),
        );
      c.take('a');
      const named = c.take('distance') ? c.take('ofIt') : null;
      const limit = lengthLimit(c, 'atLeast');
      if (!limit) return null;
      c.first(() => (named === null && c.take('ofIt') ? c.take('distance') : c.take('distance')));
      const ends = between(c, talk);
      return ends?.claim({ kind: 'distance', to: ends.to, limit }, false) ?? null;
    },
  );
}

/** The two ends of a gap: "between mugs", "between the mug and the laptop", "from the mug to the edge", "of mugs to the edge". */
function between(c: Cursor, talk: Talk) {
  const isBetween = c.take('between') !== null;
  if (!isBetween && !c.take('from', 'ofIt')) return null;
  c.take('eachOther', 'other');
  const about = c.first(
    () => subject(c, { ...talk, mood: 'asks' }),
    () => everyMug,
  );
  if (!about) return null;
  const to = c.first(() => (c.take('and', 'to', 'from') ? target(c, talk) : null)) ?? targetAt(about.body);
  talk.subject = about;
  talk.about = about.body;
  return { to, claim: (found: Predicate, negated: boolean) => claimed(talk.mood, about, found, negated) };
}

const attributeNames = ['width', 'height', 'tiltName', 'confidence', 'share'] as const;

/** "the confidence of every mug must be at least 60 %", "tilt at most 5°". */
function attributeOf(c: Cursor, talk: Talk): Condition | null {
  const own = c.take('a', 'its') === 'its';
  const name = c.take(...attributeNames) as AttributeTerm | null;
  if (!name) return null;
  const said = c.first(() => (c.take('ofIt') ? subject(c, talk) : null));
  const about = said ?? (own && talk.subject?.quantifier === 'every' ? talk.subject : everyMug);
  const verb = verbs(c, talk);
  const found = verb && attributeLimit(c, name);
  if (!found) return null;
  talk.subject = about;
  return claimed(talk.mood, about, found, verb.negated);
}

/** "the handle of every mug must point right", "handle to the right". */
function handleClause(c: Cursor, talk: Talk): Condition | null {
  const none = c.take('any', 'every', 'a', 'no', 'its') === 'no';
  const angle = c.take('handleAngle') !== null;
  if (!angle && !c.take('handle')) return null;
  const said = c.first(() => (c.take('ofIt') ? subject(c, talk) : null));
  const about = said ?? (talk.subject?.quantifier === 'every' ? talk.subject : everyMug);
  const verb = verbs(c, talk);
  if (!verb) return null;
  if (angle) {
    const limit = angleLimit(c);
    return limit && claimed(talk.mood, about, { kind: 'handleAngle', limit }, verb.negated !== none);
  }
  const found = handleWay(c);
  if (!found) return null;
  talk.subject = about;
  return claimed(talk.mood, about, found.predicate, (found.negated !== verb.negated) !== none);
}

/** "keep every mug at least 4 cm from the edge", "don't place mugs near the laptop", "centre the mug". */
function imperative(c: Cursor, talk: Talk): Part | null {
  return c.first<Part>(
    () => {
      if (!c.take('avoid')) return null;
      return c.first<Part>(
        () => {
          const about = subject(c, { ...talk, mood: 'asks' });
          return about && telling(c, talk, about, true);
        },
        () => {
          const found = amount(c, talk, false);
          if (found?.kind !== 'count') return null;
          const few = found.limit.is === 'atLeast' && found.limit.value === 1;
          const condition: Condition = few
            ? { ...found, limit: { is: 'exactly', value: 0 } }
            : countOf(found.body, found.limit, found.in, true);
          return { condition, negative: true, continued: false };
        },
      );
    },
    () => {
      if (!c.take('allow')) return null;
      const found = c.first(
        () => subjectClause(c, talk)?.condition ?? null,
        () => amount(c, talk, false),
      );
      if (found?.kind === 'claim' && found.subject.quantifier !== 'no') return null;
      return found && { condition: found, negative: false, continued: false };
    },
    () => {
      const negated = c.first(() => {
        c.take('must');
        c.take('do');
        return c.take('not');
      });
      const verb = c.take('place', 'centreIt', 'alignIt', 'spaceIt', 'turn');
      if (!verb) return null;
      if (verb === 'turn') {
        return c.first(() => {
          const found = handleClause(c, talk);
          return found && { condition: found, negative: false, continued: false };
        });
      }
      const about = subject(c, { ...talk, mood: 'asks' });
      if (!about) return null;
      if (verb === 'place') return telling(c, talk, about, negated !== null);
      talk.subject = about;
      return told(c, talk, about, verb, negated !== null);
    },
  );
}

/** Behind "keep every mug": where. */
function telling(c: Cursor, talk: Talk, about: Subject, negated: boolean): Part | null {
  talk.subject = about;
  c.take('be');
  c.take('placed');
  return claims(c, talk, about, negated, false);
}

/** Behind "centre", "align", "space": the verb is the claim. */
function told(c: Cursor, talk: Talk, about: Subject, verb: string, negated: boolean): Part | null {
  talk.about = about.body;
  const asked = c.first(() => predicate(c, talk));
  if (asked && verb !== 'centreIt') {
    return {
      condition: claimed(talk.mood, about, asked.predicate, negated !== asked.negated),
      negative: negated,
      continued: false,
    };
  }
  if (verb === 'alignIt')
    return {
      condition: claimed(talk.mood, about, { kind: 'arranged', as: 'row', within: null }, negated),
      negative: negated,
      continued: false,
    };
  if (verb !== 'centreIt' || asked) return null;
  const centred = centredTail(c, null);
  return { condition: claimed(talk.mood, about, centred, negated), negative: negated, continued: false };
}

function subjectClause(c: Cursor, talk: Talk): Part | null {
  const start = c.at;
  const notEvery = c.take('notEvery') !== null;
  const about = notEvery ? everyOf(c, talk) : subject(c, talk);
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
      return found && claimed(talk.mood, about, found.predicate, found.negated !== verb.negated);
    },
    () => {
      const name = c.take(...attributeNames) as AttributeTerm | null;
      const verb = name && verbs(c, talk);
      const found = name && verb && attributeLimit(c, name);
      return found && verb && claimed(talk.mood, about, found, verb.negated);
    },
  );
  if (owned) {
    talk.subject = about;
    return plain(owned);
  }
  const verb = verbs(c, talk);
  if (!verb) return null;
  const inner = { ...talk, subject: about };
  const found = claims(c, inner, about, verb.negated, false);
  if (!found) return null;
  Object.assign(talk, inner);
  if (verb.may && !found.negative)
    c.refuse(start, 'This allows something, and asks for nothing.', ['must', 'must not']);
  return notEvery ? plain(found.condition) : found;
}

function everyOf(c: Cursor, talk: Talk): Subject | null {
  talk.each = true;
  const what = namedBody(c);
  return what && { body: what, quantifier: 'every', pick: null };
}
