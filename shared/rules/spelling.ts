import { distance } from 'fastest-levenshtein';

/** From this length on a word may have one slip, and two. */
const oneSlip = 4;
const twoSlips = 8;
/** Longer words are none that was mistyped. */
const longest = 20;

/** Finds the word that was meant. */
export interface Spelling {
  /** Words at the least distance that counts as a slip; none for a word that is unlike all. */
  meant(word: string): readonly string[];
}

/** Looks words up by what is left when letters are taken away, so that a look costs no walk through the list. */
export function createSpelling(words: readonly string[]): Spelling {
  const known = new Set(words);
  const byRest = new Map<string, string[]>();
  for (const word of known) {
    if (word.length < oneSlip - 1 || !/^\p{L}+$/u.test(word)) continue;
    for (const rest of restsOf(word)) byRest.set(rest, [...(byRest.get(rest) ?? []), word]);
  }
  return {
    meant(word) {
      if (word.length < oneSlip || word.length > longest) return [];
      const near = new Map<string, number>();
      for (const rest of restsOf(word)) {
        for (const other of byRest.get(rest) ?? []) {
          const slips = slipsBetween(word, other);
          const allowed = Math.min(word.length, other.length) >= twoSlips ? 2 : 1;
          if (slips <= allowed) near.set(other, slips);
        }
      }
      const least = Math.min(...near.values());
      return [...near].flatMap(([other, slips]) => (slips === least ? [other] : []));
    },
  };
}

/** The word with up to one letter taken away, of a long one up to two. */
function restsOf(word: string): Set<string> {
  const shorter = (from: string) => Array.from(from, (_, at) => from.slice(0, at) + from.slice(at + 1));
  const once = shorter(word);
  return new Set([word, ...once, ...(word.length >= twoSlips - 1 ? once.flatMap(shorter) : [])]);
}

/** Letters too many, too few or wrong; two neighbours in each other's place are one slip. */
export function slipsBetween(a: string, b: string): number {
  const slips = distance(a, b);
  if (slips !== 2 || a.length !== b.length) return slips;
  const at = Array.from(a).findIndex((letter, index) => letter !== b[index]);
  const swapped = a.slice(0, at) + (a[at + 1] ?? '') + (a[at] ?? '') + a.slice(at + 2);
  return swapped === b ? 1 : slips;
}

/** The most alike first; those that have little in common with the word are left out. */
export function nearestTo(word: string, choices: readonly string[], most = 5): string[] {
  return choices
    .filter((choice) => 2 * Math.min(word.length, choice.length) >= Math.max(word.length, choice.length))
    .map((choice) => ({
      choice,
      share: distance(word, choice.toLowerCase()) / Math.max(word.length, choice.length),
    }))
    .filter(({ share }) => share <= 0.4)
    .sort((a, b) => a.share - b.share)
    .slice(0, most)
    .map(({ choice }) => choice);
}
