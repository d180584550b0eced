import { constants, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Photo, PhotoFormat } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import type { PhotoSettings } from '../../shared/settings.ts';
import type { PhotoStore } from '../store/photo-store.ts';

/** Hashing this much blocks the thread for less than a millisecond. */
const pieceBytes = 256 * 1024;

/** Takes bytes into the photo store. Throws AppError photo.empty, tooLarge, notAnImage or unsupported. */
export function takeBytes(
  store: PhotoStore,
  { name, bytes }: { name: string; bytes: Uint8Array },
  limits: PhotoSettings,
): Promise<{ photo: Photo; known: boolean }> {
  return take(store, name, piecesOf(bytes), limits);
}

/** Takes a file into the photo store. Throws also AppError photo.notFound and photo.unreadable. */
export function takeFile(
  store: PhotoStore,
  path: string,
  limits: PhotoSettings,
): Promise<{ photo: Photo; known: boolean }> {
  return take(store, path, piecesOfFile(path), limits);
}

function take(
  store: PhotoStore,
  path: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: PhotoSettings,
) {
  const maxBytes = limits.maxMegabytes * 1e6;
  return store.add({ name: shownName(path), content, maxBytes, recognise: recogniseFormat });
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += pieceBytes) {
    yield bytes.subarray(start, start + pieceBytes);
  }
}

async function* piecesOfFile(path: string): AsyncGenerator<Uint8Array> {
  try {
    // Opening a pipe would wait for somebody to write to it; reading a device would never end.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!(await file.stat()).isFile()) throw new AppError('photo.unreadable', 'This is not a file.');
      yield* file.createReadStream({ highWaterMark: pieceBytes, autoClose: false });
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readError(error);
  }
}

function readError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('photo.notFound', 'The file is not there any more.', { cause: error });
  }
  const sentence =
    code === 'EACCES' || code === 'EPERM'
      ? 'The file may not be read. Check its permissions.'
      : 'The file could not be read from its disk. Copy it somewhere else and try again.';
  return new AppError('photo.unreadable', sentence, { cause: error });
}

/** The last part of a path from any system, without control characters that would break lists and headers. */
function shownName(path: string): string {
  const last = basename(path.replaceAll('\\', '/'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return last.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 255) || 'photo';
}

/** The format by the file's first 64 bytes, whatever its name. Throws AppError photo.notAnImage or unsupported. */
export function recogniseFormat(head: Uint8Array): PhotoFormat {
  const text = Buffer.from(head).toString('latin1');
  const found = marks.find(({ mark }) => mark.test(text));
  if (found === undefined) {
    throw new AppError(
      'photo.notAnImage',
      'This is not a photo. JPEG, PNG, WebP, AVIF, GIF and TIFF can be read.',
    );
  }
  if ('refusal' in found) throw new AppError('photo.unsupported', found.refusal);
  return found.format;
}

const heicRefusal = 'HEIC photos cannot be read. Export the photo as JPEG and add that.';
const bigTiffRefusal = 'BigTIFF photos cannot be read. Save the photo as plain TIFF or JPEG and add that.';

/** Marks at the start of each format, as Latin-1 text; ISO media files name their brands after `ftyp`. */
const marks: readonly ({ mark: RegExp } & ({ format: PhotoFormat } | { refusal: string }))[] = [
  { mark: /^\xff\xd8\xff/, format: 'jpeg' },
  { mark: /^\x89PNG\r\n/, format: 'png' },
  { mark: /^RIFF.{4}WEBP/s, format: 'webp' },
  { mark: /^GIF8[79]a/, format: 'gif' },
  { mark: /^(II\*\0|MM\0\*)/, format: 'tiff' },
  { mark: /^(II\+\0|MM\0\+)/, refusal: bigTiffRefusal },
  { mark: /^.{4}ftyp.*avi[fs]/s, format: 'avif' },
  { mark: /^.{4}ftyp(hei[cxms]|hev[cx]|mif1|msf1)/s, refusal: heicRefusal },
];
