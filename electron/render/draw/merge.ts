import { readFile } from 'node:fs/promises';
import { PDFDocument } from '@cantoo/pdf-lib';
import { AppError } from '../../../shared/errors.ts';
import { openPicture } from '../../pipeline/draw-picture.ts';
import type { Drawn, RenderRequests } from '../render-protocol.ts';
import { writeWhole } from './encode.ts';
import { beginPage, createPdf, pointsPerPixel } from './pdf.ts';

/**
 * Pictures, each a page as large as itself, and the pages of PDFs, as one PDF. Throws `photo.*` and
 * `render.failed`.
 */
export async function mergePages({ paths, outPath }: RenderRequests['merge']['input']): Promise<Drawn> {
  const merged = await PDFDocument.create({ updateMetadata: false });
  for (const path of paths) {
    const source = await opened(await pdfOf(path));
    for (const page of await merged.copyPages(source, source.getPageIndices())) merged.addPage(page);
  }
  const [first] = merged.getPages();
  if (first === undefined) throw new AppError('render.failed', 'There is no page to be merged.');
  const bytes = await merged.save();
  await writeWhole(outPath, bytes);
  const [width, height] = [first.getWidth(), first.getHeight()].map((points) =>
    Math.round(points / pointsPerPixel),
  );
  return {
    width: width ?? 0,
    height: height ?? 0,
    pages: merged.getPageCount(),
    bytes: bytes.length,
    warnings: [],
  };
}

async function pdfOf(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((cause) => {
    throw new AppError('notFound', 'One of the files to be merged is not there any more.', { cause });
  });
  if (bytes.subarray(0, 1_024).includes('%PDF-')) return bytes;
  const picture = await openPicture(path);
  const document = createPdf();
  const context = beginPage(document, picture.width, picture.height);
  context.drawImage(picture.source, 0, 0);
  document.endPage();
  picture.release();
  return document.close();
}

async function opened(bytes: Buffer): Promise<PDFDocument> {
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
    if (document.getPageCount() > 0) return document;
    throw new Error('It has no page.');
  } catch (cause) {
    const message = 'One of the PDFs is damaged or locked and cannot be merged. Save the files one by one.';
    throw new AppError('render.failed', message, { cause });
  }
}
