import { type Lexeme, lex, plain } from './lexer.ts';
import { numberAt } from './numbers.ts';
import type { Problem, Surroundings, TokenRole } from './rule.ts';
import { createSpelling, nearestTo } from './spelling.ts';
import { type ThingName, thingNames } from './things.ts';
import { fillers, ordinalWords, phrasesFrom, type Term, vocabulary, vocabularyWords } from './vocabulary.ts';
import { plainWords } from './words-beyond.ts';

/** A word that counts: fillers are left out. */
export interface Word extends Lexeme {
  /** Where the fillers before it begin: a name may begin with one ("The Bar"). */
  from: number;
  /** What may begin with it. */
  phrases: ReturnType<typeof phrasesFrom.get>;
}

/** What could stand at a place. */
export interface Expectation {
  say: string;
  role: TokenRole;
}

/** A text being read: which words there are, how far it is read, and what would have been understood further on. */
export interface Cursor {
  readonly text: string;
  readonly words: readonly Word[];
  readonly surroundings: Surroundings;
  /** Of all lexemes, fillers among them, by where they start. */
  readonly roles: Map<number, { end: number; role: TokenRole }>;
  /** What else slips may stand for: where, and the how manieth. */
  readonly otherSpellings: readonly (readonly [number, number])[];
  /** What was corrected or assumed so far. */
  readonly notes: Problem[];
  /** Index of the next word. */
  at: number;
  /** The other end of the limit that was read last: "more than 2 cm but less than 6 cm". */
  also: unknown;
  /** Where the reading came furthest, and what would have been understood there. */
  readonly furthest: number;
  expectations(): Expectation[];
  /** The number of looks so far: what reading costs. */
  readonly steps: number;

  /** Reads one of these when it is next, the longest way to say it first. */
  take(...terms: Term[]): Term | null;
  /** Whether one of these is next; expects nothing. */
  sees(...terms: Term[]): boolean;
  /** Whether one of these, of one word, was the last. */
  follows(term: Term): boolean;
  number(): number | null;
  ordinal(): number | null;
  thing(): string | null;
  /** A name in quotes, or one of these without quotes. */
  name(known: readonly string[] | undefined, what: string): string | null;
  /** Words that begin with a capital and mean nothing else, as a name. */
  properName(): string | null;
  /** Some words up to a mark, as a name. */
  looseName(stops: readonly Term[]): string | null;
  /** The first that reads something; what others read is forgotten. */
  first<T>(...ways: (() => T | null)[]): T | null;
  /** Something was assumed, for the words from this one on. */
  assume(from: number, message: string): void;
  /** What was read from this word on cannot be meant so. */
  refuse(from: number, message: string, suggestions?: readonly string[]): void;
}

const fixedWords = new Set(vocabularyWords);
const fixedSpelling = createSpelling(vocabularyWords);
const fillerPhrases = fillers.map((filler) => filler.split(' ')).sort((a, b) => b.length - a.length);
const fillersByFirst = Map.groupBy(fillerPhrases, ([first]) => first ?? '');
/** Words that ask for less than a rule can. */
const wishes = new Set(['ideally', 'preferably', 'if possible']);
const wishTaken = 'Taken as “must”: a rule asks for something, or it does not.';
/** What a surrounding comes to is kept as long as it is the same list. */
const lists = new WeakMap<readonly string[], ReturnType<typeof listOf>>();
const noLabels: readonly string[] = [];

function listOf(labels: readonly string[]) {
  const names = thingNames(labels);
  const words = [...new Set(names.flatMap((name) => name.words))];
  return {
    byFirst: Map.groupBy(names, ({ words: [first] }) => first ?? ''),
    words: new Set(words),
    spelling: createSpelling(words),
  };
}

