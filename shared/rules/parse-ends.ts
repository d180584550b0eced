import type { Cursor } from './cursor.ts';

const ends = [
  'stop',
  'comma',
  'and',
  'or',
  'close',
  'otherwise',
  'unless',
  'if',
  'thenDo',
  'colon',
  'with',
] as const;

/** Whether nothing more of a claim can follow. */
export function endsClaim(c: Cursor): boolean {
  return c.at >= c.words.length || c.sees(...ends);
}
