import type { Lexeme } from './lexer.ts';

const units: Readonly<Record<string, number>> = {
  ...{ zero: 0, nil: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9 },
  ...{ ten: 10, eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16 },
  ...{ seventeen: 17, eighteen: 18, nineteen: 19 },
};
const tens: Readonly<Record<string, number>> = {
  ...{
    twenty: 20,
    thirty: 30,
    forty: 40,
    fourty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
  },
};
const groups: Readonly<Record<string, number>> = { dozen: 12, dozens: 12, hundred: 100, thousand: 1_000 };
const pairs: Readonly<Record<string, number>> = { couple: 2, pair: 2 };
const shares: Readonly<Record<string, number>> = {
  ...{ half: 1 / 2, halves: 1 / 2, third: 1 / 3, thirds: 1 / 3, quarter: 1 / 4, quarters: 1 / 4 },
  ...{ fifths: 1 / 5, tenth: 1 / 10, tenths: 1 / 10 },
};

/** Every word that numbers are written with. */
export const numberWords: readonly string[] = [
  ...[units, tens, groups, pairs, shares].flatMap((table) => Object.keys(table)),
  'point',
];

interface Found {
  value: number;
  /** How many words it takes. */
  count: number;
}

/** "2.5", "two and a half", "a dozen", "twenty five", "three quarters of a", "half a". */
export function numberAt(words: readonly Lexeme[], at: number): Found | null {
  const next = words[at];
  if (next?.kind === 'number')
    return Number.isFinite(next.value) ? withShare(words, at, { value: next.value, count: 1 }) : null;
  if (next?.kind !== 'word') return null;
  const article = next.word === 'a' || next.word === 'an' ? 1 : 0;
  const word = wordAt(words, at + article);
  const group = valueIn(groups, word) ?? valueIn(pairs, word);
  if (group !== null) return counted(words, at, { value: group, count: article + 1 });
  const share = valueIn(shares, word);
  // "the third mug" and "the left third" are no numbers.
  if (share !== null && (article === 1 || /^(?:half|halves|quarter)$/.test(word)))
    return ofOne(words, at, { value: share, count: article + 1 });
  // "an inch"
  if (article === 1)
    return /^(?:inch|centimetre|centimeter|metre|meter|foot|degree)$/.test(word)
      ? { value: 1, count: 1 }
      : null;
  const whole = wholeAt(words, at);
  return whole && withShare(words, at, whole);
}

/** "twenty five", "one hundred and twenty". */
function wholeAt(words: readonly Lexeme[], at: number): Found | null {
  let [sum, part, count] = [0, 0, 0];
  let last: 'unit' | 'ten' | 'group' | null = null;
  for (;;) {
    const skipped = last === 'group' && wordAt(words, at + count) === 'and' ? 1 : 0;
    const word = wordAt(words, at + count + skipped);
    const [unit, ten, group] = [valueIn(units, word), valueIn(tens, word), valueIn(groups, word)];
    if (unit !== null && last !== 'unit' && !(last === 'ten' && (unit > 9 || unit === 0))) {
      part += unit;
      last = 'unit';
    } else if (ten !== null && (last === null || last === 'group')) {
      part += ten;
      last = 'ten';
    } else if (group !== null && skipped === 0 && (last === 'unit' || last === 'ten')) {
      part *= group;
      if (group === 1_000) [sum, part] = [sum + part, 0];
      last = 'group';
    } else break;
    count += 1 + skipped;
  }
  return last === null ? null : { value: sum + part, count };
}

/** What may stand behind a number: "and a half", "quarters", "point five". */
function withShare(words: readonly Lexeme[], at: number, { value, count }: Found): Found {
  const [first, second, third] = [0, 1, 2].map((offset) => wordAt(words, at + count + offset));
  const added = valueIn(shares, third ?? '');
  if (first === 'and' && second === 'a' && added !== null) return { value: value + added, count: count + 3 };
  const times = valueIn(shares, first ?? '');
  if (times !== null) return ofOne(words, at, { value: value * times, count: count + 1 });
  if (first !== 'point') return { value, count };
  const digits: number[] = [];
  for (let digit = valueIn(units, second ?? ''); digit !== null && digit < 10; ) {
    digits.push(digit);
    digit = valueIn(units, wordAt(words, at + count + 1 + digits.length));
  }
  return digits.length === 0
    ? { value, count }
    : { value: value + Number(`0.${digits.join('')}`), count: count + 1 + digits.length };
}

/** "half an inch", "a quarter of an inch". */
function ofOne(words: readonly Lexeme[], at: number, { value, count }: Found): Found {
  const [first, second, third] = [0, 1, 2].map((offset) => wordAt(words, at + count + offset));
  if (/^an?$/.test(first ?? '')) {
    const group = valueIn(groups, second ?? '');
    return group === null ? { value, count: count + 1 } : { value: value * group, count: count + 2 };
  }
  return first === 'of' && /^an?$/.test(second ?? '') && third !== undefined
    ? { value, count: count + 2 }
    : { value, count };
}

/** "a couple of", "two dozen of". */
function counted(words: readonly Lexeme[], at: number, { value, count }: Found): Found {
  return wordAt(words, at + count) === 'of' ? { value, count: count + 1 } : { value, count };
}

function wordAt(words: readonly Lexeme[], at: number): string {
  const found = words[at];
  return found?.kind === 'word' ? found.word : '';
}

function valueIn(table: Readonly<Record<string, number>>, word: string): number | null {
  return Object.hasOwn(table, word) ? (table[word] ?? null) : null;
}
