import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCropper } from './crop.ts';
import { decodePhoto } from './decode.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'decode-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'photo');
  await writeFile(path, bytes);
  return path;
}

/** Decodes bytes and reads all pixels as [red, green, blue]. */
async function pixelsOf(bytes: Uint8Array) {
  const picture = await decodePhoto(await fileOf(bytes), { maxMegapixels: 100 });
  const { width, height } = picture;
  const { data } = createCropper(width, height).crop(picture, { x: 0, y: 0, width, height }, 'repeat');
  picture.release();
  const at = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
  return { width, height, at };
}

/** 40 × 20, white, with the upper left quarter red. */
const flag = sharp({ create: { width: 40, height: 20, channels: 3, background: '#ffffff' } }).composite([
  { input: { create: { width: 20, height: 10, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
]);
const flagPng = await flag.removeAlpha().png().toBuffer();
const flagOf = () => sharp(flagPng);

const isRed = ([red = 0, green = 0, blue = 0]: number[]) => red > 200 && green < 60 && blue < 60;

const formats: [string, (picture: Sharp) => Sharp][] = [
  ['JPEG', (picture) => picture.jpeg({ quality: 95 })],
  ['progressive JPEG', (picture) => picture.jpeg({ quality: 95, progressive: true })],
  ['CMYK JPEG', (picture) => picture.toColourspace('cmyk').jpeg({ quality: 95 })],
  ['PNG', (picture) => picture.png()],
  ['16-bit PNG', (picture) => picture.toColourspace('rgb16').png()],
  ['PNG with a palette', (picture) => picture.png({ palette: true })],
  ['WebP', (picture) => picture.webp({ quality: 95 })],
  ['AVIF', (picture) => picture.avif({ quality: 95 })],
  ['GIF', (picture) => picture.gif()],
  ['TIFF', (picture) => picture.tiff({ compression: 'lzw' })],
  ['16-bit TIFF', (picture) => picture.toColourspace('rgb16').tiff({ compression: 'lzw' })],
  ['CMYK TIFF', (picture) => picture.toColourspace('cmyk').tiff({ compression: 'lzw' })],
];

test.each(formats)('a %s keeps its size and colours', async (_name, encode) => {
  const { width, height, at } = await pixelsOf(await encode(flagOf()).toBuffer());
  expect([width, height]).toEqual([40, 20]);
  expect(at(5, 5)).toSatisfy(isRed);
  expect(Math.min(...at(35, 15))).toBeGreaterThan(240);
});

/** Where the red quarter is seen after each EXIF orientation. */
const corners = [
  [1, 'top left'],
  [2, 'top right'],
  [3, 'bottom right'],
  [4, 'bottom left'],
  [5, 'top left'],
  [6, 'top right'],
  [7, 'bottom right'],
  [8, 'bottom left'],
] as const;

test.each(
  (['jpeg', 'png', 'webp', 'avif', 'tiff'] as const).flatMap((format) =>
    corners.map(([orientation, corner]) => ({ format, orientation, corner })),
  ),
)('a $format of EXIF orientation $orientation shows its corner $corner', async (example) => {
  const { format, orientation, corner } = example;
  const options = format === 'tiff' ? { compression: 'lzw' as const } : {};
  const turned = flagOf().withMetadata({ orientation });
  const { width, height, at } = await pixelsOf(await turned.toFormat(format, options).toBuffer());
  expect([width, height]).toEqual(orientation < 5 ? [40, 20] : [20, 40]);
  const [left, top] = [corner.endsWith('left'), corner.startsWith('top')];
  for (const seenLeft of [true, false]) {
    for (const seenTop of [true, false]) {
      const pixel = at(seenLeft ? 3 : width - 4, seenTop ? 3 : height - 4);
      expect(isRed(pixel)).toBe(seenLeft === left && seenTop === top);
    }
  }
});

test('transparent parts become white', async () => {
  const transparent = { r: 0, g: 0, b: 0, alpha: 0 };
  const clear = sharp({ create: { width: 10, height: 10, channels: 4, background: transparent } });
  for (const bytes of [await clear.png().toBuffer(), await clear.webp().toBuffer()]) {
    expect((await pixelsOf(bytes)).at(5, 5)).toEqual([255, 255, 255]);
  }
});

test('of an animation the first frame is seen', async () => {
  const raw = Buffer.concat([
    Buffer.alloc(3 * 64, '\xff\0\0', 'latin1'),
    Buffer.alloc(3 * 64, '\0\0\xff', 'latin1'),
  ]);
  const frames = sharp(raw, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } });
  for (const bytes of [await frames.gif().toBuffer(), await frames.webp({ lossless: true }).toBuffer()]) {
    const { width, height, at } = await pixelsOf(bytes);
    expect([width, height]).toEqual([8, 8]);
    expect(at(4, 4)).toSatisfy(isRed);
  }
});

async function refusal(bytes: Uint8Array, maxMegapixels = 100): Promise<unknown> {
  return decodePhoto(await fileOf(bytes), { maxMegapixels }).catch((error: unknown) => error);
}

test.each(formats.filter(([name]) => !/palette|16-bit|CMYK/.test(name)))(
  'a %s cut in half is damaged, not half grey',
  async (_name, encode) => {
    const bytes = await encode(flagOf().resize(400, 200)).toBuffer();
    expect(await refusal(bytes.subarray(0, bytes.length / 2))).toMatchObject({ code: 'photo.damaged' });
  },
);

/** A PNG that is small as a file and huge as a picture. */
function bomb(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = chunk('IDAT', deflateSync(Buffer.alloc(1_000)));
  return Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
}

test('a picture of 900 megapixels is refused before it is decoded', async () => {
  const before = process.memoryUsage.rss();
  expect(await refusal(bomb(30_000))).toMatchObject({
    code: 'photo.tooManyPixels',
    message: expect.stringContaining('900 megapixels'),
  });
  expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
});

test('exactly the allowed number of pixels is allowed', async () => {
  const bytes = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  expect(await refusal(bytes, 0.01)).toMatchObject({ width: 100 });
  expect(await refusal(bytes, 0.0099)).toMatchObject({ code: 'photo.tooManyPixels' });
});

test('an empty file and a text named like a photo say so', async () => {
  expect(await refusal(new Uint8Array())).toMatchObject({ code: 'photo.empty' });
  expect(await refusal(Buffer.from('only words'))).toMatchObject({ code: 'photo.notAnImage' });
});

test('kinds of TIFF beyond the decoder are called unsupported, not damaged', async () => {
  const kinds = [
    flagOf().tiff({ compression: 'jpeg' }),
    flagOf().toColourspace('scrgb').tiff({ compression: 'lzw' }),
  ];
  for (const kind of kinds) {
    expect(await refusal(await kind.toBuffer())).toMatchObject({ code: 'photo.unsupported' });
  }
});

test('a file that vanished, a folder and a file without permission have their own reasons', async () => {
  const missing = decodePhoto(join(folder, 'gone'), { maxMegapixels: 1 });
  await expect(missing).rejects.toMatchObject({ code: 'photo.notFound' });
  await expect(decodePhoto(folder, { maxMegapixels: 1 })).rejects.toMatchObject({ code: 'photo.unreadable' });
  const locked = await fileOf(flagPng);
  await chmod(locked, 0);
  // The administrator may read everything.
  if (process.getuid?.() !== 0) {
    await expect(decodePhoto(locked, { maxMegapixels: 1 })).rejects.toMatchObject({
      code: 'photo.unreadable',
    });
  }
  await rm(locked);
});
