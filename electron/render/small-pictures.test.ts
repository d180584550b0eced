import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { type Render, type RenderResult, renderRequestSchema } from '../../shared/render.ts';
import type { RenderFormat } from '../../shared/template.ts';
import { forkNode } from '../pipeline/fork-node.ts';
import { openDatabase } from '../store/database.ts';
import { createDesignStore, type DesignStore } from '../store/design-store.ts';
import { createPictureStore } from '../store/picture-store.ts';
import { builtInTemplates } from './built-in/index.ts';
import { createPreparation } from './prepare-render.ts';
import { createRenderProcess } from './render-process.ts';
import type { RenderProcess } from './render-protocol.ts';
import { sampleSubjects } from './sample-subjects.ts';
import { createSmallPictures, type SmallPictures } from './small-pictures.ts';
import { createTemplateThumbnails } from './template-thumbnails.ts';

const samplesDir = join(import.meta.dirname, '..', '..', 'e2e', 'photos');
const renderId = `rnd_${'1'.repeat(32)}`;
let process: RenderProcess;
let dir: string;
let designs: DesignStore;
let small: SmallPictures;
/** Whether it is known where the layers of templates are. */
let drawable: boolean;

beforeAll(() => {
  const fork = forkNode(join(import.meta.dirname, 'render-child.ts'));
  process = createRenderProcess({ fork, log: { warn: () => undefined } });
});
afterAll(() => process.stop());

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'h200-small-'));
  drawable = true;
  await mkdir(join(dir, 'renders'));
  designs = createDesignStore({
    dir: join(dir, 'designs'),
    database: openDatabase(join(dir, 'h200.sqlite')),
    inspect: (path) => process.ask('inspectDesign', { path }),
    now: Date.now,
  });
  small = createSmallPictures({
    ...{ process, designs, samplesDir },
    pictures: createPictureStore(join(dir, 'pictures')),
    renders: { pathOf },
    gallery: {
      async get(id) {
        const found = builtInTemplates.find(({ template }) => template.id === id);
        if (found === undefined) throw new AppError('template.unknown', 'Gone.');
        return { ...found, mappingEdited: false, drawable, warnings: [] };
      },
    },
    prepare: createPreparation({
      analyses: { get: (id) => sampleOf(id).analysis },
      photos: { pathOf: (id) => sampleOf(id).photoPath },
      designs,
    }),
  });
});

const pathOf = (id: string, format: RenderFormat) => join(dir, 'renders', `${id}.${format}`);

function sampleOf(id: string) {
  const found = sampleSubjects(samplesDir, 3, null).find(({ analysis }) =>
    [analysis.id, analysis.photo.id].includes(id),
  );
  if (found === undefined) throw new AppError('notFound', 'Gone.');
  return found;
}

function finished(format: RenderFormat, size: { width: number; height: number }, templateId: string): Render {
  const [first] = sampleSubjects(samplesDir, 1, null);
  const result: RenderResult = {
    ...{ completedAt: '2026-11-01T00:00:00Z', usedProvider: 'local', fallbackReason: null, warnings: [] },
    ...{ format, ...size, pages: 1, bytes: 1, tookMs: 1, reused: false, receipt: null },
  };
  return {
    ...{ id: renderId, batchId: null, deliveryId: 'dlv_1', createdAt: '2026-11-01T00:00:00Z' },
    ...{ state: 'completed', templateId, templateName: 'Card', photoId: null, photoName: 'mug.jpg' },
    ...{ attempts: 1, dueAt: null, explanation: null, result },
    request: renderRequestSchema.parse({ templateId, analysisIds: [first?.analysis.id], format }),
  };
}

test.each(['png', 'jpeg', 'webp'] as const)(
  'a finished %s is made smaller and keeps its shape',
  async (format) => {
    const [width, height] = [1_200, 800];
    const picture = sharp({ create: { width, height, channels: 4, background: '#ff000080' } });
    await picture.toFormat(format).toFile(pathOf(renderId, format));
    const path = await small.ofRender(finished(format, { width, height }, 'own:1'));
    expect(await sharp(path).metadata()).toMatchObject({ format: 'webp', width: 480, height: 320 });
    // It is kept: the file itself is not looked at again.
    rmSync(pathOf(renderId, format));
    expect(await small.ofRender(finished(format, { width, height }, 'own:1'))).toBe(path);
  },
);

test('of a PDF the first page is drawn anew, also of a contact sheet with empty places', async () => {
  for (const { template } of builtInTemplates.filter(({ template: { cells } }) => cells > 1)) {
    const { width, height } = template;
    const path = await small.ofRender(finished('pdf', { width, height }, template.id));
    const drawn = await sharp(path).metadata();
    expect(drawn.format).toBe('webp');
    expect(Math.max(drawn.width ?? 0, drawn.height ?? 0)).toBe(480);
  }
});

test('of a PDF whose template is gone there is none', async () => {
  const render = finished('pdf', { width: 1, height: 1 }, 'own:gone');
  await expect(small.ofRender(render)).rejects.toMatchObject({ code: 'template.unknown' });
});

test('of a PDF that only Templated can draw there is none: an empty page would be a lie', async () => {
  drawable = false;
  const render = finished('pdf', { width: 1, height: 1 }, 'local:overlay-card');
  await expect(small.ofRender(render)).rejects.toMatchObject({ code: 'notFound' });
});

test('a file that was damaged is said so, and nothing is kept', async () => {
  writeFileSync(pathOf(renderId, 'png'), 'damaged');
  const render = finished('png', { width: 10, height: 10 }, 'own:1');
  await expect(small.ofRender(render)).rejects.toBeInstanceOf(AppError);
  await sharp({ create: { width: 10, height: 10, channels: 3, background: 'red' } })
    .png()
    .toFile(pathOf(renderId, 'png'));
  expect(await sharp(await small.ofRender(render)).metadata()).toMatchObject({ width: 10, height: 10 });
});

test('an SVG design goes out as pixels, with what is transparent left so', async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="1000"><rect width="1000" height="1000" fill="#00ff00"/></svg>`;
  const { design } = await designs.add({ name: 'a.svg', bytes: Buffer.from(svg) });
  const { data, info } = await sharp(await small.ofDesign(design))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 1_024, height: 512, channels: 4 });
  const pixel = (x: number) => [...data.subarray((256 * 1_024 + x) * 4, (256 * 1_024 + x) * 4 + 4)];
  expect(pixel(100)[3]).toBe(255);
  expect(pixel(100)[1]).toBeGreaterThan(240);
  expect(pixel(900)[3]).toBe(0);
});

test('every template of the program has a thumbnail that is really drawn', async () => {
  const thumbnails = createTemplateThumbnails({
    ...{ process, designs, samplesDir },
    pictures: createPictureStore(join(dir, 'thumbnails')),
  });
  for (const { template, mapping } of builtInTemplates) {
    const { path } = await thumbnails.draw(template, mapping);
    const { width = 0, height = 0 } = await sharp(path).metadata();
    expect(Math.max(width, height)).toBe(480);
    const { channels } = await sharp(path).stats();
    // Something is to be seen on it.
    expect(Math.max(...channels.slice(0, 3).map(({ stdev }) => stdev))).toBeGreaterThan(20);
  }
});
