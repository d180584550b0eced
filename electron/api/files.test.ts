import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import type { PhotoFormat } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import { type Design, type Render, renderRequestSchema } from '../../shared/render.ts';
import type { RenderFormat } from '../../shared/template.ts';
import { createExportStore, type ExportStore } from '../store/export-store.ts';
import { createPictureStore } from '../store/picture-store.ts';
import { createFiles, type Files, type ServedFile } from './files.ts';
import { createPreviews, type Previews } from './previews.ts';

const jpegId = 'a'.repeat(64);
const tiffId = 'b'.repeat(64);
const webpId = 'c'.repeat(64);
let dir: string;
let exports: ExportStore;
let files: Files;
let previews: Previews;
let drawn: { path: string; maxSide: number | null }[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'h200-files-'));
  mkdirSync(join(dir, 'samples'));
  writeFileSync(join(dir, 'samples', 'one-mug.jpg'), 'sample');
  writeFileSync(join(dir, 'samples', 'one-mug.json'), '{}');
  writeFileSync(join(dir, 'secret.jpg'), 'secret');
  exports = createExportStore(join(dir, 'exports'));
  previews = createPreviews();
  drawn = [];
  const formats: Record<string, PhotoFormat> = { [jpegId]: 'jpeg', [tiffId]: 'tiff', [webpId]: 'webp' };
  files = createFiles({
    photos: {
      get(id) {
        const format = formats[id];
        if (format === undefined) throw new AppError('photo.notFound', 'Gone.');
        return { id, name: 'a', format, bytes: 1 };
      },
      pathOf: (id) => join(dir, 'photos', id),
    },
    pictures: createPictureStore(join(dir, 'pictures')),
    exports,
    previews,
    inference: {
      async drawPicture({ path, maxSide, outPath }) {
        drawn.push({ path, maxSide });
        await writeFile(outPath, 'drawn');
        return { width: 1, height: 1 };
      },
    },
    renders: {
      get(id) {
        const found = renders[id];
        if (found === undefined) throw new AppError('notFound', 'Gone.');
        return found;
      },
      pathOf: (id, format) => join(dir, 'renders', `${id}.${format}`),
    },
    designs: {
      get(id) {
        const format = designs[id];
        if (format === undefined) throw new AppError('notFound', 'Gone.');
        return { id, name: 'a', format, width: 1, height: 1, bytes: 1, addedAt: '2026-11-01T00:00:00Z' };
      },
      pathOf: (id) => join(dir, 'designs', id),
    },
    gallery: { thumbnail: async (id) => ({ path: join(dir, 'thumbnails', id), mediaType: 'image/webp' }) },
    smallPictures: {
      ofRender: async ({ id }) => join(dir, 'small', id),
      ofDesign: async ({ id }) => join(dir, 'small', id),
    },
    samplesDir: join(dir, 'samples'),
  });
});

const renderId = `rnd_${'1'.repeat(32)}`;
const pdfId = `rnd_${'2'.repeat(32)}`;
const waitingId = `rnd_${'3'.repeat(32)}`;
const renders: Record<string, Render> = {
  [renderId]: renderOf(renderId, 'png'),
  [pdfId]: renderOf(pdfId, 'pdf'),
  [waitingId]: renderOf(waitingId, null),
};
const designs: Record<string, Design['format']> = { [jpegId]: 'png', [tiffId]: 'svg' };

function renderOf(id: string, format: RenderFormat | null): Render {
  const completed = {
    completedAt: '2026-11-01T00:00:00Z',
    usedProvider: 'local',
    fallbackReason: null,
  } as const;
  const size = { width: 1, height: 1, pages: 1, bytes: 1, tookMs: 1 };
  const result = format && { ...completed, ...size, format, warnings: [], reused: false, receipt: null };
  return {
    ...{ id, batchId: null, deliveryId: 'dlv_1', createdAt: '2026-11-01T00:00:00Z', state: 'completed' },
    ...{ templateId: 'own:1', templateName: 'Card', photoId: null, photoName: 'mug.jpg', result },
    ...{ attempts: 1, dueAt: null, explanation: null },
    request: renderRequestSchema.parse({ templateId: 'own:1', analysisIds: ['1'] }),
  };
}

