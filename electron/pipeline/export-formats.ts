import type { Analysis } from '../../shared/analysis.ts';
import type { ExportFormat } from '../../shared/contract.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { toCsv } from './export-csv.ts';
import { toCoco, toYolo } from './export-datasets.ts';

/** A file of an export: a plain name without folders, and what is in it. */
export interface ExportFile {
  name: string;
  bytes: Uint8Array;
}

/** Formats that are made from analyses alone; the annotated picture needs the photo as well. */
export type DataFormat = Exclude<ExportFormat, 'png'>;

/** Version of the JSON envelope: raised when a reader of the old one would misread the new. */
const jsonVersion = 1;

/**
 * The files an export of these analyses consists of: one for JSON, CSV and COCO; for YOLO one per photo and
 * `classes.txt`. The data sets (COCO, YOLO) hold the mugs that were placed and every other thing scoring at
 * least `ignoreBelow`; of several analyses of one photo they take the newest.
 */
export function exportFiles(
  format: DataFormat,
  analyses: readonly Analysis[],
  options: { ignoreBelow: number } = defaultSettings.detection,
): ExportFile[] {
  switch (format) {
    case 'json':
      return [textFile('analyses.json', toJson(analyses))];
    case 'csv':
      return [textFile('mugs.csv', toCsv(analyses))];
    case 'coco':
      return [textFile('coco.json', JSON.stringify(toCoco(analyses, options.ignoreBelow), null, 2))];
    case 'yolo':
      return toYolo(analyses, options.ignoreBelow).map(({ name, text }) => textFile(name, text));
  }
}

function toJson(analyses: readonly Analysis[]): string {
  const envelope = { format: 'h200-mug-positioning/analyses', version: jsonVersion, analyses };
  return `${JSON.stringify(envelope, null, 2)}\n`;
}

function textFile(name: string, text: string): ExportFile {
  return { name, bytes: new TextEncoder().encode(text) };
}
