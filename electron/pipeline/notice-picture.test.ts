import { mkdtempSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { RenderFormat } from '../../shared/template.ts';
import { createPictureStore } from '../store/picture-store.ts';
import { analysisOf, deskScene } from './export-test-analyses.ts';
import { createNoticePicture, type NoticePictureParts } from './notice-picture.ts';

const analysis = { ...analysisOf('desk.png', deskScene), id: 'a1' };
const ofAnalysis = { analysisId: 'a1', renderId: null };
const ofRender = { analysisId: 'a1', renderId: 'r1' };
let dir: string;
let drawn: string[];
let warnings: object[];
let inference: NoticePictureParts['inference'];
let picture: ReturnType<typeof createNoticePicture>;
/** Of the one render there is; null: it is not finished. */
let format: RenderFormat | null;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'h200-notice-picture-'));
  drawn = [];
  warnings = [];
  format = 'png';
  inference = {
    async drawOverlay({ path, outPath }) {
      drawn.push(`overlay of ${path}`);
      await writeFile(outPath, 'overlay');
    },
    async drawPicture({ path, maxSide, format: asked, outPath }) {
      drawn.push(`${asked} of ${path.startsWith('the') ? path : 'the overlay'} at ${maxSide}`);
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
    renders: {
      get(id) {
        if (id !== 'r1') throw new AppError('notFound', 'It is gone.');
        return { photoName: 'desk.png', result: format === null ? null : { format } };
      },
      pathOf: (id) => `the render ${id}`,
    },
    inference: {
      drawOverlay: (job) => inference.drawOverlay(job),
      drawPicture: (job) => inference.drawPicture(job),
    },
    log: { warn: (entry: object) => warnings.push(entry) },
  });
});

test('the overlay of an analysis is drawn once, made small, and leaves nothing else behind', async () => {
  const [one, two] = await Promise.all([picture(ofAnalysis), picture(ofAnalysis)]);
  expect(one).toEqual({ bytes: Buffer.from('small'), mediaType: 'image/jpeg', name: 'desk.overlay.jpg' });
  expect(two).toEqual(one);
  expect(drawn).toEqual(['overlay of the photo', 'jpeg of the overlay at 1280']);
  expect(readdirSync(join(dir, 'unfinished'))).toEqual([]);
});

test('an analysis that is gone has no picture', async () => {
  expect(await picture({ analysisId: 'nobody', renderId: null })).toBeNull();
  expect(warnings).toEqual([]);
});

test('one that cannot be drawn has none either, and the log says why', async () => {
  inference.drawPicture = () => Promise.reject(new AppError('inference.unavailable', 'It is stopped.'));
  expect(await picture(ofAnalysis)).toBeNull();
  expect(warnings).toHaveLength(1);
  expect(readdirSync(join(dir, 'unfinished'))).toEqual([]);
});

test('one that is too large to travel is left out', async () => {
  inference.drawPicture = async ({ outPath }) => {
    await writeFile(outPath, Buffer.alloc(2_000_001));
    return { width: 1, height: 1 };
  };
  expect(await picture(ofAnalysis)).toBeNull();
});

test('a render goes before the analysis it was made of', async () => {
  expect(await picture(ofRender)).toMatchObject({ mediaType: 'image/jpeg', name: 'desk.jpg' });
  expect(await picture({ analysisId: null, renderId: 'r1' })).not.toBeNull();
  expect(drawn).toEqual(['jpeg of the render r1 at 1280']);
});

test.each(['pdf', null] as const)(
  'a render that is no picture (%s) leaves it to the analysis',
  async (now) => {
    format = now;
    expect(await picture(ofRender)).toMatchObject({ name: 'desk.overlay.jpg' });
    expect(await picture({ analysisId: null, renderId: 'r1' })).toBeNull();
  },
);

test('a render that is gone has no picture', async () => {
  expect(await picture({ analysisId: 'a1', renderId: 'nobody' })).toBeNull();
  expect(warnings).toEqual([]);
});
