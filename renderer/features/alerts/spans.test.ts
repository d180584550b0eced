import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSpan, spanOf } from './spans.ts';

it.each([
  ['30 s', 30],
  ['5min', 300],
  ['4 h', 14_400],
  ['2 d', 172_800],
  ['1 h 30 min', 5_400],
  ['1,5 h', 5_400],
  ['45', 45],
  [' 10 m ', 600],
  ['', null],
  ['soon', null],
  ['5 parsecs', null],
  ['5 min and', null],
])('%j is %s seconds', (text, seconds) => {
  expect(readSpan(text)).toBe(seconds);
});

it('a number alone counts what the field counts', () => {
  expect(readSpan('15', 'min')).toBe(900);
});

it('what is written is read back as it was', () => {
  fc.assert(
    fc.property(fc.nat(2_592_000), (seconds) => {
      expect(readSpan(spanOf(seconds))).toBe(seconds);
    }),
  );
});
