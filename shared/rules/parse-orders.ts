import type { Cursor } from './cursor.ts';
import { claimed, claims, type Part } from './parse-claims.ts';
import { amount, countOf } from './parse-counts.ts';
import { aLength, quantity } from './parse-limits.ts';
import { handleClause } from './parse-parts.ts';
import { photoPredicate } from './parse-photo.ts';
import { photoTail } from './parse-photo-clauses.ts';
import { everyMug, type Talk } from './parse-places.ts';
import { centredTail, predicate, within } from './parse-predicates.ts';
import { subjectClause } from './parse-subject-clause.ts';
import { subject } from './parse-subjects.ts';
import type { Condition, Predicate, Subject } from './rule.ts';

/** "keep every mug at least 4 cm from the edge", "don't place mugs near the laptop", "centre the mug". */
export function imperative(c: Cursor, talk: Talk): Part | null {
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
      // "accept only landscape photos", "only photos with one mug"
      const only = c.take('only') !== null;
      if (!(c.take('allow') || only) || !(c.take('only') || only)) return null;
      const found = c.first(
        () => {
          const is = photoPredicate(c, 'asks');
          return is && (c.take('photo') || c.follows('photo')) ? is : null;
        },
        () => (c.take('photo') ? photoTail(c, { ...talk, mood: 'looks' }) : null),
      );
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
      const held = c.first(() => (verb === 'place' && c.sees('handle') ? handleClause(c, talk) : null));
      if (held) {
        const condition: Condition = negated === null ? held : { kind: 'not', of: held };
        return { condition, negative: false, continued: false };
      }
      const start = c.at;
      // "Put it there."
      if (talk.subject === null && c.sees('it')) return null;
      const said = subject(c, { ...talk, mood: 'asks' });
      if (!said && verb === 'place') c.assume(start, 'Taken as about every mug.');
      const about = said ?? (verb === 'place' ? everyMug : null);
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
  const plain = (is: Predicate, turned: boolean): Part => ({
    condition: claimed(about, is, turned),
    negative: negated,
    continued: false,
  });
  if (verb === 'centreIt') return plain(centredTail(c, null), negated);
  // "align the mugs vertically within 5 mm"
  const along = verb === 'alignIt' ? c.take('horizontally', 'vertically') : null;
  if (along) {
    const tolerance = within(c, () => quantity(c, aLength));
    return plain(
      { kind: 'arranged', as: along === 'vertically' ? 'column' : 'row', within: tolerance },
      negated,
    );
  }
  const asked = c.first(() => predicate(c, talk));
  if (asked && c.also === null && !asked.more) return plain(asked.predicate, negated !== asked.negated);
  return verb === 'alignIt' ? plain({ kind: 'arranged', as: 'row', within: null }, negated) : null;
}
