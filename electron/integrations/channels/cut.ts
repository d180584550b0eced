/** What a vendor counts: code points, UTF-16 code units as JavaScript does, or bytes of UTF-8. */
export type Unit = 'codePoints' | 'utf16' | 'bytes';

const mark = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The length of a text in a vendor's unit. */
export function lengthIn(unit: Unit, text: string): number {
  if (unit === 'utf16') return text.length;
  if (unit === 'bytes') return Buffer.byteLength(text);
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

export interface CutOptions {
  /** UTF-16 code units when left out: whoever keeps to them keeps to code points as well. */
  unit?: Unit;
  /**
   * How the text will be written, as with escapes: that is what is counted. It is asked about one visible character
   * at a time, so it must not look at the neighbours.
   */
  sentAs?: (text: string) => string;
}

/**
 * A text of at most so many units. What does not fit is cut behind a visible character and the cut is marked with
 * "…"; emoji, accents and surrogates are never torn, nor is what stands for one character when it is sent.
 */
export function cut(text: string, max: number, { unit = 'utf16', sentAs = same }: CutOptions = {}): string {
  const whole = text.toWellFormed();
  // Two code units make one code point at most, and nothing gets shorter on its way: no need to count a long text.
  const head = whole.slice(0, 2 * max + 100);
  if (head === whole && lengthIn(unit, sentAs(whole)) <= max) return whole;
  const room = max - lengthIn(unit, mark);
  if (room < 0) return '';
  let kept = '';
  let length = 0;
  for (const { segment } of graphemes.segment(head)) {
    length += lengthIn(unit, sentAs(segment));
    if (length > room) break;
    kept += segment;
  }
  return kept.trimEnd() + mark;
}

/** The first entries, and words for those left out: `and 3 more`; null when all are there. */
export function cutList<T>(entries: readonly T[], max: number): { shown: readonly T[]; rest: string | null } {
  if (entries.length <= max) return { shown: entries, rest: null };
  const shown = entries.slice(0, Math.max(0, max));
  return { shown, rest: andMore(entries.length - shown.length) };
}

/** Words for what a list leaves out. */
export function andMore(count: number): string {
  return `${mark} and ${count} more`;
}

function same(text: string): string {
  return text;
}
