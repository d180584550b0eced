import { expect, it, test } from 'vitest';
import { complete } from './complete.ts';
import { createCursor } from './cursor.ts';
import { sentences as readSentences } from './parse.ts';
import { understood } from './test-sentences.ts';
import { typedUnderstood } from './test-sentences-typed.ts';

const labels = (text: string, offset = text.length) => complete(text, offset).map(({ label }) => label);

it('proposes beginnings where a sentence begins', () => {
  expect(labels('')).toContain('Every mug must be');
  expect(labels('Every mug must be upright. Th')).toEqual([
    'The largest mug must be',
    'There must be',
    'The photo must',
    'The handle must point',
  ]);
});

test.each([
  ['Every mug must be cen', 'centred'],
  ['Every mug must be at ', 'at least'],
  ['Every mug must be at least 4 c', 'cm'],
  ['Every mug must be in the left ', 'third'],
  ['Every mug must be upright, oth', 'otherwise'],
  ['Every mug must be upright, otherwise a', 'alert'],
  ['Every mug must be upright, otherwise alert cri', 'critical'],
  ['No mug may overlap a lap', 'laptop'],
])('proposes what may follow: %s', (text, expected) => {
  expect(labels(text)).toContain(expected);
});

it('proposes names of the operator in quotes', () => {
  const found = complete('Every mug must be in the area T', 31, { areas: ['Tray', 'Shelf'] });
  expect(found).toContainEqual({ label: "'Tray'", insert: "'Tray'", detail: 'name', from: 30, to: 31 });
  expect(found.map(({ label }) => label)).not.toContain("'Shelf'");
});

it('takes the place of the whole word in progress', () => {
  const [first] = complete('Every mug must be centrd within 5 %', 21);
  expect(first).toMatchObject({ insert: 'centred', from: 18, to: 24 });
});

it('proposes only what can be read on', () => {
  const sentences = [...understood, ...typedUnderstood].filter((_, index) => index % 40 === 0);
  for (const [text] of sentences) {
    for (const { index } of text.matchAll(/ /g)) {
      const begun = text.slice(0, index + 1);
      for (const { from, insert } of complete(begun, begun.length)) {
        const c = createCursor(begun.slice(0, from) + insert, {});
        readSentences(c);
        expect({ text: c.text, read: c.furthest }).toEqual({ text: c.text, read: c.words.length });
      }
    }
  }
});
