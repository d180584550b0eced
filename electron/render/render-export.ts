import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { ExportedFile } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Render } from '../../shared/render.ts';
import type { RenderFormat } from '../../shared/template.ts';
import { safeFileName, zipFiles } from '../pipeline/export-archive.ts';
import type { ExportStore } from '../store/export-store.ts';
import type { RenderStore } from '../store/render-store.ts';
import type { RenderProcess } from './render-protocol.ts';

/** Finished pictures as one file: one as it is, several as a zip, or one PDF of all. Throws AppError notFound. */
export type ExportRenders = (renders: readonly Render[], as: 'files' | 'pdf') => Promise<ExportedFile>;

export interface RenderExportParts {
  renders: Pick<RenderStore, 'pathOf'>;
  exports: Pick<ExportStore, 'add'>;
  process: Pick<RenderProcess, 'ask'>;
  /** Files are made here before they are kept. */
  scratchDir: string;
}

export const renderMediaTypes: Record<RenderFormat, string> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  pdf: 'application/pdf',
};
const extensions: Record<RenderFormat, string> = { png: 'png', jpeg: 'jpg', webp: 'webp', pdf: 'pdf' };

/** The name that a picture is saved under: the photo's, then the template's. */
export function renderFileName({ photoName, templateName, request, result }: Render): string {
  const stem = `${parse(photoName).name} - ${templateName}`;
  return safeFileName(`${stem}.${extensions[result?.format ?? request.format]}`);
}

/** Reads files while it writes the export: neither is ever wholly in memory. */
export function createRenderExport({
  renders,
  exports,
  process,
  scratchDir,
}: RenderExportParts): ExportRenders {
  const pathOf = ({ id, request, result }: Render) => renders.pathOf(id, result?.format ?? request.format);

  async function* filesOf(all: readonly Render[]) {
    for (const render of all) {
      const name = renderFileName(render);
      const bytes = await readFile(pathOf(render)).catch((cause) => Promise.reject(orGone(cause, name)));
      yield { name, bytes };
    }
  }

  async function merged(all: readonly Render[]): Promise<ExportedFile> {
    await mkdir(scratchDir, { recursive: true });
    const outPath = join(scratchDir, `${randomUUID()}.pdf`);
    try {
      await process.ask('merge', { paths: all.map(pathOf), outPath });
      return await exports.add({
        name: 'pictures.pdf',
        mediaType: renderMediaTypes.pdf,
        content: readWhole(outPath, 'pictures.pdf'),
      });
    } finally {
      await rm(outPath, { force: true });
    }
  }

  return async (all, as) => {
    const [only] = all;
    const isOneDocument = only?.result?.format === 'pdf' && all.length === 1;
    if (as === 'pdf' && !isOneDocument) return merged(all);
    if (only !== undefined && all.length === 1) {
      const mediaType = renderMediaTypes[only.result?.format ?? only.request.format];
      const name = renderFileName(only);
      return exports.add({ name, mediaType, content: readWhole(pathOf(only), name) });
    }
    return exports.add({
      name: 'pictures.zip',
      mediaType: 'application/zip',
      content: zipFiles(filesOf(all)),
    });
  };
}

/**
 * Opened when it is read: a stream that fails before anybody reads it ends the program. Throws AppError notFound,
 * with the name.
 */
export async function* readWhole(path: string, name: string): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((cause) => Promise.reject(orGone(cause, name)));
  try {
    yield* file.createReadStream({ autoClose: false });
  } finally {
    await file.close();
  }
}

function orGone(cause: unknown, name: string): unknown {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) return cause;
  return new AppError('notFound', `The file of “${name}” is not there any more. Make the picture anew.`, {
    cause,
  });
}
