import { mkdtempSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createPictureStore } from '../store/picture-store.ts';
import { analysisOf, deskScene } from './export-test-analyses.ts';
import { createNoticePicture, type NoticePictureParts } from './notice-picture.ts';

const analysis = { ...analysisOf('desk.png', deskScene), id: 'a1' };
let dir: string;
let drawn: string[];
let warnings: object[];
let inference: NoticePictureParts['inference'];
let picture: ReturnType<typeof createNoticePicture>;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'h200-notice-picture-'));
  drawn = [];
  warnings = [];
  inference = {
    async drawOverlay({ path, outPath }) {
      drawn.push(`overlay of ${path}`);
      await writeFile(outPath, 'overlay');
    },
    async drawPicture({ maxSide, format, outPath }) {
      drawn.push(`${format} of ${maxSide}`);
      await writeFile(outPath, 'small');
      return { width: 1, height: 1 };
    },
  };
  picture = createNoticePicture({
    analyses: {
      get(id) {
        if (id !== analysis.id) throw new AppError('notFound', 'It is gone.');
        return analysis;
      },
    },
    photos: { pathOf: () => 'the photo' },
    pictures: createPictureStore(dir),
    inference: {
      drawOverlay: (job) => inference.drawOverlay(job),
      drawPicture: (job) => inference.drawPicture(job),
    },
    log: { warn: (entry: object) => warnings.push(entry) },
  });
});

test('the overlay of an analysis is drawn once, made small, and leaves nothing else behind', async () => {
  const [one, two] = await Promise.all([picture('a1'), picture('a1')]);
  expect(one).toEqual({ bytes: Buffer.from('small'), mediaType: 'image/jpeg', name: 'desk.overlay.jpg' });
  expect(two).toEqual(one);
  expect(drawn).toEqual(['overlay of the photo', 'jpeg of 1280']);
  expect(readdirSync(join(dir, 'unfinished'))).toEqual([]);
});

test('an analysis that is gone has no picture', async () => {
  expect(await picture('nobody')).toBeNull();
  expect(warnings).toEqual([]);
});

test('one that cannot be drawn has none either, and the log says why', async () => {
  inference.drawPicture = () => Promise.reject(new AppError('inference.unavailable', 'It is stopped.'));
  expect(await picture('a1')).toBeNull();
  expect(warnings).toHaveLength(1);
  expect(readdirSync(join(dir, 'unfinished'))).toEqual([]);
});

test('one that is too large to travel is left out', async () => {
  inference.drawPicture = async ({ outPath }) => {
    await writeFile(outPath, Buffer.alloc(2_000_001));
    return { width: 1, height: 1 };
  };
  expect(await picture('a1')).toBeNull();
});
