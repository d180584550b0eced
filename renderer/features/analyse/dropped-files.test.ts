import { expect, test } from 'vitest';
import { looksLikePicture, pickedFolder, walk } from './dropped-files.ts';

/** A tree as the browser hands it out: names with an array are folders. */
type Tree = { [name: string]: Tree | null };

function entriesOfTree(tree: Tree, path = ''): FileSystemEntry[] {
  return Object.entries(tree).map(([name, inside]) => {
    const fullPath = `${path}/${name}`;
    const common = { name, fullPath, isFile: inside === null, isDirectory: inside !== null };
    if (inside === null)
      return { ...common, file: (done: (file: File) => void) => done(new File([''], name)) };
    // As in Chromium, a folder comes in portions, and an empty one is the end.
    const createReader = () => {
      const rest = entriesOfTree(inside, fullPath);
      return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(rest.splice(0, 2)) };
    };
    return { ...common, createReader };
  }) as never;
}

async function names(tree: Tree) {
  const leftOut: string[] = [];
  const found: string[] = [];
  for await (const { name } of walk(entriesOfTree(tree), (file) => leftOut.push(file))) found.push(name);
  return { found, leftOut };
}

test('folders are walked to the end in the order of their names', async () => {
  const tree = {
    day: { 'shot 10.jpg': null, 'shot 2.jpg': null, 'shot 1.png': null, more: { 'a.webp': null } },
  };
  expect((await names(tree)).found).toEqual([
    'day/more/a.webp',
    'day/shot 1.png',
    'day/shot 2.jpg',
    'day/shot 10.jpg',
  ]);
});

test('what is no picture is left out of a folder, and refused by the core when dropped itself', async () => {
  const tree = { 'notes.txt': null, day: { 'Thumbs.db': null, '._shot.jpg': null, 'shot.JPG': null } };
  expect(await names(tree)).toEqual({
    found: ['notes.txt', 'day/shot.JPG'],
    leftOut: ['._shot.jpg', 'Thumbs.db'],
  });
});

test('a picked folder keeps to the same rule', () => {
  const leftOut: string[] = [];
  const files = ['b.jpg', 'readme.md', 'a.tiff'].map((name) => new File([''], name));
  expect(pickedFolder(files, (name) => leftOut.push(name)).map(({ name }) => name)).toEqual([
    'a.tiff',
    'b.jpg',
  ]);
  expect(leftOut).toEqual(['readme.md']);
});

test('pictures are told by the ending of their name', () => {
  expect(['a.jpeg', 'a.AVIF', 'a.gif'].every(looksLikePicture)).toBe(true);
  expect(['a.heic', 'jpg', '.hidden.jpg'].some(looksLikePicture)).toBe(false);
});

test('what cannot be read is named with the reason, and the rest is walked on', async () => {
  const refuse = (_: unknown, fail: (cause: Error) => void) => fail(new Error('NotReadableError'));
  const [day] = entriesOfTree({ day: { 'a.jpg': null, 'b.jpg': null, inner: {} } });
  const entries = [
    { ...day, fullPath: '/locked', createReader: () => ({ readEntries: refuse }) },
    { ...entriesOfTree({ 'c.jpg': null })[0], file: refuse },
    ...entriesOfTree({ 'd.jpg': null }),
  ] as FileSystemEntry[];
  const found: string[] = [];
  for await (const one of walk(entries, () => {}))
    found.push('error' in one ? `${one.name}: ${one.error.message}` : one.name);
  expect(found).toEqual([
    'locked: The folder cannot be read: it was moved, deleted or is not permitted.',
    'c.jpg: The file cannot be read: it was moved, deleted or is not permitted.',
    'd.jpg',
  ]);
});
