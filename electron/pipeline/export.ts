import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Analysis } from '../../shared/analysis.ts';
import type { ExportFormat } from '../../shared/contract.ts';
import type { Settings } from '../../shared/settings.ts';
import type { AnalysisStore } from '../store/analysis-store.ts';
import type { ExportedFile, ExportStore } from '../store/export-store.ts';
import type { PhotoStore } from '../store/photo-store.ts';
import { safeFileName, zipFiles } from './export-archive.ts';
import { type ExportFile, exportFiles } from './export-formats.ts';
import type { Inference } from './inference.ts';

export interface ExportParts {
  analyses: Pick<AnalysisStore, 'get'>;
  photos: Pick<PhotoStore, 'pathOf'>;
  exports: ExportStore;
  inference: Pick<Inference, 'drawOverlay'>;
  settings(): Settings;
  /** Where an annotated picture lies until it is packed. */
  scratchDir: string;
}

/** Makes an export of these analyses; several files become one zip. Throws AppError notFound for an unknown id. */
export type Exporter = (ids: readonly string[], format: ExportFormat) => Promise<ExportedFile>;

const mediaTypes: Record<ExportFormat, string> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  coco: 'application/json',
  yolo: 'text/plain; charset=utf-8',
  png: 'image/png',
};
/** Analyses read from the database between two turns of the event loop. */
const readPerTurn = 50;

/** The exporter over these parts. */
export function createExporter(parts: ExportParts): Exporter {
  return async (ids, format) => {
    if (format === 'png') return keep(parts.exports, format, drawPictures(parts, ids), ids.length);
    const files = exportFiles(format, await readAll(parts.analyses, ids), parts.settings().detection);
    return keep(parts.exports, format, files, files.length);
  };
}

async function keep(
  exports: ExportStore,
  format: ExportFormat,
  files: Iterable<ExportFile> | AsyncIterable<ExportFile>,
  count: number,
): Promise<ExportedFile> {
  if (count === 1) {
    for await (const { name, bytes } of files) {
      return exports.add({ name: safeFileName(name), mediaType: mediaTypes[format], content: bytes });
    }
  }
  const name = `mugs-${format}.zip`;
  return exports.add({ name, mediaType: 'application/zip', content: zipFiles(files) });
}

async function readAll(analyses: Pick<AnalysisStore, 'get'>, ids: readonly string[]): Promise<Analysis[]> {
  const found: Analysis[] = [];
  for (const id of ids) {
    found.push(analyses.get(id));
    if (found.length % readPerTurn === 0) await nextTurn();
  }
  return found;
}

/** One picture at a time: memory holds one, whatever their number. */
async function* drawPictures(parts: ExportParts, ids: readonly string[]): AsyncGenerator<ExportFile> {
  const { analyses, photos, inference, scratchDir } = parts;
  await mkdir(scratchDir, { recursive: true });
  for (const id of ids) {
    const analysis = analyses.get(id);
    const outPath = join(scratchDir, randomUUID());
    try {
      await inference.drawOverlay({ path: photos.pathOf(analysis.photo.id), analysis, outPath });
      yield { name: `${parse(analysis.photo.name).name}.png`, bytes: await readFile(outPath) };
    } finally {
      await rm(outPath, { force: true });
    }
  }
}
