import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { createPhotoStore, type PhotoStore } from '../store/photo-store.ts';
import { recogniseFormat, takeBytes, takeFile } from './image.ts';

const photo = () => sharp({ create: { width: 40, height: 30, channels: 3, background: 'white' } });

describe('the format', () => {
  test.each(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const)(
    'of a %s is seen in its first bytes',
    async (format) => {
      const bytes = await photo().toFormat(format).toBuffer();
      expect(recogniseFormat(bytes.subarray(0, 64))).toBe(format);
    },
  );

  test('of pictures drawn by the canvas is seen too', () => {
    const canvas = createCanvas(8, 8);
    expect(recogniseFormat(canvas.toBuffer('image/avif').subarray(0, 64))).toBe('avif');
    expect(recogniseFormat(canvas.toBuffer('image/webp').subarray(0, 64))).toBe('webp');
  });

  test.each(['heic', 'heix', 'mif1', 'msf1'])(
    'of a HEIC photo with the brand %s is refused with a way out',
    (brand) => {
      const head = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}\0\0\0\0mif1heic`)]);
      expect(() => recogniseFormat(head)).toThrow(expect.objectContaining({ code: 'photo.unsupported' }));
    },
  );

  test.each(['II+\0', 'MM\0+'])('of a BigTIFF, marked %j, is refused with a way out', (mark) => {
    expect(() => recogniseFormat(Buffer.from(mark, 'latin1'))).toThrow(
      expect.objectContaining({ code: 'photo.unsupported', message: expect.stringContaining('plain TIFF') }),
    );
  });

  test('of an AVIF that names itself mif1 first is still AVIF', () => {
    const head = Buffer.concat([Buffer.from([0, 0, 0, 28]), Buffer.from('ftypmif1\0\0\0\0mif1avifmiaf')]);
    expect(recogniseFormat(head)).toBe('avif');
  });

  test.each([
    '',
    'plain text',
    '%PDF-1.7',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    'RIFF\0\0\0\0WAVE',
    'PK\u0003\u0004',
  ])('of "%s" is none', (text) => {
    expect(() => recogniseFormat(Buffer.from(text, 'latin1'))).toThrow(
      expect.objectContaining({ code: 'photo.notAnImage' }),
    );
  });

  test('of any bytes is a format or a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          recogniseFormat(bytes);
        } catch (error) {
          expect(error).toHaveProperty('code', expect.stringMatching(/^photo\.(notAnImage|unsupported)$/));
        }
      }),
    );
  });
});

describe('taking a photo', () => {
  let dir: string;
  let database: Database;
  let store: PhotoStore;
  const limits = { ...defaultSettings.photos, maxMegabytes: 0.01 };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'h200-image-'));
    database = openDatabase(join(dir, 'h200.sqlite'));
    store = createPhotoStore(join(dir, 'photos'), database);
  });
  afterEach(() => database.close());

  const take = (path: string) => takeFile(store, path, limits);

  test('from a file or as bytes makes the same photo, judged by content and named without folders', async () => {
    const bytes = await photo().png().toBuffer();
    writeFileSync(join(dir, 'really a png.jpg'), bytes);
    const fromFile = await take(join(dir, 'really a png.jpg'));
    expect(fromFile).toMatchObject({ known: false, photo: { name: 'really a png.jpg', format: 'png' } });
    const asBytes = await takeBytes(store, { name: 'C:\\photos\\mug\u0007.png', bytes }, limits);
    expect(asBytes).toEqual({ known: true, photo: { ...fromFile.photo, name: 'mug.png' } });
  });

  test.each(['', '/', '..\\', '\u0000'])('with the name %j still has a name', async (name) => {
    const bytes = await photo().png().toBuffer();
    expect((await takeBytes(store, { name, bytes }, limits)).photo.name).toMatch(/./);
  });

  test.each([
    ['an empty file', (path: string) => writeFileSync(path, ''), 'photo.empty'],
    ['text called .jpg', (path: string) => writeFileSync(path, 'only text '.repeat(50)), 'photo.notAnImage'],
    ['a photo of too many bytes', (path: string) => writeFileSync(path, jpegOf(10_001)), 'photo.tooLarge'],
    ['a folder', (path: string) => mkdirSync(path), 'photo.unreadable'],
    ['a pipe nobody writes to', (path: string) => execFileSync('mkfifo', [path]), 'photo.unreadable'],
    ['nothing', () => undefined, 'photo.notFound'],
  ])('that is %s is refused with its own reason', async (_what, make, code) => {
    const path = join(dir, 'a.jpg');
    make(path);
    await expect(take(path)).rejects.toMatchObject({ code });
  });

  test('of exactly as many bytes as allowed is taken', async () => {
    writeFileSync(join(dir, 'a.jpg'), jpegOf(10_000));
    expect((await take(join(dir, 'a.jpg'))).photo.bytes).toBe(10_000);
  });

  test('that is deleted after it was taken leaves the stored one', async () => {
    writeFileSync(join(dir, 'a.jpg'), jpegOf(100));
    const { photo: taken } = await take(join(dir, 'a.jpg'));
    rmSync(join(dir, 'a.jpg'));
    expect(store.get(taken.id)).toEqual(taken);
  });
});

/** Begins like a JPEG, which is all that is looked at here. */
function jpegOf(bytes: number): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(bytes - 3)]);
}
