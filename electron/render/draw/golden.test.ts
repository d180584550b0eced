import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../shared/template.ts';
import { expectGolden } from '../golden.ts';
import type { DrawJob } from '../render-protocol.ts';
import { drawJobOf, imageLayer, ratingLayer, sampleSubject, shapeLayer, textLayer } from '../test-jobs.ts';
import { drawJob } from './draw-job.ts';
import { createPictures } from './pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'golden-'));
const pictures = createPictures();
const designPath = join(folder, 'design.svg');
writeFileSync(
  designPath,
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" rx="6" fill="#c2185b"/><circle cx="20" cy="10" r="7" fill="#fff3e0"/></svg>',
);
const corners = [
  { x: 520, y: 330 },
  { x: 740, y: 330 },
  { x: 730, y: 500 },
  { x: 530, y: 500 },
];
const subject = sampleSubject({
  design: { path: designPath, format: 'svg' },
  designPlacement: { corners, curve: 0.08 },
});

/** Draws the layers and compares them with golden/NAME.png. */
async function golden(name: string, layers: Layer[], given: Partial<DrawJob> = {}): Promise<string[]> {
  const outPath = join(folder, `${name}.png`);
  const drawn = await drawJob(drawJobOf(layers, { subjects: [subject], outPath, ...given }), pictures);
  await expectGolden(outPath, join(import.meta.dirname, 'golden', `${name}.png`));
  return drawn.warnings;
}

const lower = { y: 105, height: 85 };
const upper = { y: 10, height: 85 };
const triangle =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M5 0 10 10H0z" fill="#00897b" stroke="#263238"/></svg>';

describe('a drawn layer looks as it did', () => {
  it('text: words, alignment, weights and spacing', async () => {
    await golden('text', [
      textLayer({ ...upper, text: 'Each mug in its place', fontWeight: 700, horizontalAlign: 'center' }),
      textLayer({
        ...lower,
        text: 'Serif, slanted,\nspaced out',
        fontFamily: 'Lora',
        italic: true,
        fontSize: 22,
        letterSpacing: 2,
        horizontalAlign: 'right',
        verticalAlign: 'bottom',
        background: '#ffe0b2',
      }),
    ]);
  });

  it('text that is too long, shrunk and cut', async () => {
    const text = 'A sentence that goes on for so long that it does not find room in its box at all';
    await golden('text-long', [
      textLayer({ ...upper, text, autofit: true, background: '#e3f2fd' }),
      textLayer({ ...lower, text, background: '#fce4ec', fontFamily: 'Pacifico' }),
    ]);
  });

  it('text of 10,000 characters', async () => {
    await golden('text-10000', [textLayer({ text: 'mug '.repeat(2_500), autofit: true, fontSize: 40 })]);
  });

  it('text from right to left, with the other direction inside', async () => {
    await golden('text-right-to-left', [
      textLayer({ ...upper, text: 'كوب قهوة جميل، 3 أكواب Hot', fontSize: 26, horizontalAlign: 'right' }),
      textLayer({ ...lower, text: 'שלום, עולם (2) mugs', fontSize: 26, horizontalAlign: 'center' }),
    ]);
  });

  it('emoji, also in a word with letters, and what no font of ours has', async () => {
    const warnings = await golden('text-emoji', [
      textLayer({ ...upper, text: '☕👍🏽 mug❤️ 🇩🇪', fontSize: 28 }),
      textLayer({ ...lower, text: '1️⃣ 茶杯 ✓', fontFamily: 'Lora', fontSize: 36 }),
    ]);
    expect(warnings).toEqual([
      '“text”: the characters “茶杯✓” are in no font of this program and are drawn as boxes.',
    ]);
  });

  it('a photo in every fit, with border and corners', async () => {
    const [left, right] = [
      { x: 5, width: 92 },
      { x: 103, width: 92 },
    ];
    await golden('image', [
      imageLayer({ kind: 'photo' }, { ...left, ...upper, objectFit: 'cover', borderRadius: 20 }),
      imageLayer({ kind: 'photo' }, { ...right, ...upper, objectFit: 'contain', borderWidth: 1 }),
      imageLayer(
        { kind: 'photo' },
        { ...left, ...lower, objectFit: 'fill', borderWidth: 6, borderColor: '#1f6feb', borderRadius: 100 },
      ),
      imageLayer({ kind: 'photo' }, { ...right, ...lower, objectFit: 'none', opacity: 0.5 }),
    ]);
  });

  it('turned layers around their centre', async () => {
    await golden('rotation', [
      imageLayer({ kind: 'mug', margin: 0.05 }, { x: 50, y: 50, width: 100, height: 100, rotation: 30 }),
      textLayer({
        y: 80,
        height: 40,
        text: 'Turned',
        horizontalAlign: 'center',
        rotation: -30,
        color: '#d81b60',
      }),
      shapeLayer(triangle, { x: 5, y: 5, width: 40, height: 40, rotation: 180 }),
      ratingLayer(2, { x: 120, y: 10, width: 70, height: 20, rotation: 10 }),
    ]);
  });

  it('the overlay, the mug, the design and the mock-up', async () => {
    const small = { width: 92, height: 92 };
    await golden('pictures', [
      imageLayer({ kind: 'overlay' }, { x: 5, y: 5, ...small }),
      imageLayer({ kind: 'mug', margin: 0.1 }, { x: 103, y: 5, ...small }),
      imageLayer({ kind: 'design' }, { x: 5, y: 103, ...small, objectFit: 'contain' }),
      imageLayer({ kind: 'mockup' }, { x: 103, y: 103, ...small }),
    ]);
  });

  it('shapes, stretched and in other colours', async () => {
    await golden('shape', [
      shapeLayer(triangle, { x: 5, y: 5, width: 190, height: 60 }),
      shapeLayer(triangle, { x: 5, y: 70, width: 90, height: 90, fill: '#ff980080' }),
      shapeLayer(triangle, { x: 105, y: 70, width: 90, height: 90, fill: 'transparent', stroke: '#e53935' }),
    ]);
  });

  it('stars: none, halves and all', async () => {
    const rows = [0, 0.5, 2.74, 3.25, 5];
    await golden(
      'rating',
      rows.map((rating, row) => ratingLayer(rating, { y: 5 + row * 39, height: 34 })),
    );
  });

  it('on nothing at twice the size', async () => {
    await golden(
      'transparent',
      [
        ratingLayer(4, { x: 5, y: 25, width: 90, height: 20, opacity: 0.5 }),
        textLayer({ text: 'Clear', x: 5, y: 0, width: 90, height: 25, fontSize: 18 }),
      ],
      {
        background: 'transparent',
        width: 100,
        height: 50,
        scale: 2,
      },
    );
  });
});
