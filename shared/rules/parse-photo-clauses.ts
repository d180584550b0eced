import type { Cursor } from './cursor.ts';
import { amount, opposite } from './parse-counts.ts';
import { photoBytes, photoPredicate, photoSide, resolution } from './parse-photo.ts';
import type { Talk } from './parse-places.ts';
import { subjectClause } from './parse-subject-clause.ts';
import { verbs } from './parse-verbs.ts';
import type { Condition } from './rule.ts';

export function photo(c: Cursor, talk: Talk): Condition | null {
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

export function turned(found: Condition, negated: boolean): Condition {
  if (!negated) return found;
  if (found.kind === 'photo' && 'limit' in found.is && found.is.limit.is in opposite) {
    const { limit } = found.is;
    if (limit.is === 'atLeast' || limit.is === 'atMost' || limit.is === 'moreThan' || limit.is === 'lessThan')
      return { kind: 'photo', is: { ...found.is, limit: { is: opposite[limit.is], value: limit.value } } };
  }
  return { kind: 'not', of: found };
}
