import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes `count` JPEGs into `folder`, taking the photos of `source` in turn. Each gets a counter after its
 * end-of-image marker, so that every file is a photo of its own to the content-addressed store while the
 * picture stays what it was. Returns their paths.
 */
export function makePhotos(source: string, folder: string, count: number): string[] {
  mkdirSync(folder, { recursive: true });
  const originals = readdirSync(source)
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .map((name) => readFileSync(join(source, name)));
  if (originals.length === 0) throw new Error(`${source} holds no JPEG photos.`);
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `photo-${String(index).padStart(5, '0')}.jpg`);
    const original = originals[index % originals.length] as Buffer;
    writeFileSync(path, Buffer.concat([original, Buffer.from(`\n${index}`)]));
    return path;
  });
}
