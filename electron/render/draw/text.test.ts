import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerOf } from '../../../shared/template.ts';
import { sampleSubject, textLayer } from '../test-jobs.ts';
import { drawLayer } from './draw-layer.ts';
import { createPictures } from './pictures.ts';

const pictures = createPictures();
const side = 300;

async function draw(given: Partial<LayerOf<'text'>>) {
  const context = createCanvas(side, side).getContext('2d');
  const warnings: string[] = [];
  const warn = (sentence: string) => void warnings.push(sentence);
  await drawLayer(context, textLayer(given), {
    subject: sampleSubject(),
    assets: {},
    pictures,
    density: 1,
    warn,
  });
  return { pixels: context.getImageData(0, 0, side, side).data, warnings };
}

/** The smallest box with everything that was drawn; null when nothing was. */
function inkOf(pixels: Uint8ClampedArray) {
  let [left, top, right, bottom] = [side, side, -1, -1];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (pixels[(y * side + x) * 4 + 3] === 0) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return right === -1 ? null : { left, top, right: right + 1, bottom: bottom + 1 };
}

const words = [
  'mug',
  'Tasse',
  'ffi',
  'כוס',
  'كوب',
  'Ёлка',
  'Ωμέγα',
  'ấm',
  '☕',
  '👩‍👩‍👧',
  '\n',
  'extraordinarily',
  'W',
  'j̈',
];

describe('a drawn text', () => {
  it('stays in its box, but for a hair’s breadth of a slant or a swash, whatever it says', async () => {
    const layer = fc.record({
      text: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 30 }).map((all) => all.join(' ')),
      fontFamily: fc.constantFrom('Inter', 'Lora', 'Pacifico'),
      fontSize: fc.integer({ min: 4, max: 60 }),
      fontWeight: fc.constantFrom(100, 400, 900),
      italic: fc.boolean(),
      letterSpacing: fc.constantFrom(0, 3),
      lineHeight: fc.constantFrom(1, 1.4),
      horizontalAlign: fc.constantFrom('left' as const, 'center' as const, 'right' as const),
      verticalAlign: fc.constantFrom('top' as const, 'center' as const, 'bottom' as const),
      autofit: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(layer, async (given) => {
        const ink = inkOf((await draw({ ...given, x: 100, y: 100, width: 100, height: 100 })).pixels);
        const margin = Math.ceil(given.fontSize * 0.25) + 1;
        expect(ink?.left ?? 100).toBeGreaterThanOrEqual(100 - margin);
        expect(ink?.top ?? 100).toBeGreaterThanOrEqual(100 - margin);
        expect(ink?.right ?? 200).toBeLessThanOrEqual(200 + margin);
        expect(ink?.bottom ?? 200).toBeLessThanOrEqual(200 + margin);
      }),
      { numRuns: 60 },
    );
  });

  it('is cut at the edges of a box too small for a single line, and says so', async () => {
    const { pixels, warnings } = await draw({ text: 'W', fontSize: 80, x: 50, y: 50, width: 40, height: 20 });
    const ink = inkOf(pixels);
    expect(ink).toMatchObject({ top: 50, bottom: 70 });
    expect(ink?.left).toBeGreaterThanOrEqual(50);
    expect(ink?.right).toBeLessThanOrEqual(90);
    expect(warnings).toEqual([expect.stringContaining('too small')]);
  });

  it('stands at the edges and in the middle of its box', async () => {
    const at = { text: 'H', x: 50, y: 50, width: 200, height: 200, fontSize: 40, lineHeight: 1 };
    const left = inkOf((await draw({ ...at })).pixels);
    const right = inkOf((await draw({ ...at, horizontalAlign: 'right', verticalAlign: 'bottom' })).pixels);
    const middle = inkOf((await draw({ ...at, horizontalAlign: 'center', verticalAlign: 'center' })).pixels);
    expect(left?.left).toBeLessThan(58);
    expect(left?.top).toBeLessThan(65);
    expect(right?.right).toBeGreaterThan(242);
    expect(right?.bottom).toBeGreaterThan(230);
    expect(((middle?.left ?? 0) + (middle?.right ?? 0)) / 2).toBeCloseTo(150, 0);
  });

  it('does not let the space after the last letter push it off', async () => {
    const at = { text: 'HH', x: 0, y: 0, width: 300, height: 100, letterSpacing: 60, fontSize: 40 };
    const right = inkOf((await draw({ ...at, horizontalAlign: 'right' })).pixels);
    expect(right?.right).toBeGreaterThan(290);
  });

  it('takes no control character and no unknown font for more than it is', async () => {
    const plain = await draw({ text: 'ab' });
    expect((await draw({ text: 'a\u0000\u001b\u009fb' })).pixels).toEqual(plain.pixels);
    expect((await draw({ text: 'ab', fontFamily: 'INTER' })).pixels).toEqual(plain.pixels);
    const unknown = await draw({ text: 'ab', fontFamily: 'monospace' });
    expect(unknown.pixels).toEqual(plain.pixels);
    expect(unknown.warnings).toEqual([expect.stringContaining('“monospace”')]);
  });

  it('draws nothing in a font of the system: a character that ours don’t have is a box', async () => {
    const [chinese, other] = [await draw({ text: '杯' }), await draw({ text: 'ꙮ'.normalize() })];
    expect(inkOf(chinese.pixels)).not.toBeNull();
    expect((await draw({ text: '茶' })).pixels).toEqual(chinese.pixels);
    expect(chinese.warnings).toHaveLength(1);
    expect(other.pixels).toHaveLength(chinese.pixels.length);
  });
});
