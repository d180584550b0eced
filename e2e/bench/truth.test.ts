import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTruth } from './truth.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'h200-truth-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('readTruth', () => {
  it('reads photos labelled by hand, with boxes as corners', async () => {
    await writeFile(
      join(folder, 'truth.json'),
      JSON.stringify([
        {
          file: 'mug.jpg',
          width: 640,
          height: 480,
          boxes: [[10, 20, 110, 220]],
          mugs: [{ handle: 'right', upright: 'slight', topView: false }],
        },
        { file: 'none.jpg', boxes: [] },
      ]),
    );
    expect(await readTruth(folder)).toEqual([
      {
        path: join(folder, 'photos', 'mug.jpg'),
        mugs: [
          {
            box: { x: 10, y: 20, width: 100, height: 200 },
            handle: 'right',
            upright: 'slight',
            topView: false,
          },
        ],
      },
      { path: join(folder, 'photos', 'none.jpg'), mugs: [] },
    ]);
  });

  it('takes a label it does not know as unclear', async () => {
    const photo = {
      file: 'mug.jpg',
      boxes: [[0, 0, 1, 1]],
      mugs: [{ handle: '?', upright: '?', topView: false }],
    };
    await writeFile(join(folder, 'truth.json'), JSON.stringify([photo]));
    expect((await readTruth(folder))[0]?.mugs).toMatchObject([{ handle: 'unclear', upright: 'unclear' }]);
  });

  it('reads sample photos with a truth of their own each', async () => {
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const sample = (name: string, mugs: object[]) =>
      writeFile(
        join(folder, `${name}.json`),
        JSON.stringify({ photo: `${name}.jpg`, width: 10, height: 10, mugs }),
      );
    await sample('tilted', [
      { box, handle: 'left', tiltDegrees: -12, seenFromAbove: false },
      { box, handle: 'front', tiltDegrees: 2, seenFromAbove: false },
      { box, handle: 'hidden', tiltDegrees: 0, seenFromAbove: true },
    ]);
    await sample('none', []);
    await mkdir(join(folder, 'other'));
    expect(await readTruth(folder)).toEqual([
      { path: join(folder, 'none.jpg'), mugs: [] },
      {
        path: join(folder, 'tilted.jpg'),
        mugs: [
          { box, handle: 'left', upright: 'tilted', topView: false },
          { box, handle: 'front', upright: 'upright', topView: false },
          { box, handle: 'hidden', upright: 'n/a', topView: true },
        ],
      },
    ]);
  });
});
