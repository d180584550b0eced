import type { Cursor } from './cursor.ts';
import type { Claimed } from './parse-claimed.ts';
import { endsClaim } from './parse-ends.ts';
import type { Talk } from './parse-places.ts';
import { type AttributeTerm, attributeLimit, handleWay, predicate } from './parse-predicates.ts';
import { verbs } from './parse-verbs.ts';
import type { Predicate, RuleBody, Trait } from './rule.ts';

export const attributeNames = ['width', 'height', 'tiltName', 'confidence', 'share'] as const;

const mostTraits = 5;

/** What several are together is no trait of one. */
export const isTogether = ({ kind }: Predicate) =>
  kind === 'arranged' || kind === 'evenlySpaced' || kind === 'similarSize';

/** "is on the table", "with the handle on the left", "whose width is at least 5 cm". */
function trait(c: Cursor, talk: Talk, about: RuleBody): Trait | null {
  const looking: Talk = { ...talk, mood: 'looks', about };
  const whose = c.take('whose') !== null;
  const verb = whose ? { negated: false } : verbs(c, looking);
  if (!verb) return null;
  const owned = whose ? ownTrait(c, looking) : predicate(c, looking);
  if (!owned || owned.more || c.also !== null) return null;
  const { predicate: is } = owned;
  if (is.kind === 'either' || isTogether(is) || owned.isThere) return null;
  return { is, not: owned.negated !== verb.negated };
}

/** Behind "whose": "handle faces right", "tilt is at most 5°". */
function ownTrait(c: Cursor, talk: Talk): Claimed | null {
  if (c.take('handle')) return handleWay(c);
  const name = c.take(...attributeNames) as AttributeTerm | null;
  const verb = name && verbs(c, talk);
  const found = name && verb && attributeLimit(c, name);
  return found && verb && { predicate: found, negated: verb.negated };
}

/** What stands behind a noun without a verb: "mugs on the table", "the mug near the laptop". */
const places: readonly Predicate['kind'][] = ['onSurface', 'in', 'distance', 'side', 'overlaps'];

/** What narrows a subject down, up to its verb: "mugs on the table must", "a mug that is in the left third has". */
export function restriction(c: Cursor, talk: Talk, about: RuleBody): Trait[] | null {
  if (c.sees('must', 'may', 'needNot')) return null;
  const hasVerb = c.sees('be', 'have', 'do', 'whose', 'overlap', 'touching', 'cover');
  // "If a mug is on the table is …" is nothing that people write.
  if (talk.mood === 'looks' && hasVerb && !saysThat(c)) return null;
  const found = traits(c, talk, about);
  if (!found?.[0] || !(hasVerb || places.includes(found[0].is.kind))) return null;
  const verbsNext = talk.mood === 'asks' ? (['must', 'may', 'needNot'] as const) : looksNext;
  return c.sees(...verbsNext) ? found : null;
}

const looksNext = ['be', 'have', 'do', 'either', 'cover', 'overlap', 'touching'] as const;

/** Whether the next word begins a relative clause; "that" itself is left out of the words. */
export function saysThat(c: Cursor): boolean {
  const word = c.words[c.at];
  const before = word ? c.text.slice(word.from, word.start) : '';
  return word?.word === 'whose' || word?.word === 'with' || /\b(?:that|which|who)\b/i.test(before);
}

/** The same behind an amount: "at least two mugs that have the handle on the left". */
export function traits(c: Cursor, talk: Talk, about: RuleBody): Trait[] | null {
  const first = trait(c, talk, about);
  if (!first) return null;
  const all = [first];
  while (all.length < mostTraits) {
    const next = c.first(() => (c.take('and') ? trait(c, talk, about) : null));
    if (!next) break;
    all.push(next);
  }
  return all;
}

/** Whether the sentence goes on with an "or". */
function hasOr(c: Cursor): boolean {
  for (let at = c.at; at < c.words.length; at += 1) {
    const phrases = c.words[at]?.phrases;
    if (phrases?.has('or')) return true;
    if (phrases?.has('stop')) return false;
  }
  return false;
}

/** "centred or in the left third", "either upright or tilted by less than 5°": of each by itself. */
export function oneOf(c: Cursor, talk: Talk, about: RuleBody): Predicate | null {
  const start = c.at;
  if (!hasOr(c)) return null;
  const isSaid = c.take('either') !== null;
  const first = trait(c, talk, about);
  if (!first) return null;
  const of = [first];
  let isClosed = false;
  while (of.length < 10) {
    const next = c.first(() => {
      const comma = c.take('comma') !== null;
      const or = c.take('or') !== null;
      if ((!comma && !or) || (isClosed && !or)) return null;
      const found = trait(c, talk, about);
      return found && (or || c.sees('comma', 'or')) ? { found, or } : null;
    });
    if (!next) break;
    isClosed ||= next.or;
    of.push(next.found);
  }
  // "A or B and C" is told apart elsewhere.
  if (!isClosed || !endsClaim(c) || (!isSaid && c.sees('and'))) return null;
  if (c.at === start) return null;
  return { kind: 'either', of };
}