/** `spelt`: which of the words that a slip may stand for is taken, by where it starts; else the first. */
export function createCursor(
  text: string,
  surroundings: Surroundings,
  spelt: ReadonlyMap<number, number> = new Map(),
): Cursor {
  const otherSpellings: [number, number][] = [];
  const labels = surroundings.labels ?? noLabels;
  const things = lists.get(labels) ?? listOf(labels);
  lists.set(labels, things);
  const names = [surroundings.areas, surroundings.templates, surroundings.channels].flatMap(
    (list) => list ?? [],
  );
  const nameWords = new Set(names.flatMap((name) => lex(name).map(({ word }) => word)));

  const roles: Cursor['roles'] = new Map();
  const notes: Problem[] = [];
  const words = readable();
  let at = 0;
  let also: unknown = null;
  let furthest = 0;
  let expected = new Map<string, TokenRole>();
  let terms = new Set<Term>();
  let steps = 0;

  /** Corrects slips, and leaves fillers out. */
  function readable(): Word[] {
    const all = lex(text);
    for (const lexeme of all) {
      if (lexeme.kind !== 'word' || isKnown(lexeme.word)) continue;
      const { start, end } = lexeme;
      const all = [...new Set([...fixedSpelling.meant(lexeme.word), ...things.spelling.meant(lexeme.word)])];
      const [meant] = all.splice(spelt.get(start) ?? 0, 1);
      if (meant === undefined) continue;
      const others = all;
      otherSpellings.push(...others.slice(0, 3).map((_, index): [number, number] => [start, index + 1]));
      const also =
        others.length === 0 ? '' : ` It could also be ${others.slice(0, 3).map(quoted).join(' or ')}.`;
      note(start, end, 'warning', `Read as “${meant}”.${also}`, [meant, ...others]);
      lexeme.word = meant;
    }
    const kept: Word[] = [];
    let from = -1;
    for (let index = 0; index < all.length; ) {
      const lexeme = all[index] as Lexeme;
      if (from < 0) from = lexeme.start;
      const filler = fillersByFirst
        .get(lexeme.word)
        ?.find((phrase) =>
          phrase.every(
            (word, offset) => all[index + offset]?.word === word && all[index + offset]?.kind !== 'quoted',
          ),
        );
      if (filler && lexeme.kind !== 'quoted') {
        const said = all.slice(index, index + filler.length);
        for (const { start, end } of said) roles.set(start, { end, role: 'filler' });
        if (wishes.has(filler.join(' ')))
          note(lexeme.start, said.at(-1)?.end ?? lexeme.end, 'warning', wishTaken, []);
        index += filler.length;
      } else {
        kept.push({
          ...lexeme,
          from,
          phrases: lexeme.kind === 'quoted' ? undefined : phrasesFrom.get(lexeme.word),
        });
        roles.set(lexeme.start, { end: lexeme.end, role: 'unknown' });
        from = -1;
        index += 1;
      }
    }
    return kept;
  }

  function isKnown(word: string): boolean {
    return fixedWords.has(word) || plainWords.has(word) || things.words.has(word) || nameWords.has(word);
  }

  function note(
    start: number,
    end: number,
    level: Problem['level'],
    message: string,
    suggestions: readonly string[],
  ) {
    notes.push({
      start,
      end,
      level,
      text: text.slice(start, end),
      message,
      suggestions: [...suggestions].slice(0, 5),
    });
  }

  /** Whether the reading never came further than here. */
  function isFurthest(): boolean {
    if (at > furthest) {
      furthest = at;
      expected = new Map();
      terms = new Set();
    }
    return at === furthest;
  }

  function expect(say: string, role: TokenRole) {
    if (isFurthest()) expected.set(say, role);
  }

  /** Reads this many words. */
  function read(count: number, role: TokenRole) {
    for (let last = at + count; at < last; at += 1) {
      const word = words[at];
      if (word) roles.set(word.start, { end: word.end, role });
    }
    isFurthest();
  }

  function isNext(phrase: readonly string[]): boolean {
    for (let offset = 0; offset < phrase.length; offset += 1) {
      const next = words[at + offset];
      if (next === undefined || next.kind === 'quoted' || next.word !== phrase[offset]) return false;
    }
    return true;
  }

  /** How many words the term takes here, 0 for none: the longest way to say it. */
  function countOf(term: Term, phrases: NonNullable<Word['phrases']>): number {
    for (const phrase of phrases.get(term) ?? []) if (isNext(phrase)) return phrase.length;
    return 0;
  }

  function sees(...wanted: Term[]): boolean {
    steps += 1;
    const phrases = words[at]?.phrases;
    return phrases !== undefined && wanted.some((term) => countOf(term, phrases) > 0);
  }

  function take(...wanted: Term[]): Term | null {
    steps += 1;
    const phrases = words[at]?.phrases;
    let best: Term | null = null;
    let most = 0;
    if (phrases) {
      for (const term of wanted) {
        const count = countOf(term, phrases);
        if (count > most) [best, most] = [term, count];
      }
    }
    if (best !== null) read(most, vocabulary[best].role);
    else if (isFurthest()) for (const term of wanted) terms.add(term);
    return best;
  }

  function number(): number | null {
    steps += 1;
    const found = numberAt(words, at);
    if (!found) {
      expect('a number', 'number');
      return null;
    }
    read(found.count, 'number');
    return found.value;
  }

  function ordinal(): number | null {
    steps += 1;
    const [next, ending] = [words[at], words[at + 1]];
    const index = ordinalWords.indexOf(next?.word ?? '');
    if (next?.kind === 'word' && index >= 0) {
      read(1, 'subject');
      return index + 1;
    }
    if (next?.kind === 'number' && ending?.start === next.end && /^(?:st|nd|rd|th)$/.test(ending.word)) {
      read(2, 'subject');
      return next.value;
    }
    if (take('last')) return -1;
    expect('first', 'subject');
    return null;
  }

  function thing(): string | null {
    steps += 1;
    const found: ThingName | undefined = things.byFirst
      .get(words[at]?.word ?? '')
      ?.find(({ words: name }) => isNext(name));
    if (!found) {
      if (at >= furthest)
        for (const label of labels.length > 0 ? labels.slice(0, 40) : ['laptop', 'book', 'bottle'])
          expect(label.toLowerCase(), 'subject');
      return null;
    }
    const [start, end] = [words[at]?.start ?? 0, words[at + found.words.length - 1]?.end ?? 0];
    read(found.words.length, 'subject');
    if (!found.known)
      note(start, end, 'warning', 'The detector in use does not know this.', labels.slice(0, 5));
    return found.label;
  }

  function name(known: readonly string[] | undefined, what: string): string | null {
    steps += 1;
    const next = words[at];
    if (!next) {
      for (const choice of known?.length ? known : [what]) expect(`'${choice}'`, 'name');
      return null;
    }
    if (next.kind === 'quoted') {
      read(1, 'name');
      const own = known?.find((choice) => plain(choice) === next.word);
      if (known?.length && own === undefined) {
        const alike = nearestTo(next.word, known);
        note(
          next.start,
          next.end,
          'error',
          `There is no ${what} of this name.`,
          (alike.length > 0 ? alike : known).map((one) => `'${one}'`),
        );
      }
      return own ?? next.name;
    }
    for (const choice of (known ?? []).toSorted((a, b) => b.length - a.length)) {
      for (const start of [next.start, next.from]) {
        const end = start + choice.length;
        if (plain(text.slice(start, end)) !== plain(choice)) continue;
        const last = words.findIndex((word) => word.end === end);
        if (last < at) continue;
        read(last - at + 1, 'name');
        return choice;
      }
    }
    for (const choice of known?.length ? known : [what]) expect(`'${choice}'`, 'name');
    return null;
  }

  function properName(): string | null {
    let count = 0;
    for (let word = words[at]; word?.kind === 'word' && count < 4; word = words[at + count]) {
      if (!/^\p{Lu}\p{Ll}/u.test(text.slice(word.start, word.end)) || isKnown(word.word)) break;
      count += 1;
    }
    const [first, last] = [words[at], words[at + count - 1]];
    if (!first || !last || count === 0) return null;
    read(count, 'name');
    return text.slice(first.start, last.end);
  }

  function looseName(stops: readonly Term[]): string | null {
    const first = words[at];
    let count = 0;
    // The first word is a name whatever else it could be.
    while (count < 6) {
      const word = words[at + count];
      if (!word || word.kind === 'quoted' || (word.kind === 'mark' && !/^[#@_/-]$/.test(word.word))) break;
      at += count;
      const stopped = sees(...stops);
      at -= count;
      if (stopped && count > 0) break;
      count += 1;
    }
    const last = words[at + count - 1];
    if (!first || !last || count === 0) return null;
    read(count, 'name');
    return text.slice(first.start, last.end);
  }

  return {
    text,
    words,
    surroundings,
    roles,
    otherSpellings,
    notes,
    get at() {
      return at;
    },
    set at(value) {
      at = value;
    },
    get also() {
      return also;
    },
    set also(value) {
      also = value;
    },
    get furthest() {
      return furthest;
    },
    get steps() {
      return steps;
    },
    expectations: () => [
      ...[...terms].map((term) => vocabulary[term]),
      ...[...expected].map(([say, role]) => ({ say, role })),
    ],
    take,
    sees,
    follows: (term) => words[at - 1]?.phrases?.get(term)?.some(({ length }) => length === 1) ?? false,
    number,
    ordinal,
    thing,
    name,
    properName,
    looseName,
    first(...ways) {
      const [start, noted, before] = [at, notes.length, also];
      for (const way of ways) {
        const found = way();
        if (found !== null) return found;
        at = start;
        also = before;
        notes.length = noted;
      }
      return null;
    },
    assume(from, message) {
      const [start, end] = stretchFrom(from);
      note(start, end, 'warning', message, []);
    },
    refuse(from, message, suggestions = []) {
      const [start, end] = stretchFrom(from);
      note(start, end, 'error', message, suggestions);
    },
  };

  function stretchFrom(from: number): [number, number] {
    const first = words[Math.min(from, words.length - 1)];
    const last = words[Math.max(Math.min(from, words.length - 1), at - 1)];
    return [first?.start ?? 0, last?.end ?? 0];
  }
}

const quoted = (word: string) => `“${word}”`;
