import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readPhotoHeader } from './photo-header.ts';

const picture = sharp({ create: { width: 30, height: 20, channels: 3, background: '#4488cc' } });

const encoded = {
  jpeg: await picture.clone().jpeg().toBuffer(),
  'progressive jpeg': await picture.clone().jpeg({ progressive: true }).toBuffer(),
  png: await picture.clone().png().toBuffer(),
  webp: await picture.clone().webp().toBuffer(),
  'lossless webp': await picture.clone().webp({ lossless: true }).toBuffer(),
  'webp with alpha': await picture.clone().ensureAlpha(0.5).webp().toBuffer(),
  avif: await picture.clone().avif().toBuffer(),
  gif: await picture.clone().gif().toBuffer(),
  tiff: await picture.clone().tiff({ compression: 'lzw' }).toBuffer(),
};

test.each(Object.entries(encoded))('the size and format of a %s are read from its bytes', (name, bytes) => {
  const format = name
    .split(' ')
    .find((word) => ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'].includes(word));
  expect(readPhotoHeader(bytes)).toEqual({ format, width: 30, height: 20, orientation: 1, complete: true });
});

test.each(Object.entries(encoded).filter(([name]) => !/avif|tiff/.test(name)))(
  'a cut %s is known to be incomplete, whatever its header says',
  (_name, bytes) => {
    const cut = bytes.subarray(0, Math.floor(bytes.length * 0.9));
    expect(readPhotoHeader(cut).complete).toBe(false);
  },
);

test('bytes after the end of a picture do not matter', () => {
  for (const name of ['jpeg', 'png', 'gif'] as const) {
    const padded = Buffer.concat([encoded[name], Buffer.from('more')]);
    expect(readPhotoHeader(padded).complete).toBe(true);
  }
});

test('the thumbnail inside a cut JPEG does not pass for its end', async () => {
  const thumbnail = await picture.clone().jpeg().toBuffer();
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(thumbnail.length + 2, 2);
  const withThumbnail = Buffer.concat([
    encoded.jpeg.subarray(0, 2),
    segment,
    thumbnail,
    encoded.jpeg.subarray(2),
  ]);
  expect(readPhotoHeader(withThumbnail).complete).toBe(true);
  expect(readPhotoHeader(withThumbnail.subarray(0, -2)).complete).toBe(false);
});

test.each(['png', 'webp'] as const)('the EXIF orientation of a %s is read', async (format) => {
  for (const orientation of [1, 3, 6, 8]) {
    const bytes = await picture.clone().withMetadata({ orientation })[format]().toBuffer();
    expect(readPhotoHeader(bytes).orientation).toBe(orientation);
  }
});

test('an empty file, a text and a HEIC photo are told apart', () => {
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  expect(() => readPhotoHeader(new Uint8Array())).toThrow(expect.objectContaining({ code: 'photo.empty' }));
  expect(() => readPhotoHeader(Buffer.from('not a photo'))).toThrow(
    expect.objectContaining({ code: 'photo.notAnImage' }),
  );
  expect(() => readPhotoHeader(heic)).toThrow(expect.objectContaining({ code: 'photo.unsupported' }));
});

test('a header that ends too early or says zero pixels means a damaged photo', () => {
  const zero = Buffer.from(encoded.png);
  zero.writeUInt32BE(0, 16);
  const short = Object.entries(encoded).map(([name, whole]) => whole.subarray(0, name === 'gif' ? 9 : 20));
  const damaged = (words: string) =>
    expect.objectContaining({ code: 'photo.damaged', message: expect.stringContaining(words) });
  expect(() => readPhotoHeader(zero)).toThrow(damaged('no pixels'));
  for (const bytes of short) expect(() => readPhotoHeader(bytes)).toThrow(damaged('cut short'));
});
