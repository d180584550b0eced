import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readExpression } from './expression.ts';

const fits = (text: string, value: string) => readExpression(text)?.(value);

test.each([
  ['cup.*', 'cup-4.jpg', true],
  ['cup', 'cups', false],
  ['', '', true],
  ['', 'a', false],
  ['a|b|', '', true],
  ['^cup$', 'cup', true],
  ['cup^', 'cup', false],
  ['line-[0-9]{1,2}', 'line-12', true],
  ['line-[0-9]{1,2}', 'line-123', false],
  ['a{2,}', 'aaaa', true],
  ['a{3}', 'aa', false],
  ['(?:ab|c)+?d?', 'abcab', true],
  ['[^\\]a]', ']', false],
  ['\\p{L}+ \\d\\.\\w', 'Tasse 4.b', true],
  ['[\\u{1F600}-\\u{1F64F}].', '😀😀', true],
  ['.', '😀', true],
  ['.', '\n', false],
  ['\\x41\\u0042', 'AB', true],
  ['a\\|b', 'a|b', true],
])('%j and %j: %j', (text, value, wanted) => {
  expect(fits(text, value)).toBe(wanted);
});

test.each([
  '(',
  ')',
  'a)',
  '[a',
  '*',
  'a**',
  '{2}',
  'a{3,2}',
  ']',
  '}',
  '\\',
  '\\q',
  '(?=a)',
  '(?!a)',
  '(?<=a)',
])('%j is none', (text) => {
  expect(readExpression(text)).toBeNull();
});

test.each(['(a)\\1', '\\bcup', '(?<name>a)\\k<name>', '(?<!a)b'])('%j looks around or back', (text) => {
  expect(readExpression(text)).toBeNull();
});

test.each(['(a{50}){50}', '(((){2000}){2000}){2000}', 'a{0,999999999}', '(a{2,9999}){2}'])(
  '%j is too large',
  (text) => {
    expect(readExpression(text)).toBeNull();
  },
);

test('what makes JavaScript look for hours is over at once', () => {
  const value = `${'a'.repeat(499)}!`;
  const began = performance.now();
  for (const text of ['(a+)+b', '(a|a)*b', '(a|aa)+$b', '(.*a){20}b', '([a-z]+)*\\d', '(a?){100}a{100}b'])
    expect(fits(text, value)).toBe(false);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('it says what JavaScript says', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '1', '😀', '\\.');
  const count = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '+?', '*?');
  const { text } = fc.letrec<{ text: string; part: string }>((tie) => ({
    text: fc
      .array(fc.array(tie('part'), { maxLength: 3 }), { minLength: 1, maxLength: 3 })
      .map((all) => all.map((parts) => parts.join('')).join('|')),
    part: fc
      .tuple(
        fc.oneof(
          { maxDepth: 3 },
          atom,
          tie('text').map((inner) => `(${inner})`),
        ),
        count,
      )
      .map((both) => both.join('')),
  }));
  const value = fc
    .array(fc.constantFrom('a', 'b', '1', '.', '😀'), { maxLength: 6 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, value, (expression, given) => {
      expect(fits(expression, given)).toBe(new RegExp(`^(?:${expression})$`, 'u').test(given));
    }),
    { numRuns: 400 },
  );
});
