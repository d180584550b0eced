import type { PhotoFormat } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import { recogniseFormat } from './image.ts';

/** What a photo's bytes say before a single pixel is decoded. */
export interface PhotoHeader {
  format: PhotoFormat;
  /** Size as stored in pixels, before an orientation turns it. */
  width: number;
  height: number;
  /** EXIF orientation, 1 to 8, where the decoder leaves it to us (PNG, WebP); 1 where it turns the picture. */
  orientation: number;
  /** False when the bytes end before the (first) picture does: decoders would fill the rest with grey. */
  complete: boolean;
}

interface Size {
  width: number;
  height: number;
}

/**
 * Format, size, orientation and completeness of a photo, from its content alone. Throws `photo.empty`,
 * `photo.notAnImage`, `photo.unsupported`, or `photo.damaged` when no size can be read or it is zero.
 */
export function readPhotoHeader(bytes: Uint8Array): PhotoHeader {
  if (bytes.length === 0) throw new AppError('photo.empty', 'The file is empty. Copy the photo again.');
  const format = recogniseFormat(bytes.subarray(0, 64));
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { size, complete, orientation } = readers[format];
  const found = withinBounds(() => size(buffer));
  if (found === undefined) {
    throw new AppError('photo.damaged', 'The photo is damaged or cut short. Copy it again.');
  }
  const { width, height } = found;
  if (width === 0 || height === 0) {
    throw new AppError('photo.damaged', 'The photo has no pixels: its header is damaged. Copy it again.');
  }
  return {
    format,
    width,
    height,
    orientation: withinBounds(() => orientation?.(buffer)) ?? 1,
    complete: withinBounds(() => complete(buffer)) ?? false,
  };
}

interface HeaderReader {
  size: (bytes: Buffer) => Size | undefined;
  complete: (bytes: Buffer) => boolean;
  orientation?: (bytes: Buffer) => number | undefined;
}

const readers: Record<PhotoFormat, HeaderReader> = {
  jpeg: { size: jpegSize, complete: jpegComplete },
  png: {
    size: (bytes) => ({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }),
    complete: (bytes) => pngChunk(bytes, 'IEND') !== undefined,
    orientation: (bytes) => exifOrientation(pngChunk(bytes, 'eXIf')),
  },
  gif: {
    size: (bytes) => ({ width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }),
    complete: gifComplete,
  },
  webp: {
    size: webpSize,
    complete: (bytes) => bytes.readUInt32LE(4) + 8 <= bytes.length + 1,
    orientation: (bytes) => exifOrientation(webpChunk(bytes, 'EXIF')),
  },
  // These two decoders refuse a cut file themselves.
  avif: { size: avifSize, complete: () => true },
  tiff: { size: tiffSize, complete: () => true },
};

/** Offset of each marker segment of a JPEG up to and including the start of scan (0xDA). */
function* jpegSegments(bytes: Buffer): Generator<{ marker: number; at: number }> {
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    yield { marker, at };
    if (marker === 0xda) return;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
}

function jpegSize(bytes: Buffer): Size | undefined {
  for (const { marker, at } of jpegSegments(bytes)) {
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (startsFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
  }
  return undefined;
}

/** Inside the scans every 0xFF is followed by 0x00 or a marker, so the first 0xFFD9 is the end of the picture. */
function jpegComplete(bytes: Buffer): boolean {
  for (const { marker, at } of jpegSegments(bytes)) {
    if (marker === 0xda) return bytes.indexOf('ffd9', at, 'hex') !== -1;
  }
  return false;
}

/** Content of the first PNG chunk of this type. */
function pngChunk(bytes: Buffer, type: string): Buffer | undefined {
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) !== type) continue;
    return bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
  }
  return undefined;
}

/** Content of the first WebP chunk of this type; chunks are padded to even lengths. */
function webpChunk(bytes: Buffer, type: string): Buffer | undefined {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === type) return bytes.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length & 1);
  }
  return undefined;
}

/** Orientation of an EXIF block, which is a small TIFF file, in some writers after the mark that JPEG uses. */
function exifOrientation(block: Buffer | undefined): number | undefined {
  if (block === undefined) return undefined;
  const marked = block.toString('latin1', 0, 6) === 'Exif\0\0';
  const value = tiffTags(marked ? block.subarray(6) : block).get(274) ?? 1;
  return value >= 1 && value <= 8 ? value : 1;
}

/** Walks to the first picture and over its data blocks to their end. https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
function gifComplete(bytes: Buffer): boolean {
  const tableLength = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let at = 13 + tableLength(bytes.readUInt8(10));
  const skipBlocks = () => {
    while (bytes.readUInt8(at) !== 0) at += 1 + bytes.readUInt8(at);
    at += 1;
  };
  while (bytes.readUInt8(at) === 0x21) {
    at += 2;
    skipBlocks();
  }
  if (bytes.readUInt8(at) !== 0x2c) return false;
  at += 11 + tableLength(bytes.readUInt8(at + 9));
  skipBlocks();
  return true;
}

/** The three kinds of first chunk: https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(bytes: Buffer): Size | undefined {
  const chunk = bytes.toString('latin1', 12, 16);
  if (chunk === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (chunk === 'VP8 ') {
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  }
  if (chunk !== 'VP8L') return undefined;
  const packed = bytes.readUInt32LE(21);
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
}

/** The largest picture size declared (`ispe` boxes): tiles and thumbnails are smaller. */
function avifSize(bytes: Buffer): Size | undefined {
  let largest: Size | undefined;
  const head = bytes.subarray(0, 65_536);
  for (let at = head.indexOf('ispe'); at !== -1; at = head.indexOf('ispe', at + 4)) {
    const size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    if (largest === undefined || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function tiffSize(bytes: Buffer): Size | undefined {
  const tags = tiffTags(bytes);
  const [width, height] = [tags.get(256), tags.get(257)];
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** Numbers in the first directory of a TIFF file by tag: the first value where there are several. */
function tiffTags(bytes: Buffer): Map<number, number> {
  const little = bytes[0] === 0x49;
  const short = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const directory = long(4);
  const tags = new Map<number, number>();
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + entry * 12;
    tags.set(short(at), short(at + 2) === 3 ? short(at + 8) : long(at + 8));
  }
  return tags;
}

/** Undefined when reading ran past the end of the bytes. */
function withinBounds<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
