import type { Cursor } from './cursor.ts';
import { body, everyMug, type Mood, mention, namedBody, side, type Talk } from './parse-places.ts';
import { restriction } from './parse-traits.ts';
import type { Subject } from './rule.ts';
import type { Term } from './vocabulary.ts';

const superlativeTerms = [
  'largest',
  'smallest',
  'leftmost',
  'rightmost',
  'topmost',
  'bottommost',
  'tallest',
  'widest',
  'surest',
] as const;

/** "every mug", "the largest mug", "the mug nearest to the laptop", "it". */
export function subject(c: Cursor, talk: Talk): Subject | null {
  const found = c.first<Subject>(
    () => pickedSubject(c, talk),
    () => {
      const term = c.take('no', 'any', 'a', 'every');
      // "no two mugs may overlap"
      if (term === 'no') c.first(() => (c.number() === 2 ? true : null));
      talk.whole = c.take('whole') !== null;
      if (term) c.take('other');
      const start = c.at;
      const what = body(c);
      talk.each = term === 'every';
      if (!what) return null;
      const isSeveral = isPlural(c);
      talk.loose = term === null && isSeveral && !isDefinite(c, start);
      talk.one = !isSeveral && term !== 'every' && term !== 'no';
      return narrowed(c, talk, { body: what, quantifier: quantifierOf(term, talk.mood), pick: null });
    },
    () => {
      if (!c.take('atLeast') || c.number() !== 1) return null;
      c.take('to');
      const what = body(c);
      talk.one = false;
      return what && narrowed(c, talk, { body: what, quantifier: 'some', pick: null });
    },
    () => {
      const start = c.at;
      if (!c.take('it', 'every')) return null;
      if (talk.subject === null) talk.one = true;
      const meant = talk.subject ?? everyMug;
      const { quantifier } = meant;
      if (quantifier === 'every') return meant;
      if (meant.pick === null) {
        c.assume(start, `Taken as every ${meant.body.kind === 'mug' ? 'mug' : meant.body.label}.`);
      }
      return { ...meant, quantifier: 'every' };
    },
  );
  if (found && found.body.kind === 'object') mention(talk, found.body);
  return found;
}

/** "mugs on the table": only those. */
export function narrowed(c: Cursor, talk: Talk, about: Subject): Subject {
  const where = c.first(() => restriction(c, talk, about.body));
  return where ? { ...about, where } : about;
}

/** Whether the word that was read last speaks of several. */
const isPlural = (c: Cursor) => /(?:[^s]s|people|mice)$/.test(c.words[c.at - 1]?.word ?? '');

/** Whether "the" stands before this word. */
function isDefinite(c: Cursor, at: number): boolean {
  const word = c.words[at];
  return word !== undefined && /\bthe\s*$/i.test(c.text.slice(word.from, word.start));
}

/** "a mug must" speaks of every one, "if a mug is" of some one. */
function quantifierOf(term: Term | null, mood: Mood): Subject['quantifier'] {
  if (term === 'no') return 'no';
  if ((term === 'a' || term === 'any') && mood === 'looks') return 'some';
  return 'every';
}

function pickedSubject(c: Cursor, talk: Talk): Subject | null {
  const found = picked(c, talk);
  if (!found) return null;
  talk.one = false;
  return found.pick?.by === 'superlative' ? narrowed(c, talk, found) : found;
}

const outermost = { left: 'leftmost', right: 'rightmost', top: 'topmost', bottom: 'bottommost' } as const;

/** "the left mug". */
function outerOne(c: Cursor): Subject | null {
  const start = c.at;
  if (!c.sees('left', 'right', 'top', 'bottom')) return null;
  const which = side(c);
  const what = which && body(c);
  if (!which || !what || isPlural(c)) return null;
  const word = outermost[which];
  c.assume(start, `Taken as the ${word} one.`);
  return { body: what, quantifier: 'every', pick: { by: 'superlative', word } };
}

function picked(c: Cursor, talk: Talk): Subject | null {
  const outer = c.first(() => outerOne(c));
  if (outer) return outer;
  c.take('a', 'every');
  const pick = c.first<NonNullable<Subject['pick']>>(
    () => {
      const word = c.take(...superlativeTerms);
      return word && { by: 'superlative', word: word as (typeof superlativeTerms)[number] };
    },
    () => {
      const number = c.ordinal();
      return number === null || number === 0 ? null : { by: 'ordinal', number };
    },
  );
  if (pick) {
    const what = body(c);
    return what && { body: what, quantifier: 'every', pick };
  }
  // "the nearest mug to the laptop", "the mug nearest to the laptop", "mug 2", "mug number 2"
  if (c.take('nearest')) {
    const what = body(c);
    const to = what && c.take('to') ? namedBody(c) : null;
    if (to) mention(talk, to);
    return what && to && { body: what, quantifier: 'every', pick: { by: 'nearest', to } };
  }
  const what = body(c);
  if (!what) return null;
  if (c.take('nearest')) {
    c.take('to');
    const to = namedBody(c);
    if (to) mention(talk, to);
    return to && { body: what, quantifier: 'every', pick: { by: 'nearest', to } };
  }
  if (!c.take('number') && c.words[c.at]?.kind !== 'number') return null;
  const number = c.number();
  if (
    number === null ||
    !Number.isInteger(number) ||
    number < 1 ||
    number > 1_000 ||
    c.sees('cm', 'mm', 'inches', 'percent', 'px', 'm')
  )
    return null;
  return { body: what, quantifier: 'every', pick: { by: 'ordinal', number } };
}
