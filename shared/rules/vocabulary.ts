import { numberWords } from './numbers.ts';
import type { TokenRole } from './rule.ts';
import { claimWords } from './words-claims.ts';
import { consequenceWords } from './words-consequences.ts';
import { measureWords } from './words-measures.ts';
import { sentenceWords } from './words-sentence.ts';

/**
 * Every fixed word of the language, by what it means. The first way to say it is the canonical one; it is what is
 * suggested. Fillers ("the") are not written here: they are left out before words are compared.
 */
const entries = { ...sentenceWords, ...claimWords, ...measureWords, ...consequenceWords } as const;

export type Term = keyof typeof entries;

/** Words that are read and weigh nothing, wherever they stand. */
export const fillers: readonly string[] = [
  ...[
    'please',
    'pls',
    'plz',
    'thx',
    'hey',
    'hi',
    'hello',
    'the',
    'that',
    'which',
    'kindly',
    'also',
    'always',
    "'s",
    "'",
    "'re",
    'really',
  ],
  ...[
    'simply',
    'ideally',
    'preferably',
    'if possible',
    'strictly',
    'nicely',
    'neatly',
    'properly',
    'bang',
    'no exceptions',
    'without exception',
    'could you',
    'can you',
    'would you',
    'ensure',
    'guarantee',
    'make sure',
    'be sure',
    'make certain',
  ],
  ...[
    'see to it',
    'check',
    'verify',
    'i want',
    'we want',
    "i 'd like",
    "we 'd like",
    'i would like',
    'our',
    'my',
  ],
  ...[
    'we would like',
    'it is important',
    'from now on',
    'at all times',
    'in general',
    'in any case',
    'thanks',
  ],
  ...['thank you', 'very', 'your', 'so'],
];

export const ordinalWords: readonly string[] =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');

/** What a term does in a sentence, and how it is suggested. */
export const vocabulary = Object.fromEntries(
  Object.entries(entries).map(([term, [role, words]]) => [term, { role, say: words.split('|')[0] ?? term }]),
) as unknown as Readonly<Record<Term, { role: TokenRole; say: string }>>;

/** A way to say something, word by word. */
type Phrase = readonly string[];

/** By a word: the terms that may begin with it, and how, the longest way first. */
export const phrasesFrom: ReadonlyMap<string, ReadonlyMap<Term, readonly Phrase[]>> = phraseIndex();

function phraseIndex() {
  const index = new Map<string, Map<Term, Phrase[]>>();
  for (const [term, [, words]] of Object.entries(entries) as [Term, (typeof entries)[Term]][]) {
    const phrases = words.split('|').map((phrase) => phrase.split(' '));
    for (const phrase of phrases.toSorted((a, b) => b.length - a.length)) {
      const terms = index.get(phrase[0] ?? '') ?? new Map<Term, Phrase[]>();
      index.set(phrase[0] ?? '', terms.set(term, [...(terms.get(term) ?? []), phrase]));
    }
  }
  return index;
}

/** Every single word that means something, things aside. */
export const vocabularyWords: readonly string[] = [
  ...new Set([
    ...Object.values(entries).flatMap(([, words]) => words.split(/[| ]/)),
    ...fillers.flatMap((filler) => filler.split(' ')),
    ...numberWords,
    ...ordinalWords,
  ]),
].filter((word) => word !== '');
