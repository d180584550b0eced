import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cut, cutList, lengthIn, type Unit } from './cut.ts';

const units: Unit[] = ['utf16', 'codePoints', 'bytes'];
const anyText = fc.string({
  unit: fc.constantFrom('a', ' ', 'é', 'e\u0301', '🙂', '👩‍🔬', '🇩🇪', '漢', '\ud83d', '*', '\n'),
});

it('keeps what fits, as it is', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...units), (text, unit) => {
      const whole = text.toWellFormed();
      expect(cut(text, lengthIn(unit, whole), { unit })).toBe(whole);
    }),
  );
});

it('never gives more than the limit, is well-formed and marks every cut', () => {
  fc.assert(
    fc.property(anyText, fc.nat(60), fc.constantFrom(...units), (text, max, unit) => {
      const whole = text.toWellFormed();
      const result = cut(text, max, { unit });
      expect(lengthIn(unit, result)).toBeLessThanOrEqual(max);
      expect(result.isWellFormed()).toBe(true);
      if (result === whole || result === '') return;
      expect(result.endsWith('…')).toBe(true);
      expect(whole.startsWith(result.slice(0, -1))).toBe(true);
    }),
  );
});

it('cuts between visible characters only', () => {
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  fc.assert(
    fc.property(anyText, fc.nat(60), fc.constantFrom(...units), (text, max, unit) => {
      const whole = text.toWellFormed();
      const kept = cut(text, max, { unit }).replace(/…$/, '');
      const borders = [...graphemes.segment(whole)].map(({ index, segment }) => index + segment.length);
      // Space before the mark is taken away.
      const end = whole.length - whole.slice(kept.length).trimStart().length;
      expect([0, ...borders].some((border) => border >= kept.length && border <= end)).toBe(true);
    }),
  );
});

it('counts what the text takes once it is escaped', () => {
  const stars = { sentAs: (text: string) => text.replace(/\*/g, '\\*') };
  expect(cut('a***', 6, stars)).toBe('a**…');
  expect(cut('a***', 5, stars)).toBe('a*…');
  expect(cut('a***', 7, stars)).toBe('a***');
});

it.each<[Unit, number, string]>([
  ['utf16', 5, '🙂🙂…'],
  ['codePoints', 3, '🙂🙂…'],
  ['bytes', 11, '🙂🙂…'],
  ['bytes', 10, '🙂…'],
  ['bytes', 2, ''],
  ['utf16', 0, ''],
])('cuts emoji by %s at %i', (unit, max, expected) => {
  expect(cut('🙂🙂🙂🙂', max, { unit })).toBe(expected);
});

it('counts what a list leaves out', () => {
  expect(cutList([1, 2, 3], 3)).toEqual({ shown: [1, 2, 3], rest: null });
  expect(cutList([1, 2, 3, 4, 5], 2)).toEqual({ shown: [1, 2], rest: '… and 3 more' });
});
