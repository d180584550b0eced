import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ExportedFile } from '../../shared/exported-file.ts';
import { UsageError } from './exit-status.ts';
import type { Core } from './with-core.ts';

/** Writes what the core exported to a file of the user. Throws UsageError when it cannot be written. */
export async function saveExport(core: Core, { id }: ExportedFile, file: string): Promise<void> {
  const exported = await core.app.files.resolve(`/exports/${id}`);
  if (!('path' in exported)) throw new UsageError('There is nothing to write.');
  const content = await readFile(exported.path);
  await writeFile(path.resolve(file), content).catch((cause: unknown) => {
    throw new UsageError(`"${file}" cannot be written. Name another file.`, { cause });
  });
}

/** Reads a file that is to be imported. Throws UsageError when it cannot be read. */
export async function readExport(file: string): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const bytes = await readFile(path.resolve(file)).catch((cause: unknown) => {
    throw new UsageError(`"${file}" cannot be read. Name a file that was exported.`, { cause });
  });
  return { name: path.basename(file), bytes: new Uint8Array(bytes) };
}
