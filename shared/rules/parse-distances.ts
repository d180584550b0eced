import type { Cursor } from './cursor.ts';
import { type Claimed, so } from './parse-claimed.ts';
import { endsClaim } from './parse-ends.ts';
import { aLength, lengthLimit, quantity } from './parse-limits.ts';
import { meantThing, type Talk, target, targetAt } from './parse-places.ts';
import type { LengthLimit, Predicate, Target } from './rule.ts';

/** What "near" and "away from" mean without a number. */
const usualDistance = { value: 5, unit: 'percent' } as const;

export const noGap: LengthLimit = { is: 'atMost', value: { value: 0, unit: 'px' } };

/** Edge to edge: "at least 4 cm apart", "closer than 4 cm to the laptop", "within 4 cm of the edge". */
export function distance(c: Cursor, talk: Talk): Predicate | null {
  return c.first<Predicate>(
    () => {
      // "5 cm from the table edge minimum"
      const value = quantity(c, aLength);
      if (!value) return null;
      const apart = c.take('apart');
      const to = c.first(() => (c.take('from') ? target(c, talk) : null));
      const word = to || apart ? c.take('orMore', 'orLess') : null;
      const is = word === 'orMore' ? 'atLeast' : 'atMost';
      return word && { kind: 'distance', to: to ?? targetAt(talk.about), limit: { is, value } };
    },
    () => {
      const [start, noted] = [c.at, c.notes.length];
      const limit = lengthLimit(c, 'atLeast');
      if (!limit) return null;
      const apart = c.take('apart');
      const to = c.first(() => (c.take('from') ? target(c, talk) : null));
      if (to) return { kind: 'distance', to, limit: giveOrTake(c, limit, noted) };
      // "closer than 3 cm": to each other.
      if (!apart && /^(?:closer|nearer)$/.test(c.words[start]?.word ?? '') && endsClaim(c))
        return { kind: 'distance', to: targetAt(talk.about), limit };
      // "at least 10 cm away" is away from what was named.
      const away = apart !== null && c.words[c.at - 1]?.word === 'away';
      const what = away ? meantThing(c, talk) : apart && talk.about;
      return what && { kind: 'distance', to: targetAt(what), limit: giveOrTake(c, limit, noted) };
    },
    () => {
      // "no closer to the laptop than 10 cm"
      const word = c.take('closerTo', 'notCloserTo');
      const to = word && target(c, talk);
      const value = to && c.take('than') ? quantity(c, aLength) : null;
      return (
        to &&
        value && { kind: 'distance', to, limit: { is: word === 'closerTo' ? 'lessThan' : 'atLeast', value } }
      );
    },
    () => {
      // "a distance of at least 4 cm from the edge", "a distance to the edge of at least 4 cm"
      c.take('a');
      if (!c.take('distance')) return null;
      return distanceTail(c, talk);
    },
    () => {
      // "at least 3 cm of space between them"
      const limit = lengthLimit(c, 'atLeast');
      if (!limit) return null;
      c.take('ofIt');
      c.take('distance');
      const them = c.take('between') ? c.take('it', 'eachOther') : null;
      return them && { kind: 'distance', to: targetAt(talk.about), limit };
    },
    () => {
      // "apart 3 cm"
      const limit = c.take('apart') ? lengthLimit(c, 'atLeast') : null;
      return limit && { kind: 'distance', to: targetAt(talk.about), limit };
    },
    () => {
      const start = c.at;
      if (c.take('together')) return assumedDistance(c, start, targetAt(talk.about), 'lessThan');
      if (c.take('farApart')) return assumedDistance(c, start, targetAt(talk.about), 'atLeast');
      if (!c.take('apart')) return null;
      const to = c.first(() => (c.take('from') ? target(c, talk) : null)) ?? targetAt(talk.about);
      const limit = c.first(() => amountBehind(c));
      return limit ? { kind: 'distance', to, limit } : assumedDistance(c, start, to, 'atLeast');
    },
  );
}

/** "5 cm apart, give or take 5 mm": then it is about that; what was taken for granted of it is not any more. */
function giveOrTake(c: Cursor, limit: LengthLimit, noted: number): LengthLimit {
  if (!('value' in limit)) return limit;
  const tolerance = c.first(() => {
    c.take('comma');
    const found = c.take('giveOrTake') ? quantity(c, aLength) : null;
    return found && endsClaim(c) ? found : null;
  });
  if (!tolerance) return limit;
  c.notes.length = noted;
  return { is: 'about', value: limit.value, tolerance };
}

/** What stands behind "the distance": what to, and how much, in either order. */
export function distanceTail(c: Cursor, talk: Talk): Predicate | null {
  const to = (): Target | null => (c.take('from', 'between') ? target(c, talk) : null);
  const first = c.first(to);
  c.first(() => (c.take('must') ? true : null));
  c.take('be', 'by');
  const limit = lengthLimit(c, 'atLeast');
  const where = first ?? (limit && c.first(to));
  return limit && { kind: 'distance', to: where ?? targetAt(talk.about), limit };
}

function assumedDistance(c: Cursor, start: number, to: Target, is: 'atLeast' | 'lessThan'): Predicate {
  c.assume(start, `Taken as ${is === 'atLeast' ? 'at least' : 'less than'} 5 % of the frame.`);
  return { kind: 'distance', to, limit: { is, value: usualDistance } };
}

/** Distances without a number: "near the edge", "away from the laptop", "touching". */
export function relation(c: Cursor, talk: Talk): Claimed | null {
  const start = c.at;
  const word = c.take('near', 'awayFrom', 'touching');
  if (!word) return null;
  const to = target(c, talk) ?? (word === 'touching' ? targetAt(talk.about) : null);
  if (!to) return null;
  if (word === 'touching') return so({ kind: 'distance', to, limit: noGap });
  // "away from the laptop by at least 10 cm", "away from it at least 10 cm"
  const said = c.first(
    () => {
      c.take('by');
      return lengthLimit(c, 'atLeast');
    },
    () => amountBehind(c),
  );
  if (said) return so({ kind: 'distance', to, limit: said });
  return so(assumedDistance(c, start, to, word === 'near' ? 'lessThan' : 'atLeast'));
}

/** "away from the edge, 5 cm minimum" */
function amountBehind(c: Cursor): LengthLimit | null {
  const found = c.take('comma') ? lengthLimit(c, 'atLeast') : null;
  return found && endsClaim(c) ? found : null;
}
