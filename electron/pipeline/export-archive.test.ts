import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { createFileNames, safeFileName, zipFiles } from './export-archive.ts';

describe('safeFileName', () => {
  test.each([
    ['mug.jpg', 'mug.jpg'],
    ['Tasse für Jörg (2).jpg', 'Tasse für Jörg (2).jpg'],
    ['Ku\u0308che.jpg', 'K\u00fcche.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system.ini', 'system.ini'],
    ['C:\\photos\\mug.jpg', 'mug.jpg'],
    ['/absolute/mug.png', 'mug.png'],
    ['..', 'photo'],
    ['', 'photo'],
    ['folder/', 'photo'],
    ['.hidden', 'hidden'],
    ['a\u0000b<c>:"|?*.txt', 'a_b_c______.txt'],
    ['gpj.\u202eexe.txt', 'gpj._exe.txt'],
    ['trailing. . ', 'trailing'],
    ['CON', '_CON'],
    ['nul.tar.txt', '_nul.tar.txt'],
    ['console.txt', 'console.txt'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('never leaves its folder and always fits a file system, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeFileName(name);
        expect(safe).not.toMatch(/[/\\]/);
        expect(['', '.', '..']).not.toContain(safe);
        expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(200);
        expect(safeFileName(safe)).toBe(safe);
      }),
    );
  });
});

describe('createFileNames', () => {
  it('numbers names that were given before, ignoring case', () => {
    const nameFor = createFileNames();
    expect(['a.png', 'A.png', 'a.png', 'a-2.png', 'b.png'].map(nameFor)).toEqual([
      'a.png',
      'A-2.png',
      'a-3.png',
      'a-2-2.png',
      'b.png',
    ]);
  });
});

describe('zipFiles', () => {
  async function unzipped(...input: Parameters<typeof zipFiles>) {
    const pieces: Uint8Array[] = [];
    for await (const piece of zipFiles(...input)) pieces.push(piece);
    return unzipSync(Buffer.concat(pieces));
  }

  it('packs files that unpack to the same bytes', async () => {
    const text = new TextEncoder().encode('mug\n'.repeat(10_000));
    const picture = Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 256);
    const files = await unzipped([
      { name: 'labels.txt', bytes: text },
      { name: 'Küche.png', bytes: picture },
      { name: 'empty.txt', bytes: new Uint8Array() },
    ]);
    expect(Object.keys(files)).toEqual(['labels.txt', 'Küche.png', 'empty.txt']);
    expect(files['labels.txt']).toEqual(text);
    expect(files['Küche.png']).toEqual(picture);
    expect(files['empty.txt']).toHaveLength(0);
  });

  it('keeps files of the same name apart and lets none out of the folder', async () => {
    const bytes = new Uint8Array([1]);
    const files = await unzipped(['../mug.png', 'mug.png', '/mug.png'].map((name) => ({ name, bytes })));
    expect(Object.keys(files)).toEqual(['mug.png', 'mug-2.png', 'mug-3.png']);
  });

  it('hands out the beginning before the last file is made', async () => {
    const made: string[] = [];
    async function* files() {
      for (const name of ['a.txt', 'b.txt']) {
        made.push(name);
        yield { name, bytes: new Uint8Array([1]) };
      }
    }
    const pieces = zipFiles(files());
    expect((await pieces.next()).done).toBe(false);
    expect(made).toEqual(['a.txt']);
    await pieces.return(undefined);
  });

  it('refuses more files or bytes than a zip can count', async () => {
    const files = ['a.txt', 'b.txt'].map((name) => ({ name, bytes: new Uint8Array(10) }));
    await expect(unzipped(files, { files: 2, bytes: 20 })).resolves.toBeDefined();
    await expect(unzipped(files, { files: 1, bytes: 20 })).rejects.toMatchObject({ code: 'call.invalid' });
    await expect(unzipped(files, { files: 2, bytes: 19 })).rejects.toMatchObject({ code: 'call.invalid' });
  });
});
