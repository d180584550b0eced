/** A text broken into lines that fit a box. */
export interface TextLayout {
  /** Smaller than asked for when it was shrunk. */
  fontSize: number;
  lines: TextLine[];
  /** False: not even one line finds room, at least not whole. */
  fits: boolean;
}

export interface TextLine {
  text: string;
  /** Of the paragraph: by its first character that has a direction. */
  direction: 'ltr' | 'rtl';
}

export interface TextBox {
  text: string;
  width: number;
  height: number;
  fontSize: number;
  /** A multiple of the font size. */
  lineHeight: number;
  /** Shrink before cutting. */
  autofit: boolean;
  /** Width of a text in one line at this size, letter spacing included, which shrinks with the size. */
  measure: (text: string, fontSize: number) => number;
}

/** Text is shrunk to no less than this share of its size. */
export const smallestShare = 0.2;
const ellipsis = '…';
/** Widths are sums of rounded numbers. */
const tolerance = 0.01;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Breaks at words, shrinks if wanted, and cuts what still finds no room with an ellipsis. */
export function layoutText(box: TextBox): TextLayout {
  const paragraphs = cleanText(box.text)
    .split('\n')
    .map((text) => ({ words: text.split(/\s+/u).filter(Boolean), direction: directionOf(text) }));
  const widthOf = measuredOnce(box);
  const attempt = (fontSize: number, mayBreak: boolean): Attempt => {
    const maxLines = Math.floor((box.height + tolerance) / (box.lineHeight * fontSize));
    const wrapping = { box, fontSize, widthOf, mayBreak, enough: Math.max(1, maxLines) };
    return { ...wrap(paragraphs, wrapping), maxLines };
  };
  const { autofit } = box;
  const fontSize = autofit ? largestThat(box.fontSize, (size) => whole(attempt(size, false))) : box.fontSize;
  return { fontSize, ...cut(attempt(fontSize, true), fontSize, box) };
}

interface Paragraph {
  words: string[];
  direction: TextLine['direction'];
}

interface Attempt {
  /** One more than find room when there are more. */
  lines: TextLine[];
  maxLines: number;
  /** A word had to be broken, or a single character is wider than the box. */
  broken: boolean;
}

function whole({ lines, maxLines, broken }: Attempt): boolean {
  return lines.length <= maxLines && !broken;
}

/**
 * The largest size between the smallest share and all of it, to a hundredth; the smallest when none will do.
 */
function largestThat(fontSize: number, fits: (size: number) => boolean): number {
  if (fits(fontSize)) return fontSize;
  let [low, high] = [Math.round(smallestShare * 100), 100];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits((fontSize * middle) / 100)) low = middle;
    else high = middle;
  }
  return (fontSize * low) / 100;
}

/** Control characters are no text: they are taken out, but for tabs and the ends of lines. */
export function cleanText(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]/g, '')
  );
}

/** By the first strong character: https://www.unicode.org/reports/tr9/#P2 */
export function directionOf(text: string): TextLine['direction'] {
  const strong = /\p{L}/u.exec(text)?.[0];
  const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
  return strong !== undefined && rightToLeft.test(strong) ? 'rtl' : 'ltr';
}

type WidthOf = (word: string, fontSize: number) => number;

/** Each word is measured once, at the full size: widths grow with the size. */
function measuredOnce({ fontSize: reference, measure }: TextBox): WidthOf {
  const widths = new Map<string, number>();
  return (word, fontSize) => {
    let width = widths.get(word);
    if (width === undefined) {
      width = measure(word, reference);
      widths.set(word, width);
    }
    return (width * fontSize) / reference;
  };
}

interface Wrapping {
  box: TextBox;
  fontSize: number;
  widthOf: WidthOf;
  /** Stops after one line more than this. */
  enough: number;
  /** Otherwise it stops at the first word that is too long for a line. */
  mayBreak: boolean;
}

function wrap(paragraphs: readonly Paragraph[], wrapping: Wrapping): { lines: TextLine[]; broken: boolean } {
  const lines: TextLine[] = [];
  let broken = false;
  for (const { words: all, direction } of paragraphs) {
    const left = [...all];
    if (left.length === 0) lines.push({ text: '', direction });
    for (let at = 0; at < left.length && lines.length <= wrapping.enough; ) {
      const line = nextLine(left, at, wrapping);
      lines.push({ text: line.text, direction });
      broken ||= line.broken;
      if (broken && !wrapping.mayBreak) return { lines, broken };
      at += line.taken;
      if (line.rest === null) continue;
      left.splice(0, at, line.rest);
      at = 0;
    }
    if (lines.length > wrapping.enough) break;
  }
  return { lines, broken };
}

/** The words from `at` that find room in one line; of a word longer than the line a part, and `rest`. */
function nextLine(
  all: readonly string[],
  at: number,
  { box, fontSize, widthOf }: Wrapping,
): { text: string; taken: number; rest: string | null; broken: boolean } {
  const room = box.width + tolerance;
  const space = widthOf(' ', fontSize);
  let taken = 0;
  for (let width = 0; at + taken < all.length; taken++) {
    width += (taken === 0 ? 0 : space) + widthOf(all[at + taken] ?? '', fontSize);
    if (width > room) break;
  }
  // A sum of words is not exactly the line: letters next to spaces may be set closer.
  while (taken > 1 && box.measure(all.slice(at, at + taken).join(' '), fontSize) > room) taken--;
  if (taken > 0) return { text: all.slice(at, at + taken).join(' '), taken, rest: null, broken: false };
  const word = all[at] ?? '';
  const head = longestHead(word, room, (text) => box.measure(text, fontSize));
  const rest = word.slice(head.length);
  return { text: head, taken: 1, rest: rest === '' ? null : rest, broken: true };
}

/** As much of a word as finds room: whole words of a script without spaces, else characters, at least one. */
function longestHead(word: string, room: number, measure: (text: string) => number): string {
  // Few characters of a long word find room in a line: no need to look at all of it.
  for (let looked = firstLook; ; looked *= 2) {
    const start = word.slice(0, looked);
    const head =
      longestOf(partsOf(words, start), room, measure) || longestOf(partsOf(graphemes, start), room, measure);
    if (head.length < start.length || looked >= word.length)
      return head || (partsOf(graphemes, start)[0] ?? word);
  }
}

const firstLook = 64;

function longestOf(parts: readonly string[], room: number, measure: (text: string) => number): string {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(parts.slice(0, middle).join('')) <= room) low = middle;
    else high = middle - 1;
  }
  return parts.slice(0, low).join('');
}

function partsOf(segmenter: Intl.Segmenter, text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function cut(
  { lines, maxLines }: Attempt,
  fontSize: number,
  { width, measure }: TextBox,
): { lines: TextLine[]; fits: boolean } {
  const shown = lines.slice(0, Math.max(1, maxLines));
  const last = shown.at(-1);
  if (lines.length > shown.length && last !== undefined) {
    const room = width + tolerance;
    const kept = longestOf(partsOf(graphemes, last.text), room, (text) => measure(text + ellipsis, fontSize));
    shown[shown.length - 1] = { ...last, text: kept.trimEnd() + ellipsis };
  }
  const fits = maxLines >= 1 && shown.every(({ text }) => measure(text, fontSize) <= width + tolerance);
  return { lines: shown, fits };
}
