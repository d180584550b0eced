import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { createExportStore, type ExportedFile, type ExportStore } from '../store/export-store.ts';
import { createExporter, type Exporter } from './export.ts';
import { analysisOf, deskScene } from './export-test-analyses.ts';

let dir: string;
let exports: ExportStore;
let exportAnalyses: Exporter;
let mostAtOnce: number;

const analyses = ['a.jpg', 'b.png', 'A.jpg'].map((name) => analysisOf(name, deskScene));
const ids = analyses.map(({ id }) => id);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'h200-export-'));
  exports = createExportStore(dir);
  mostAtOnce = 0;
  let atOnce = 0;
  exportAnalyses = createExporter({
    analyses: {
      get(id) {
        const found = analyses.find((analysis) => analysis.id === id);
        if (found === undefined) throw new AppError('notFound', 'Gone.');
        return found;
      },
    },
    photos: { pathOf: (id) => `/photos/${id}` },
    exports,
    inference: {
      async drawOverlay({ analysis, outPath }) {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        await writeFile(outPath, `picture of ${analysis.photo.name}`);
        atOnce--;
      },
    },
    settings: () => defaultSettings,
    scratchDir: dir,
  });
});

const read = ({ id }: ExportedFile) => readFileSync(exports.get(id).path);
const unpack = (file: ExportedFile) =>
  Object.fromEntries(
    Object.entries(unzipSync(read(file))).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
  );

test('data formats that are one file are that file, in the order asked for', async () => {
  const file = await exportAnalyses([ids[1] ?? '', ids[0] ?? ''], 'json');
  expect(file).toMatchObject({ name: 'analyses.json', mediaType: 'application/json' });
  const json = JSON.parse(read(file).toString());
  expect(json.analyses.map(({ id }: { id: string }) => id)).toEqual([ids[1], ids[0]]);
  expect(await exportAnalyses(ids, 'csv')).toMatchObject({
    name: 'mugs.csv',
    mediaType: 'text/csv; charset=utf-8',
  });
  expect(await exportAnalyses(ids, 'coco')).toMatchObject({ name: 'coco.json' });
});

test('a format of several files is a zip', async () => {
  const file = await exportAnalyses(ids, 'yolo');
  expect(file).toMatchObject({ name: 'mugs-yolo.zip', mediaType: 'application/zip' });
  expect(Object.keys(unpack(file))).toContain('classes.txt');
});

test('one annotated picture is a PNG with the name of its photo', async () => {
  const file = await exportAnalyses(ids.slice(1, 2), 'png');
  expect(file).toMatchObject({ name: 'b.png', mediaType: 'image/png' });
  expect(read(file).toString()).toBe('picture of b.png');
});

test('several annotated pictures are drawn one after the other into a zip, and nothing else stays', async () => {
  const file = await exportAnalyses(ids, 'png');
  expect(unpack(file)).toEqual({
    'a.png': 'picture of a.jpg',
    'b.png': 'picture of b.png',
    'A-2.png': 'picture of A.jpg',
  });
  expect(mostAtOnce).toBe(1);
  expect(readdirSync(dir)).toEqual([file.id]);
});

test.each(['json', 'png', 'yolo'] as const)(
  'an unknown analysis refuses the whole %s export',
  async (format) => {
    await expect(exportAnalyses([...ids, 'unknown'], format)).rejects.toMatchObject({ code: 'notFound' });
    expect(readdirSync(dir)).toEqual([]);
  },
);
