import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../shared/template.ts';
import { pixelsOf } from '../golden.ts';
import type { DrawJob } from '../render-protocol.ts';
import { drawJobOf, imageLayer, ratingLayer, sampleSubject, shapeLayer, textLayer } from '../test-jobs.ts';
import { drawJob } from './draw-job.ts';
import { createPictures } from './pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'draw-'));
const pictures = createPictures();
let drawn = 0;

async function draw(layers: Layer[], given: Partial<DrawJob> = {}) {
  drawn += 1;
  const outPath = join(folder, `${drawn}.${given.format ?? 'png'}`);
  return { ...(await drawJob(drawJobOf(layers, { outPath, ...given }), pictures)), outPath };
}

async function corner(path: string): Promise<number[]> {
  const { data } = await pixelsOf(path);
  return [...data.subarray(0, 4)];
}

const square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>';

describe('a drawn file', () => {
  it('has the size of the template times the scale, and says how many bytes it has', async () => {
    const { outPath, ...said } = await draw([], { width: 101, height: 100, scale: 0.5 });
    expect(said).toEqual({
      width: 51,
      height: 50,
      pages: 1,
      bytes: readFileSync(outPath).length,
      warnings: [],
    });
    expect(await pixelsOf(outPath)).toMatchObject({ width: 51, height: 50 });
  });

  it('keeps a clear background clear in PNG and WebP, and makes it white in JPEG', async () => {
    const background = 'transparent';
    expect(await corner((await draw([], { background })).outPath)).toEqual([0, 0, 0, 0]);
    expect(await corner((await draw([], { background, format: 'webp' })).outPath)).toEqual([0, 0, 0, 0]);
    expect(await corner((await draw([], { background, format: 'jpeg' })).outPath)).toEqual([
      255, 255, 255, 255,
    ]);
  });

  it('has several pages as PDF only', async () => {
    const page = { layers: [{ layer: textLayer(), subject: 0 }] };
    const pdf = await draw([], { format: 'pdf', pages: [page, page, page] });
    expect(pdf).toMatchObject({ pages: 3, width: 200, height: 200 });
    const text = readFileSync(pdf.outPath, 'latin1');
    expect(text.slice(0, 5)).toBe('%PDF-');
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(3);
    expect(text).toContain('/MediaBox [0 0 150 150]');
    await expect(draw([], { pages: [page, page] })).rejects.toMatchObject({ code: 'render.failed' });
  });

  it('is the same to the byte when drawn again, whatever was drawn before', async () => {
    const layers = [
      imageLayer({ kind: 'photo' }, { width: 50, height: 40 }),
      textLayer({ text: 'مرحبا ☕' }),
      ratingLayer(3.5),
    ];
    for (const format of ['png', 'jpeg', 'webp', 'pdf'] as const) {
      const first = readFileSync((await draw(layers, { format })).outPath);
      await draw([imageLayer({ kind: 'photo' })], { scale: 2 });
      expect(readFileSync((await draw(layers, { format })).outPath).equals(first)).toBe(true);
    }
  });

  it('is not there when drawing fails, nor is a part of it', async () => {
    const outPath = join(folder, 'failed', 'out.png');
    mkdirSync(join(folder, 'failed'));
    const bad = shapeLayer('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    await expect(draw([bad], { outPath })).rejects.toMatchObject({
      code: 'template.invalid',
      message: expect.stringContaining('The shape “shape”'),
    });
    const gone = sampleSubject({ photoPath: join(folder, 'gone.jpg') });
    await expect(draw([imageLayer({ kind: 'photo' })], { outPath, subjects: [gone] })).rejects.toMatchObject({
      code: 'photo.notFound',
    });
    await expect(draw([], { width: 5_000, height: 5_000, scale: 2.1, outPath })).rejects.toMatchObject({
      code: 'template.invalid',
    });
    await expect(draw([], { outPath: join(folder, 'no', 'such', 'folder.png') })).rejects.toThrow();
    expect(readdirSync(join(folder, 'failed'))).toEqual([]);
    expect(existsSync(outPath)).toBe(false);
  });

  it('leaves hidden, clear and empty layers alone, and shows the rest in their order', async () => {
    const black = shapeLayer(square, { x: 0, y: 0, width: 200, height: 200 });
    const unseen = { ...black, svg: 'not even an SVG' };
    const { outPath } = await draw([
      { ...black, fill: '#00ff00' },
      { ...unseen, layer: 'a', hide: true },
      { ...unseen, layer: 'b', opacity: 0 },
      { ...unseen, layer: 'c', width: 0 },
      { ...black, svg: '', layer: 'd' },
      textLayer({ text: '' }),
    ]);
    expect(await corner(outPath)).toEqual([0, 255, 0, 255]);
  });

  it('says what it left out or replaced, each once', async () => {
    const bare = sampleSubject({ detection: null });
    const { warnings } = await draw(
      [
        imageLayer({ kind: 'url', url: 'https://example.com/a.png' }, { layer: 'web' }),
        imageLayer({ kind: 'mug', margin: 0 }, { layer: 'cut' }),
        imageLayer({ kind: 'design' }, { layer: 'print' }),
        imageLayer({ kind: 'mockup' }, { layer: 'mock' }),
        imageLayer({ kind: 'asset', designId: 'a'.repeat(64) }, { layer: 'logo' }),
        imageLayer(null, { layer: 'nothing' }),
        textLayer({ layer: 'one', fontFamily: 'Oswald' }),
        textLayer({ layer: 'two', fontFamily: 'Oswald' }),
        textLayer({ layer: 'ours', fontFamily: 'lora' }),
      ],
      { subjects: [bare] },
    );
    expect(warnings.map((warning) => warning.split(/[“”]/)[1])).toEqual([
      'web',
      'cut',
      'print',
      'mock',
      'logo',
      'Oswald',
    ]);
  });

  it('shows the bare mug when a design finds no place on it, and says so', async () => {
    const path = join(folder, 'design.png');
    writeFileSync(path, createCanvas(10, 10).toBuffer('image/png'));
    const { warnings } = await draw([imageLayer({ kind: 'mockup' })], {
      subjects: [sampleSubject({ design: { path, format: 'png' } })],
    });
    expect(warnings).toEqual([expect.stringContaining('no face to lay the design onto')]);
  });

  it('lets no name of a font out into a style', async () => {
    const { warnings } = await draw([textLayer({ fontFamily: 'x"; serif, 99px' })]);
    expect(warnings).toHaveLength(1);
  });
});
