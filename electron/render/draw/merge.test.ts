import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Every reference must lead to an object, and every object be where the table says. */
function check(path: string): { boxes: string[]; bytes: Buffer } {
  const bytes = readFileSync(path);
  const text = bytes.toString('latin1');
  const table = text.slice(text.lastIndexOf('\nxref\n'));
  const offsets = [...table.matchAll(/(\d{10}) 00000 n/g)].map(([, offset]) => Number(offset));
  for (const [index, offset] of offsets.entries()) {
    expect(text.slice(offset, offset + 12)).toMatch(new RegExp(`^${index + 1} 0 obj`));
  }
  const heads = text.replace(/\bstream\n[\s\S]*?endstream/g, '');
  for (const [, number] of heads.matchAll(/(\d+) 0 R\b/g))
    expect(Number(number)).toBeLessThanOrEqual(offsets.length);
  const kids = /\/Kids \[([^\]]*)\]/.exec(heads)?.[1] ?? '';
  const boxes = [...kids.matchAll(/(\d+) 0 R/g)].map(([, number]) => {
    const offset = offsets[Number(number) - 1] ?? 0;
    const page = text.slice(offset, text.indexOf('endobj', offset));
    expect(page).toContain('/Parent 2 0 R');
    return /\/MediaBox \[([^\]]*)\]/.exec(page)?.[1] ?? '';
  });
  return { boxes, bytes };
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
    const { boxes, bytes } = check(outPath);
    expect(drawn).toEqual({ width: 100, height: 200, pages: 15, bytes: bytes.length, warnings: [] });
    expect(boxes.map((box) => box.split(' ')[2])).toEqual([
      '75',
      ...Array.from({ length: 12 }, () => '150'),
      '225',
      '300',
    ]);
  });

  it('merges what it merged', async () => {
    const once = join(folder, 'once.pdf');
    await mergePages({ paths: [await file('e.pdf', 'pdf', 2), await file('f.png', 'png')], outPath: once });
    const twice = join(folder, 'twice.pdf');
    await mergePages({ paths: [once, once], outPath: twice });
    expect(check(twice).boxes).toHaveLength(6);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 600)],
    [
      'encrypted',
      (bytes: Buffer) =>
        Buffer.from(bytes.toString('latin1').replace('/Root', '/Encrypt 1 0 R /Root'), 'latin1'),
    ],
    [
      'packed',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace(/\nxref\n/, '\nXREF\n'), 'latin1'),
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
