import { readFile } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { openPicture } from '../../pipeline/draw-picture.ts';
import type { Drawn, RenderRequests } from '../render-protocol.ts';
import { writeWhole } from './encode.ts';
import { beginPage, createPdf } from './pdf.ts';
import { joinPdfs } from './pdf-join.ts';

/**
 * Pictures, each a page as large as itself, and the pages of PDFs, as one PDF. Throws `photo.*` and
 * `render.failed`.
 */
export async function mergePages({ paths, outPath }: RenderRequests['merge']['input']): Promise<Drawn> {
  const files: Buffer[] = [];
  for (const path of paths) files.push(await pdfOf(path));
  const { bytes, pages } = joinPdfs(files);
  const [first] = pages;
  if (first === undefined) throw new AppError('render.failed', 'There is no page to be merged.');
  await writeWhole(outPath, bytes);
  return { ...first, pages: pages.length, bytes: bytes.length, warnings: [] };
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
