import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createCursor } from './cursor.ts';
import { parse, sentences } from './parse.ts';
import { assumed, notUnderstood, understood } from './test-sentences.ts';
import { narrowedAssumed, narrowedUnderstood } from './test-sentences-narrowed.ts';
import { typedAssumed, typedNotUnderstood, typedUnderstood } from './test-sentences-typed.ts';

describe('a sentence that is understood', () => {
  test.each([...understood, ...typedUnderstood, ...narrowedUnderstood])('%s', (text, canonical) => {
    expect(parse(text)).toMatchObject({ canonical, confidence: 1, problems: [] });
  });
});

describe('a sentence that is understood with something corrected or assumed', () => {
  test.each([...assumed, ...typedAssumed, ...narrowedAssumed])('%s', (text, canonical, place, message) => {
    const reading = parse(text);
    expect(reading.canonical).toBe(canonical);
    expect(reading.confidence).toBeLessThan(1);
    expect(reading.confidence).toBeGreaterThan(0.5);
    expect(reading.problems[0]).toMatchObject({ level: 'warning', text: place, message });
  });
});

describe('a sentence that is not understood', () => {
  test.each([...notUnderstood, ...typedNotUnderstood])('%s', (text, place, suggestion) => {
    const { rule, confidence, problems } = parse(text);
    const error = problems.find(({ level }) => level === 'error');
    expect(rule).toBeNull();
    expect(confidence).toBeLessThan(0.5);
    expect(error?.text).toBe(place);
    expect(text.slice(error?.start, error?.end)).toBe(place);
    expect(error?.suggestions[0] ?? '').toBe(suggestion);
  });
});

const names = {
  labels: ['Laptop', 'Computer mouse', 'Table', 'Samovar'],
  areas: ['Tray', 'Left shelf', 'The Bar'],
  templates: ['Listing', 'Close up'],
  channels: ['Team Slack', 'n8n'],
};

describe('names of the operator', () => {
  test.each([
    ['Every mug must be in the left shelf', "Every mug must be in the area 'Left shelf'."],
    ['Every mug must be inside the tray area', "Every mug must be in the area 'Tray'."],
    ['Every mug must be in The Bar', "Every mug must be in the area 'The Bar'."],
    ['No mug may be near the tray', "No mug may be less than 5 % from the area 'Tray'."],
    [
      'Every mug must be upright, otherwise notify team slack',
      "Every mug must be upright, otherwise notify 'Team Slack'.",
    ],
    [
      'If a mug is small, use the close up template',
      "If at least one mug is small, use template 'Close up'.",
    ],
    ['No mug may overlap a mouse', 'No mug may overlap a computer mouse.'],
    ['No mug may overlap the samovars', "No mug may overlap an object 'samovar'."],
  ])('are known without quotes: %s', (text, canonical) => {
    expect(parse(text, names).canonical).toBe(canonical);
  });

  it('are marked when there are none such, with the most alike', () => {
    const text = "Every mug must be upright, otherwise notify 'Team Slak'";
    expect(parse(text, names)).toMatchObject({
      rule: null,
      problems: [{ text: "'Team Slak'", level: 'error', suggestions: ["'Team Slack'"] }],
    });
  });

  it('are never corrected into words of the language', () => {
    const { problems } = parse("Every mug must be in 'Aera'", { areas: ['Aera'] });
    expect(problems).toEqual([]);
  });

  it('may be things that the detector in use does not know: that is told', () => {
    expect(parse('No mug may overlap a book', names)).toMatchObject({
      canonical: 'No mug may overlap a book.',
      problems: [{ text: 'book', level: 'warning' }],
    });
  });
});

const alphabet = [...'abcdefghijklmnopqrstuvwxyzäé0123456789 .,;:\'"“”()%°″½–-±≥<>=/&\\\n😀'];
const anyText = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 300 });
const known = [...understood, ...assumed, ...notUnderstood].map(([text]) => text);
/** A sentence with a few things done to it. */
const mutated = fc
  .tuple(
    fc.constantFrom(...known),
    fc.constantFrom(...known),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...alphabet, ''))),
  )
  .map(([one, other, changes]) =>
    changes.reduce((text, [at, letter]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + letter + text.slice(place + (at % 3 === 0 ? 0 : 1));
    }, `${one}. ${other}`),
  );
/** Words of the language in any order. */
const salad = fc
  .array(fc.constantFrom(...new Set(known.join(' ').split(' '))), { maxLength: 60 })
  .map((words) => words.join(' '));

it('uses or reports every word of any text, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, mutated, salad), (text) => {
      const { rule, canonical, confidence, problems, tokens } = parse(text);
      const errors = problems.filter(({ level }) => level === 'error');
      expect(rule === null).toBe(errors.length > 0);
      expect(canonical === null).toBe(rule === null);
      expect(confidence < 0.5).toBe(rule === null);
      for (const { start, end, role } of tokens) {
        const told = errors.some((problem) => problem.start <= start && problem.end >= end);
        if (role === 'unknown')
          expect({ text, word: text.slice(start, end), told }).toMatchObject({ told: true });
      }
      const said = tokens.reduce(
        (left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end),
        text,
      );
      expect(said.replaceAll(/[\s\-‐‑]/gu, '')).toBe('');
    }),
    { numRuns: 1_500 },
  );
});

it('takes work in proportion to the text', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, mutated, salad), (text) => {
      const c = createCursor(text, {});
      sentences(c);
      expect(c.steps).toBeLessThan(20_000 + 3_000 * c.words.length);
    }),
    { numRuns: 500 },
  );
});
