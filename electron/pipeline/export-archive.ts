import { setImmediate } from 'node:timers/promises';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { AppError } from '../../shared/errors.ts';
import type { ExportFile } from './export-formats.ts';

/** File systems take 255 bytes; the rest is left for a number and a folder's habits. */
const maxNameBytes = 200;

/** What a zip without the 64-bit extension holds: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.4 */
const zipLimits = { files: 65_535, bytes: 2 ** 32 - 1 };

/** Names that Windows keeps for devices, with or without an ending. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Compressing these again, or something this small, costs time and saves nothing. */
const compressed = /\.(png|jpe?g|webp|avif)$/i;
const smallBytes = 1_024;

/** The name as a plain file name that every system takes: no folders, no control or reserved characters. */
export function safeFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069<>:"|?*]/g, '_')
    .replace(/^\.+/, '')
    .trim()
    .replace(/[. ]+$/, '');
  const { stem, ending } = split(clean);
  const usable = deviceName.test(stem.split('.')[0] ?? '') ? `_${stem}` : stem;
  return `${shortened(usable, maxNameBytes - ending.length) || 'photo'}${ending}`;
}

/** Makes names safe and different from each other, even where a file system ignores case: `a.txt`, `a-2.txt`. */
export function createFileNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const safe = safeFileName(name);
    const { stem, ending } = split(safe);
    let candidate = safe;
    for (let number = 2; taken.has(candidate.toLowerCase()); number += 1) {
      candidate = `${stem}-${number}${ending}`;
    }
    taken.add(candidate.toLowerCase());
    return candidate;
  };
}

function split(name: string): { stem: string; ending: string } {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '';
  return { stem: name.slice(0, name.length - ending.length), ending };
}

/** The beginning of the text that takes at most so many bytes, without cutting a character in half. */
function shortened(text: string, maxBytes: number): string {
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(maxBytes)).read);
}

/**
 * A zip of the files, piece by piece, so that it can be written to disk while later files are still being
 * made. Names are made safe and different. Other work gets its turn between two files. Throws `call.invalid`
 * when there is more than a zip can hold.
 */
export async function* zipFiles(
  files: Iterable<ExportFile> | AsyncIterable<ExportFile>,
  limits = zipLimits,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    if (chunk.length > 0) ready.push(chunk);
  });
  const nameFor = createFileNames();
  const total = { files: 0, bytes: 0 };
  for await (const { name, bytes } of files) {
    total.files += 1;
    total.bytes += bytes.length;
    if (total.files > limits.files || total.bytes > limits.bytes) throw tooMuch();
    const safe = nameFor(name);
    const asIs = bytes.length < smallBytes || compressed.test(safe);
    const entry = asIs ? new ZipPassThrough(safe) : new ZipDeflate(safe);
    zip.add(entry);
    entry.push(bytes, true);
    yield* ready.splice(0);
    await setImmediate();
  }
  zip.end();
  yield* ready.splice(0);
}

function tooMuch(): AppError {
  return new AppError(
    'call.invalid',
    'This is more than one zip file can hold. Export fewer photos at a time.',
  );
}