async function fileAt(urlPath: string): Promise<ServedFile> {
  const found = await files.resolve(urlPath);
  if ('preview' in found) throw new Error('A preview was not expected here.');
  return found;
}

test('an original is the stored file with the type of its content', async () => {
  const path = (id: string) => join(dir, 'photos', id);
  expect(await fileAt(`/photos/${jpegId}/original`)).toEqual({
    path: path(jpegId),
    mediaType: 'image/jpeg',
  });
  expect(await fileAt(`/photos/${tiffId}/original`)).toEqual({
    path: path(tiffId),
    mediaType: 'image/tiff',
  });
});

test('a view is the original where browsers can show it, else a converted picture of full size', async () => {
  expect((await fileAt(`/photos/${jpegId}/view`)).path).toBe(join(dir, 'photos', jpegId));
  expect(drawn).toEqual([]);
  const view = await fileAt(`/photos/${tiffId}/view`);
  expect(view.mediaType).toBe('image/jpeg');
  expect(readFileSync(view.path, 'utf8')).toBe('drawn');
  expect(drawn).toEqual([{ path: join(dir, 'photos', tiffId), maxSide: null }]);
});

test('a WebP is viewed as it is unless it asks to be turned, which browsers do not do', async () => {
  const picture = sharp({ create: { width: 4, height: 2, channels: 3, background: 'red' } });
  const original = join(dir, 'photos', webpId);
  mkdirSync(join(dir, 'photos'));
  writeFileSync(original, await picture.clone().webp().toBuffer());
  expect((await fileAt(`/photos/${webpId}/view`)).path).toBe(original);
  writeFileSync(original, await picture.clone().withMetadata({ orientation: 6 }).webp().toBuffer());
  expect((await fileAt(`/photos/${webpId}/view`)).path).not.toBe(original);
  expect(drawn).toEqual([{ path: original, maxSide: null }]);
});

test('a thumbnail is drawn once, also for several who ask at the same time', async () => {
  const urls = Array.from({ length: 5 }, () => fileAt(`/photos/${jpegId}/thumbnail`));
  const found = await Promise.all(urls);
  expect(new Set(found.map(({ path }) => path)).size).toBe(1);
  expect(drawn).toEqual([{ path: join(dir, 'photos', jpegId), maxSide: 320 }]);
});

test('a sample is served by its name, and nothing else of its folder', async () => {
  expect(await fileAt('/samples/one-mug.jpg')).toEqual({
    path: join(dir, 'samples', 'one-mug.jpg'),
    mediaType: 'image/jpeg',
  });
  await expect(files.resolve('/samples/one-mug.json')).rejects.toMatchObject({ code: 'notFound' });
  await expect(files.resolve('/samples/missing.jpg')).rejects.toMatchObject({ code: 'notFound' });
});

test('an export is served under its name, to be saved', async () => {
  const { id } = await exports.add({ name: 'mugs.csv', mediaType: 'text/csv', content: Buffer.from('a') });
  expect(await fileAt(`/exports/${id}`)).toEqual({
    path: join(dir, 'exports', id),
    mediaType: 'text/csv',
    downloadName: 'mugs.csv',
  });
});

test('a preview is the page that was kept, until fifty newer ones took its place', async () => {
  const urls = Array.from({ length: 51 }, (_, number) => previews.add(`page ${number}`));
  const [first = '', second = ''] = urls;
  await expect(files.resolve(first)).rejects.toMatchObject({ code: 'notFound' });
  expect(await files.resolve(second)).toEqual({ preview: 'page 1' });
  expect(await files.resolve(urls.at(-1) ?? '')).toEqual({ preview: 'page 50' });
});

test('a finished picture is shown, or saved under the names of its photo and template', async () => {
  const file = { path: join(dir, 'renders', `${renderId}.png`), mediaType: 'image/png' };
  expect(await fileAt(`/renders/${renderId}`)).toEqual(file);
  expect(await fileAt(`/renders/${renderId}/file`)).toEqual({ ...file, downloadName: 'mug - Card.png' });
  expect(await fileAt(`/renders/${renderId}/thumbnail`)).toEqual({
    path: join(dir, 'small', renderId),
    mediaType: 'image/webp',
  });
});

