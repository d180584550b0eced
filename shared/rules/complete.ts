import { createCursor, type Expectation } from './cursor.ts';
import { sentences } from './parse.ts';
import type { Surroundings, TokenRole } from './rule.ts';

/** Something that may be written at a place of a text. */
export interface Completion {
  /** How it is listed. */
  label: string;
  /** What takes the place of the text between `from` and `to`. */
  insert: string;
  /** What it does in the sentence. */
  detail: string;
  from: number;
  to: number;
}

const details: Readonly<Record<TokenRole, string>> = {
  subject: 'which ones',
  predicate: 'what is asked',
  number: 'a number',
  unit: 'unit',
  logic: 'logic',
  consequence: 'what follows',
  name: 'name',
  filler: '',
  unknown: '',
};

/** What may stand at this place, given what stands before it; the longest of what is begun already first. */
export function complete(text: string, offset: number, surroundings: Surroundings = {}): Completion[] {
  const before = text.slice(0, offset);
  const typed = /[\p{L}\p{N}'‘"“%°_-]*$/u.exec(before)?.[0] ?? '';
  const to = offset + (typed === '' ? 0 : (/^[\p{L}\p{N}_-]*/u.exec(text.slice(offset))?.[0].length ?? 0));
  // "at " may be the beginning of "at least".
  const begun = [/(?:[\p{L}-]+ +){2}[\p{L}-]*$/u, /[\p{L}-]+ +[\p{L}-]*$/u].map(
    (some) => some.exec(before)?.[0] ?? '',
  );
  const found = [...begun.filter((words) => words.trim() !== ''), typed].flatMap((words) => {
    const from = offset - words.length;
    const start = words.toLowerCase().replace(/^['‘"“]/, '');
    return possibleBehind(before.slice(0, from), surroundings)
      .filter(({ say, role }) => role !== 'number' && say.replace(/^'/, '').toLowerCase().startsWith(start))
      .map(({ say, role }): Completion => ({ label: say, insert: say, detail: details[role], from, to }));
  });
  return [...new Map(found.toReversed().map((one) => [one.label, one])).values()].reverse();
}

function possibleBehind(text: string, surroundings: Surroundings): readonly Expectation[] {
  const c = createCursor(text, surroundings);
  sentences(c);
  if (c.words.length === 0 || /[.;!?]\s*$/.test(text)) return beginnings;
  return c.furthest === c.words.length ? c.expectations() : [];
}

/** How sentences begin. */
const beginnings: readonly Expectation[] = [
  { say: 'Every mug must be', role: 'subject' },
  { say: 'The largest mug must be', role: 'subject' },
  { say: 'No mug may be', role: 'subject' },
  { say: 'There must be', role: 'subject' },
  { say: 'The photo must', role: 'subject' },
  { say: 'The handle must point', role: 'subject' },
  { say: 'If there is', role: 'logic' },
  { say: 'Unless', role: 'logic' },
  { say: 'In the context', role: 'name' },
  { say: 'For batches named', role: 'name' },
  { say: 'Reject photos with', role: 'consequence' },
];
