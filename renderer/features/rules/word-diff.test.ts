import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordDiff } from './word-diff.ts';

test('a number that changed is all that differs', () => {
  expect(wordDiff('at least 3 cm apart.', 'at least 40 cm apart.')).toEqual([
    { kind: 'same', text: 'at least ' },
    { kind: 'removed', text: '3' },
    { kind: 'added', text: '40' },
    { kind: 'same', text: ' cm apart.' },
  ]);
});

test('equal texts have one stretch, and an empty one none', () => {
  expect(wordDiff('upright.', 'upright.')).toEqual([{ kind: 'same', text: 'upright.' }]);
  expect(wordDiff('', '')).toEqual([]);
});

test('without what was added it is the old text, and without what was removed the new one', () => {
  const text = fc
    .array(fc.constantFrom('mug', ' ', 'left', '.', '3', 'é', '😀'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const stretches = wordDiff(before, after);
      const without = (kind: string) =>
        stretches.flatMap((stretch) => (stretch.kind === kind ? [] : stretch.text)).join('');
      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
    }),
  );
});