test('a PDF is only to be saved, one that is not finished is not there', async () => {
  const file = { mediaType: 'application/pdf', downloadName: 'mug - Card.pdf' };
  expect(await fileAt(`/renders/${pdfId}`)).toMatchObject(file);
  for (const url of [`/renders/${waitingId}`, `/renders/${waitingId}/thumbnail`]) {
    await expect(files.resolve(url)).rejects.toMatchObject({ code: 'notFound' });
  }
});

test('a design is shown as it is, one that could be a page as pixels', async () => {
  expect(await fileAt(`/designs/${jpegId}`)).toEqual({
    path: join(dir, 'designs', jpegId),
    mediaType: 'image/png',
  });
  expect(await fileAt(`/designs/${tiffId}`)).toEqual({
    path: join(dir, 'small', tiffId),
    mediaType: 'image/webp',
  });
});

test('a template has a thumbnail, its id written in whatever way', async () => {
  for (const id of ['local:card', 'local%3Acard']) {
    expect((await fileAt(`/templates/${id}/thumbnail`)).path).toBe(join(dir, 'thumbnails', 'local:card'));
  }
});

test.each([
  '/samples/../secret.jpg',
  '/samples/..%2fsecret.jpg',
  '/samples/%2e%2e/secret.jpg',
  '/samples/..\\secret.jpg',
  '/samples/..%5csecret.jpg',
  '/samples/one-mug.jpg%00',
  '/photos/../../secret.jpg/view',
  '/renders/../secret.jpg',
  `/renders/${renderId}/..`,
  '/designs/..%2fsecret.jpg',
  '/templates/../thumbnail',
  '/templates/..%2f..%2fsecret/thumbnail',
  '/../secret.jpg',
  '/./samples/one-mug.jpg',
])('%s leads outside and is refused', async (url) => {
  await expect(files.resolve(url)).rejects.toMatchObject({ code: 'path.forbidden' });
});

test.each([
  '',
  '/',
  '/photos',
  `/photos/${jpegId}`,
  `/photos/${jpegId}/`,
  `/photos/${jpegId}/secret`,
  `/photos/${jpegId}/view/more`,
  `/photos/${jpegId.toUpperCase()}/view`,
  '/photos/short/view',
  '/exports/unknown',
  '/previews/unknown',
  '/previews',
  '/samples/one-mug.jpg/view',
  '/samples/%zz.jpg',
  '/database/h200.sqlite',
  '/renders',
  '/renders/h200',
  `/renders/rnd_${'9'.repeat(32)}`,
  `/renders/${renderId}/original`,
  `/renders/${renderId}/file/more`,
  '/templates/local:card',
  '/templates/local:card/file',
  '/templates/a%20b/thumbnail',
  `/designs/${jpegId}/file`,
  `/designs/${'9'.repeat(64)}`,
  '/designs/incoming',
  '/designs/constructor',
])('there is nothing at %s', async (url) => {
  await expect(files.resolve(url)).rejects.toMatchObject({ code: 'notFound' });
});

test('a photo that is not stored is said so', async () => {
  await expect(files.resolve(`/photos/${'d'.repeat(64)}/view`)).rejects.toMatchObject({
    code: 'photo.notFound',
  });
});

test('no address ever leads to a file outside the folders', async () => {
  const part = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    'samples',
    'photos',
    'designs',
    'renders',
    'templates',
    'thumbnail',
    renderId,
    jpegId,
    'secret.jpg',
    'view',
    '',
    '\\',
    '%2f',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
      const found = await fileAt(`/${parts.join('/')}`).catch(() => null);
      const allowed = ['photos', 'designs', 'renders', 'small', 'thumbnails'].map((name) =>
        join(dir, name, '/'),
      );
      expect(found === null || allowed.some((folder) => found.path.startsWith(folder))).toBe(true);
    }),
  );
});
