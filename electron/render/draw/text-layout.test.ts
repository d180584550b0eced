import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, directionOf, layoutText, smallestShare, type TextBox } from './text-layout.ts';

/** Every character half as wide as it is high. */
const measure = (text: string, fontSize: number) => [...text].length * fontSize * 0.5;
const box = (given: Partial<TextBox>): TextBox => ({
  text: '',
  width: 100,
  height: 100,
  fontSize: 10,
  lineHeight: 1,
  autofit: false,
  measure,
  ...given,
});
const linesOf = (given: Partial<TextBox>) => layoutText(box(given)).lines.map(({ text }) => text);

describe('the layout of a text', () => {
  it('breaks at words and keeps the ends of lines that were written', () => {
    expect(linesOf({ text: 'one two three four\nfive\n\nsix', width: 50 })).toEqual([
      'one two',
      'three four',
      'five',
      '',
      'six',
    ]);
  });

  it('breaks a word that is longer than a line, never inside of a character', () => {
    expect(linesOf({ text: 'abcdefghijkl', width: 25 })).toEqual(['abcde', 'fghij', 'kl']);
    const family = '👩‍👩‍👧';
    const lines = linesOf({ text: family.repeat(3), width: 5 });
    expect(lines).toEqual([family, family, family]);
  });

  it('breaks a script without spaces between its words', () => {
    const lines = linesOf({ text: '我喜欢喝咖啡', width: 20 });
    expect(lines.join('')).toBe('我喜欢喝咖啡');
    expect(lines).not.toContain('咖');
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(4);
  });

  it('cuts what finds no room with an ellipsis that itself finds room', () => {
    expect(linesOf({ text: 'one two three four', width: 25, height: 20 })).toEqual(['one', 'two…']);
    expect(linesOf({ text: 'abcde fghij', width: 25, height: 10 })).toEqual(['abcd…']);
  });

  it('shrinks before it cuts when told to, without breaking words', () => {
    const { fontSize, lines } = layoutText(box({ text: 'abcdefghij', width: 25, autofit: true }));
    expect(lines.map(({ text }) => text)).toEqual(['abcdefghij']);
    expect(fontSize).toBeCloseTo(5, 1);
    const long = layoutText(box({ text: 'word '.repeat(2_000), autofit: true }));
    expect(long.fontSize).toBe(10 * smallestShare);
    expect(long.lines.at(-1)?.text).toMatch(/…$/);
  });

  it('keeps the size of a text that finds room', () => {
    expect(layoutText(box({ text: 'short', autofit: true })).fontSize).toBe(10);
  });

  it('says when not even one line finds room', () => {
    expect(layoutText(box({ text: 'x', height: 5 })).fits).toBe(false);
    expect(layoutText(box({ text: 'x', width: 2 })).fits).toBe(false);
    expect(layoutText(box({ text: 'x' })).fits).toBe(true);
  });

  it('takes each paragraph’s direction from its first strong character', () => {
    const { lines } = layoutText(box({ text: '123 שלום abc\nabc שלום\n(3) مرحبا', width: 1_000 }));
    expect(lines.map(({ direction }) => direction)).toEqual(['rtl', 'ltr', 'rtl']);
    expect(directionOf('123 !')).toBe('ltr');
  });

  it('takes control characters out, but no ends of lines', () => {
    expect(cleanText('a\u0000b\u001bc\u0085d\r\ne\rf\u2028g\th')).toBe('abcd\ne\nf\ng\th');
  });

  it('never reaches out of its box when it says so, whatever the text', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc
        .array(fc.constantFrom('mug', 'Tasse', 'כוס', 'كوب', '杯子', '☕', '\n', 'extraordinarily'), {
          maxLength: 60,
        })
        .map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(
        anyText,
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.double({ min: 1, max: 200, noNaN: true }),
        fc.double({ min: 0.5, max: 3, noNaN: true }),
        fc.boolean(),
        (text, width, height, fontSize, lineHeight, autofit) => {
          const given = box({ text, width, height, fontSize, lineHeight, autofit });
          const layout = layoutText(given);
          expect(layout.fontSize).toBeLessThanOrEqual(fontSize);
          expect(layout.fontSize).toBeGreaterThanOrEqual(fontSize * smallestShare - 1e-9);
          expect(layout.lines.length).toBeGreaterThan(0);
          if (!layout.fits) return;
          expect(layout.lines.length * lineHeight * layout.fontSize).toBeLessThanOrEqual(height + 0.02);
          for (const line of layout.lines) {
            expect(measure(line.text, layout.fontSize)).toBeLessThanOrEqual(width + 0.02);
          }
        },
      ),
    );
  });

  it('loses no word of a text that finds room', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 40 }), (all) => {
        const lines = linesOf({ text: all.join(' '), width: 60, height: 10_000 });
        expect(lines.join(' ').split(' ').filter(Boolean)).toEqual(all);
      }),
    );
  });

  it('lays out 10,000 characters with or without spaces at once', () => {
    const startedAt = performance.now();
    for (const text of [
      'word '.repeat(2_000),
      'x'.repeat(10_000),
      '汉'.repeat(10_000),
      '👩‍👩‍👧'.repeat(1_250),
    ]) {
      layoutText(box({ text, width: 500, height: 10_000, autofit: true }));
    }
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
