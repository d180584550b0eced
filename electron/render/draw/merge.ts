import { openPicture } from '../../pipeline/draw-picture.ts';
import type { Drawn, RenderRequests } from '../render-protocol.ts';
import { writeWhole } from './encode.ts';
import { beginPage, createPdf } from './pdf.ts';

/** Pictures as the pages of one PDF, each page as large as its picture at 96 pixels per inch. */
export async function mergePages({ paths, outPath }: RenderRequests['merge']['input']): Promise<Drawn> {
  const document = createPdf();
  let first: { width: number; height: number } | undefined;
  for (const path of paths) {
    const picture = await openPicture(path);
    const { width, height } = picture;
    const context = beginPage(document, width, height);
    context.drawImage(picture.source, 0, 0);
    document.endPage();
    picture.release();
    first ??= { width, height };
  }
  const bytes = document.close();
  await writeWhole(outPath, bytes);
  return { width: 0, height: 0, ...first, pages: paths.length, bytes: bytes.length, warnings: [] };
}
