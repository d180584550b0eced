import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { drawJobOf, imageLayer, textLayer } from '../test-jobs.ts';
import { drawJob } from './draw-job.ts';
import { mergePages } from './merge.ts';
import { createPictures } from './pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'merge-'));
const pictures = createPictures();

async function file(
  name: string,
  format: 'png' | 'jpeg' | 'webp' | 'pdf',
  pages = 1,
  width = 200,
): Promise<string> {
  const outPath = join(folder, name);
  const page = {
    layers: [imageLayer({ kind: 'photo' }), textLayer({ text: name })].map((layer) => ({
      layer,
      subject: 0,
    })),
  };
  await drawJob(
    drawJobOf([], { outPath, format, width, pages: Array.from({ length: pages }, () => page) }),
    pictures,
  );
  return outPath;
}

async function widthsIn(path: string): Promise<number[]> {
  const document = await PDFDocument.load(readFileSync(path), { throwOnInvalidObject: true });
  return document.getPages().map((page) => page.getWidth());
}

describe('the merging of files into one PDF', () => {
  it('takes pictures and every page of PDFs, in their order', async () => {
    const paths = [
      await file('a.png', 'png', 1, 100),
      await file('b.pdf', 'pdf', 12, 200),
      await file('c.webp', 'webp', 1, 300),
      await file('d.jpg', 'jpeg', 1, 400),
    ];
    const outPath = join(folder, 'merged.pdf');
    const drawn = await mergePages({ paths, outPath });
    const bytes = readFileSync(outPath).length;
    expect(drawn).toEqual({ width: 100, height: 200, pages: 15, bytes, warnings: [] });
    expect(await widthsIn(outPath)).toEqual([75, ...Array.from({ length: 12 }, () => 150), 225, 300]);
  });

  it('merges what it merged, packed objects and all, into the same bytes each time', async () => {
    const once = join(folder, 'once.pdf');
    await mergePages({ paths: [await file('e.pdf', 'pdf', 2), await file('f.png', 'png')], outPath: once });
    const [twice, again] = [join(folder, 'twice.pdf'), join(folder, 'again.pdf')];
    for (const outPath of [twice, again]) await mergePages({ paths: [once, once], outPath });
    expect(await widthsIn(twice)).toHaveLength(6);
    expect(readFileSync(again).equals(readFileSync(twice))).toBe(true);
  });

  it.each([
    [
      'encrypted',
      (bytes: Buffer) =>
        Buffer.from(bytes.toString('latin1').replace('/Root', '/Encrypt 1 0 R /Root'), 'latin1'),
    ],
    ['a PDF by its first bytes only', () => Buffer.from('%PDF-1.7\nhello')],
  ])('refuses a PDF that is %s, and writes nothing', async (_, change) => {
    const path = join(folder, 'broken.pdf');
    writeFileSync(path, change(readFileSync(await file('whole.pdf', 'pdf'))));
    const outPath = join(folder, 'refused.pdf');
    await expect(mergePages({ paths: [path], outPath })).rejects.toMatchObject({ code: 'render.failed' });
    expect(existsSync(outPath)).toBe(false);
  });

  it('says when a file is gone or there is none', async () => {
    const outPath = join(folder, 'none.pdf');
    await expect(mergePages({ paths: [join(folder, 'gone.png')], outPath })).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(mergePages({ paths: [], outPath })).rejects.toMatchObject({ code: 'render.failed' });
  });
});
