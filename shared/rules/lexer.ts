/** One word, number, name in quotes or mark of a text. `start` and `end` are UTF-16 code units. */
export interface Lexeme {
  kind: 'word' | 'number' | 'quoted' | 'mark';
  start: number;
  end: number;
  /** In lower case, without accents; of a contraction the whole word it stands for; a mark in its plain form. */
  word: string;
  /** Of a number. */
  value: number;
  /** What stands in the quotes. */
  name: string;
}

const fractions: Readonly<Record<string, number>> = {
  '½': 0.5,
  '¼': 0.25,
  '¾': 0.75,
  '⅓': 1 / 3,
  '⅔': 2 / 3,
};

/** Marks that mean the same are one. */
const plainMarks: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '−': '-',
  '″': '"',
  "''": '"',
  '”': '"',
  '“': '"',
  '≈': '~',
  '×': 'x',
  '>=': '≥',
  '=>': '≥',
  '<=': '≤',
  '=<': '≤',
  '==': '=',
  '+/-': '±',
  '+-': '±',
  '&': 'and',
  '!': '.',
};

const quotes: readonly RegExp[] = [
  // An apostrophe before a letter does not end a name: 'Tom's tray'.
  /'((?:\\.|'(?=[\p{L}\p{N}])|[^'\\])*)'(?![\p{L}\p{N}])/uy,
  /‘((?:\\.|’(?=[\p{L}\p{N}])|[^’\\])*)’/uy,
  /"((?:\\.|[^"\\])*)"/uy,
  /“((?:\\.|[^”\\])*)”/uy,
  /«((?:\\.|[^»\\])*)»/uy,
  /`((?:\\.|[^`\\])*)`/uy,
];
/** A quote opens at the beginning of a word only, or it is an apostrophe or a mark for inches. */
const opensBehind = /[\s([{,:;—–-]/u;

const shortened = /^(?:max|min|approx|ca|no|nr)$/;

const numberPattern =
  /(\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)(e[+-]?\d+)?(?:\s?([½¼¾⅓⅔])|(?:\s(\d+))?\/(\d+)(?!\d))?|([½¼¾⅓⅔])/uy;
const wordPattern = /[\p{L}\p{M}_]+(?:['’][\p{L}\p{M}]+)*/uy;
const markPattern = /''|\+\/-|\+-|[<>=]=|=[<>]|[^\s]/uy;

/** The parts of a text, in order. Every character other than white space belongs to one. */
export function lex(text: string): Lexeme[] {
  const found: Lexeme[] = [];
  const add = (kind: Lexeme['kind'], start: number, end: number, part: Partial<Lexeme>) =>
    found.push({ kind, start, end, word: '', value: 0, name: '', ...part });

  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const quoted = quotedAt(text, at);
    if (quoted) {
      add('quoted', at, quoted.end, { name: quoted.name, word: plain(quoted.name) });
      at = quoted.end;
      continue;
    }
    const number = matchAt(numberPattern, text, at);
    if (number) {
      add('number', at, at + number[0].length, { value: numberOf(number), word: number[0] });
      at += number[0].length;
      continue;
    }
    const word = matchAt(wordPattern, text, at);
    if (word) {
      for (const [start, end, whole] of contraction(word[0]))
        add('word', at + start, at + end, { word: whole });
      at += word[0].length;
      // "max. 3" is no end of a sentence.
      const last = found.at(-1);
      if (last && shortened.test(last.word) && /^\.\s*\d/.test(text.slice(at, at + 8))) {
        last.end += 1;
        at += 1;
      }
      continue;
    }
    const mark = matchAt(markPattern, text, at)?.[0] ?? text.charAt(at);
    // A hyphen within a word parts it: "top-left" is two words.
    const hyphen =
      /^[-‐‑]$/u.test(mark) && /\p{L}/u.test(text.charAt(at - 1)) && /\p{L}/u.test(text.charAt(at + 1));
    if (!hyphen) {
      const word = plainMarks[mark] ?? mark;
      add(/^\p{L}+$/u.test(word) ? 'word' : 'mark', at, at + mark.length, { word });
    }
    at += mark.length;
  }
  return found;
}

/** A word as it is compared: lower case, without accents. */
export function plain(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function quotedAt(text: string, at: number): { name: string; end: number } | null {
  if (at > 0 && !opensBehind.test(text.charAt(at - 1))) return null;
  for (const pattern of quotes) {
    const match = matchAt(pattern, text, at);
    if (match) return { name: (match[1] ?? '').replace(/\\(.)/gsu, '$1'), end: at + match[0].length };
  }
  return null;
}

/** "1,000" is a thousand, "4,5" four and a half; "1 1/2" and "1½" are one and a half. */
function numberOf([
  ,
  digits = '',
  exponent = '',
  added,
  numerator,
  denominator,
  alone,
]: RegExpExecArray): number {
  if (alone !== undefined) return fractions[alone] ?? 0;
  const grouped = /^\d{1,3}(,\d{3})+(\.|$)/.test(digits);
  const number = Number(`${digits.replaceAll(',', grouped ? '' : '.')}${exponent}`);
  if (added !== undefined) return number + (fractions[added] ?? 0);
  if (denominator === undefined) return number;
  return numerator === undefined
    ? number / Number(denominator)
    : number + Number(numerator) / Number(denominator);
}

/** "don't" is two words, each at its place. */
function contraction(word: string): [start: number, end: number, whole: string][] {
  const low = plain(word);
  const length = word.length;
  if (low === 'cannot')
    return [
      [0, 3, 'can'],
      [3, length, 'not'],
    ];
  const negative = /^(.+)n'?t$/.exec(low);
  const stem = negative?.[1] ?? '';
  const verb = { ca: 'can', wo: 'will', sha: 'shall' }[stem] ?? stem;
  if (low.length === length && negated.has(verb))
    return [
      [0, stem.length, verb],
      [stem.length, length, 'not'],
    ];
  const ending = /^(.+)('(?:s|re|d|ll|ve))$/.exec(low);
  if (!ending || low.length !== length) return [[0, length, low]];
  const [, front = '', back = ''] = ending;
  return [
    [0, front.length, front],
    [front.length, length, back],
  ];
}

const negated: ReadonlySet<string> = new Set(
  'do does is are was must should can may will shall need has have'.split(' '),
);
