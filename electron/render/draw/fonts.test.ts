import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { fontFamilies } from '../../../shared/template.ts';
import { familyList, ownFamily, registerFonts, withoutGlyph } from './fonts.ts';

function widthOf(text: string, families: string): number {
  const context = createCanvas(10, 10).getContext('2d');
  context.font = `40px ${families}`;
  return context.measureText(text).width;
}

describe('the fonts', () => {
  it('are found by their names, whatever the case, and no others', () => {
    for (const family of fontFamilies) expect(ownFamily(` ${family.toUpperCase()} `)).toBe(family);
    expect(ownFamily('Oswald')).toBeNull();
    expect(ownFamily('__proto__')).toBeNull();
  });

  it('are all there, each different, under names that no system has', () => {
    const widths = fontFamilies.map((family) =>
      widthOf('Hamburgefonts', familyList(family, 'Hamburgefonts')),
    );
    expect(new Set(widths).size).toBe(fontFamilies.length);
    expect(familyList('Lora', 'a')).toBe('"H-Lora", "H-Inter", "H-Last"');
    expect(familyList('Inter', 'كوب כוס ☕')).toBe('"H-Inter", "H-Arabic", "H-Hebrew", "H-Emoji", "H-Last"');
  });

  it('end with one that has a box of the same width for every character', () => {
    const last = (text: string) => widthOf(text, familyList('Inter', text));
    expect(last('杯')).toBe(last('ꦗ'));
    expect(last('杯')).toBeCloseTo(40 * 0.6);
  });

  it('say by code and name when a file of ours is missing', () => {
    const files = ['@fontsource/none/files/none.woff2'];
    expect(() => registerFonts({ alias: 'H-None', files })).toThrow(
      expect.objectContaining({ code: 'font.missing', message: expect.stringContaining(files[0] ?? '') }),
    );
    expect(GlobalFonts.has('H-None')).toBe(false);
  });

  it('know what they have no letters for', () => {
    expect(withoutGlyph('Tasse, кружка, κούπα, كوب, כוס, chén – 5 € ☕ ❤️ “x” 20 × 30 ±2')).toBe('');
    expect(withoutGlyph('茶杯 茶 ★ →')).toBe('茶杯★→');
  });
});
