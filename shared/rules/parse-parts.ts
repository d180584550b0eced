import type { Cursor } from './cursor.ts';
import { claimed, handleClaims, stated } from './parse-claims.ts';
import { distanceTail } from './parse-distances.ts';
import { angleLimit, lengthLimit } from './parse-limits.ts';
import { everyMug, type Talk, target, targetAt } from './parse-places.ts';
import { type AttributeTerm, attributeLimit, handleWay } from './parse-predicates.ts';
import { subject } from './parse-subjects.ts';
import { attributeNames } from './parse-traits.ts';
import { verbs } from './parse-verbs.ts';
import type { Condition, Predicate } from './rule.ts';

/** "the spacing must be even". */
export function evenSpacing(c: Cursor, talk: Talk): Condition | null {
  const verb = c.take('distance') ? verbs(c, talk) : null;
  return verb && c.take('even')
    ? claimed(everyMug, { kind: 'evenlySpaced', within: null }, verb.negated)
    : null;
}

/** "the distance between mugs must be at least 4 cm", "at least 4 cm between the mug and the laptop". */
export function distanceBetween(c: Cursor, talk: Talk): Condition | null {
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
  const alone = c.take('eachOther', 'other') !== null || isBetween;
  const about = c.first(
    () => subject(c, { ...talk, mood: 'asks' }),
    () => (alone ? everyMug : null),
  );
  const said = c.first(() => (c.take('and', 'to', 'from') ? target(c, talk) : null));
  if (!about || (!said && !alone)) return null;
  const to = said ?? targetAt(about.body);
  talk.subject = about;
  talk.about = about.body;
  return { to, claim: (found: Predicate, negated: boolean) => claimed(about, found, negated) };
}

/** "the confidence of every mug must be at least 60 %", "tilt at most 5°". */
export function attributeOf(c: Cursor, talk: Talk): Condition | null {
  const own = c.take('a', 'its') === 'its';
  const name = c.take(...attributeNames) as AttributeTerm | null;
  if (!name) return null;
  const said = c.first(() => (c.take('ofIt') ? subject(c, talk) : null));
  const about = said ?? (own && talk.subject?.quantifier === 'every' ? talk.subject : everyMug);
  const verb = verbs(c, talk);
  const found = verb && attributeLimit(c, name);
  if (!found) return null;
  talk.subject = about;
  return stated(c, talk, about, found, verb.negated);
}

/** "the handle of every mug must point right", "handle to the right". */
export function handleClause(c: Cursor, talk: Talk): Condition | null {
  const none = c.take('any', 'every', 'a', 'no', 'its') === 'no';
  const angle = c.take('handleAngle') !== null;
  if (!angle && !c.take('handle')) return null;
  const said = c.first(() => (c.take('ofIt') ? subject(c, talk) : null));
  if (said === null && talk.subject === null) talk.one = true;
  const about = said ?? (talk.subject?.quantifier === 'every' ? talk.subject : everyMug);
  const verb = verbs(c, talk);
  if (!verb) return null;
  if (angle) {
    const limit = angleLimit(c);
    return limit && stated(c, talk, about, { kind: 'handleAngle', limit }, verb.negated !== none);
  }
  const found = handleWay(c);
  if (!found) return null;
  talk.subject = about;
  return handleClaims(c, talk, about, found.predicate, (found.negated !== verb.negated) !== none);
}
