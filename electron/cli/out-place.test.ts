import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from './exit-status.ts';
import { openOutPlace } from './out-place.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'h200-out-'));
  file = path.join(folder, 'picture');
  await writeFile(file, 'pixels');
});

describe('openOutPlace', () => {
  it('gives pictures in a folder the name of their photo and template, and never that of the photo', async () => {
    const out = path.join(folder, 'new', 'cards');
    const place = await openOutPlace(out);
    const keep = (photo: string | null, template = 'Analysis card') =>
      place.keep({ file, photo, template, format: 'jpeg' });
    expect(place).toMatchObject({ format: null, isFile: false });
    expect(await keep('photos/mug.jpg')).toBe(path.join(out, 'mug.analysis-card.jpg'));
    expect(await keep('other/mug.jpg')).toBe(path.join(out, 'mug-2.analysis-card.jpg'));
    expect(await keep('mug.jpg', 'Größe: ½')).toBe(path.join(out, 'mug.gro-e-1-2.jpg'));
    expect(await keep('mug.jpg', '比較')).toBe(path.join(out, 'mug.picture.jpg'));
    expect(await keep(null, 'Contact sheet')).toBe(path.join(out, 'contact-sheet.jpg'));
    expect(await keep(null, 'Contact sheet')).toBe(path.join(out, 'contact-sheet-2.jpg'));
    expect((await readdir(out)).length).toBe(6);
    expect(await readFile(path.join(out, 'mug.analysis-card.jpg'), 'utf8')).toBe('pixels');
  });

  it('takes a name with the ending of a picture for a file, and its format from there', async () => {
    const out = path.join(folder, 'sheet.PDF');
    const place = await openOutPlace(out);
    expect(place).toMatchObject({ format: 'pdf', isFile: true });
    const keep = () => place.keep({ file, photo: null, template: 'Contact sheet', format: 'pdf' });
    expect(await keep()).toBe(out);
    expect(await keep()).toBe(path.join(folder, 'sheet-2.PDF'));
  });

  it('takes a folder for a folder, whatever it is called', async () => {
    const out = path.join(folder, 'cards.png');
    await mkdir(out);
    expect((await openOutPlace(out)).isFile).toBe(false);
    expect((await openOutPlace(path.join(folder, 'more.png') + path.sep)).isFile).toBe(false);
  });

  it('refuses a place where nothing can be written', async () => {
    await expect(openOutPlace(path.join(file, 'below'))).rejects.toThrow(UsageError);
    await expect(openOutPlace('/dev/null/here.png')).rejects.toThrow('Name another place with -o.');
  });

  it('leaves nothing half-written', async () => {
    const place = await openOutPlace(folder);
    const kept = place.keep({
      file: path.join(folder, 'gone'),
      photo: 'a.jpg',
      template: 'x',
      format: 'png',
    });
    await expect(kept).rejects.toMatchObject({ code: 'storage.locked' });
    expect(await readdir(folder)).toEqual(['picture']);
  });
});
