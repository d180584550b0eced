import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, PDFDocument } from '@napi-rs/canvas';
import { findResources } from '../../electron/paths.ts';
import type { DrawJob, RenderProcess } from '../../electron/render/render-protocol.ts';
import { sampleSubjects } from '../../electron/render/sample-subjects.ts';
import { layersFromWire } from '../../electron/render/templated/wire-layers.ts';
import type { Layer, RenderFormat } from '../../shared/template.ts';

/** One sheet as it is to be drawn: overrides are applied, in Templated's words. */
export interface Sheet {
  width: number;
  height: number;
  background: string;
  scale: number;
  format: RenderFormat;
  layers: readonly Readonly<Record<string, unknown>>[];
}

export interface Upload {
  bytes: Uint8Array;
  format: 'jpeg' | 'png' | 'webp';
}

/** Draws as the service would. `process` null: only the background, which is enough where nobody looks. */
export function createDrawing(options: {
  process: Pick<RenderProcess, 'ask'> | null;
  folder: string;
  /** What was handed over before under this address. */
  uploadAt: (url: string) => Upload | null;
}) {
  const { process, folder, uploadAt } = options;
  let count = 0;

  async function draw(sheet: Sheet): Promise<Uint8Array> {
    if (process === null) return plain(sheet);
    const assets: DrawJob['assets'] = {};
    const layers: Layer[] = [];
    for (const [index, layer] of layersFromWire(sheet.layers, sheet).layers.entries()) {
      const url = sheet.layers.find((wire) => wire.layer === layer.layer)?.image_url;
      const upload = layer.type === 'image' && typeof url === 'string' ? uploadAt(url) : null;
      if (layer.type !== 'image' || upload === null) {
        layers.push(layer);
        continue;
      }
      const designId = createHash('sha256').update(upload.bytes).digest('hex');
      const path = join(folder, `upload-${count}-${index}.${upload.format}`);
      await writeFile(path, upload.bytes);
      assets[designId] = { path, format: upload.format };
      layers.push({ ...layer, picture: { kind: 'asset', designId } });
    }
    const outPath = join(folder, `render-${count++}.${sheet.format}`);
    const { width, height, scale, background, format } = sheet;
    // Every layer is of some photo, also where none of it is shown.
    const subjects = sampleSubjects(findResources().samplesDir, 1, null);
    const pages = [{ layers: layers.map((layer) => ({ layer, subject: 0 })) }];
    await process.ask('draw', {
      width,
      height,
      scale,
      background,
      format,
      pages,
      subjects,
      assets,
      outPath,
    });
    return await taken(outPath);
  }

  async function merge(files: readonly { bytes: Uint8Array; format: RenderFormat }[]): Promise<Uint8Array> {
    if (process === null)
      return plain({ width: 100, height: 100, background: '#ffffff', scale: 1, format: 'pdf', layers: [] });
    const paths = files.map(({ format }) => join(folder, `page-${count++}.${format}`));
    await Promise.all(files.map(({ bytes }, index) => writeFile(paths[index] ?? '', bytes)));
    const outPath = join(folder, `merged-${count++}.pdf`);
    await process.ask('merge', { paths, outPath });
    return await taken(outPath);
  }

  return { draw, merge };
}

async function taken(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}

function plain({ width, height, scale, background, format }: Sheet): Uint8Array {
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  if (format === 'pdf') {
    const document = new PDFDocument({ title: 'Render' });
    document.beginPage(wide, high);
    document.endPage();
    return document.close();
  }
  const canvas = createCanvas(wide, high);
  const context = canvas.getContext('2d');
  if (background !== 'transparent') {
    context.fillStyle = background;
    context.fillRect(0, 0, wide, high);
  }
  // Each format has a signature of its own.
  if (format === 'jpeg') return canvas.toBuffer('image/jpeg');
  return format === 'webp' ? canvas.toBuffer('image/webp') : canvas.toBuffer('image/png');
}
