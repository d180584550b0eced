import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { builtInModels } from '../../models/manifest.ts';
import { AppError } from '../../shared/errors.ts';
import { type Model, modelSchema } from '../../shared/models.ts';
import { removeOlderThan } from './leftovers.ts';
import { toStorageError } from './storage-error.ts';

/** What only the operator and a trial run can tell about an added model. */
export type AddedFacts = Pick<Model, 'name' | 'layout' | 'input' | 'classes' | 'mugClasses'>;

export interface ModelRegistry {
  /** The built-in detectors, then the added ones in the order they came. */
  list(): Model[];
  /** Throws `notFound`. */
  get(id: string): Model;
  active(): Model;
  /** Path of the model's file, there or not. Throws `notFound`. */
  fileOf(id: string): string;
  /** Path of the model's file once its hash is checked. Throws `notFound`, `model.missing`, `model.damaged`. */
  verifiedFile(id: string): Promise<string>;
  /**
   * Keeps a model when `tryOut`, given a file with its bytes, resolves; nothing is left when that throws. The
   * same bytes again replace what was said about them before. Throws `storage.full` or `storage.locked`.
   */
  add(bytes: Uint8Array, tryOut: (file: string) => Promise<AddedFacts>): Promise<Model>;
  /** Chooses the detector for photos to come; returns it. Throws `notFound`. */
  use(id: string): Model;
  /** Forgets an added model and deletes its file. Throws `notFound`, or `model.inUse` also for a built-in one. */
  remove(id: string): void;
}

export interface ModelRegistryOptions {
  /** Folder of the added models inside the data folder. */
  dir: string;
  /** Folder of the models that come with the program. */
  modelsDir: string;
  now?: () => Date;
}

const registrySchema = z.strictObject({
  version: z.literal(1),
  activeId: z.string(),
  models: z.array(
    modelSchema.extend({ source: z.literal('added'), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});
type Registry = z.infer<typeof registrySchema>;

/** What a crash left in the folder of models on trial goes after this time. */
const keptForMs = 3_600_000;

const builtInDetectors = builtInModels.filter(({ task }) => task === 'detector');
const builtIns: Model[] = builtInDetectors.map((model) => ({
  id: model.id,
  name: model.name,
  sha256: model.sha256,
  bytes: model.bytes,
  source: 'builtIn',
  licence: model.licence,
  layout: 'ssd',
  input: { height: model.input.shape[2] ?? 0, width: model.input.shape[3] ?? 0 },
  classes: model.classes,
  mugClasses: model.mugClasses,
  addedAt: null,
}));

/** Opens the detectors of a data folder: manifest.json and one file per added model, named by its hash. */
export function openModelRegistry({
  dir,
  modelsDir,
  now = () => new Date(),
}: ModelRegistryOptions): ModelRegistry {
  const manifestFile = join(dir, 'manifest.json');
  const incomingDir = join(dir, 'incoming');
  let registry = readRegistry(manifestFile);

  const list = (): Model[] => [...builtIns, ...registry.models];

  function get(id: string): Model {
    const model = list().find((candidate) => candidate.id === id);
    if (model === undefined)
      throw new AppError('notFound', 'There is no model with this id. List the models again.');
    return model;
  }

  function fileOf({ id, sha256 }: Model): string {
    const builtIn = builtInDetectors.find((candidate) => candidate.id === id);
    return builtIn === undefined ? join(dir, `${sha256}.onnx`) : join(modelsDir, builtIn.file);
  }

  function change(next: Registry): void {
    try {
      mkdirSync(dir, { recursive: true });
      const temporary = `${manifestFile}.new`;
      writeFileSync(temporary, `${JSON.stringify(next, null, 2)}\n`);
      renameSync(temporary, manifestFile);
    } catch (error) {
      throw toStorageError(error);
    }
    registry = next;
  }

  return {
    list,
    get,
    active: () => get(registry.activeId),
    fileOf: (id) => fileOf(get(id)),

    async verifiedFile(id) {
      const model = get(id);
      const file = fileOf(model);
      const found = await hashOf(file, model.name);
      if (found === model.sha256) return file;
      const remedy =
        model.source === 'builtIn' ? 'Run npm run models.' : 'Remove the model and add it again.';
      const message = `The file of '${model.name}' was changed: sha256 ${model.sha256} expected, ${found} found. ${remedy}`;
      throw new AppError('model.damaged', message);
    },

    async add(bytes, tryOut) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const temporary = join(incomingDir, `${randomUUID()}.onnx`);
      try {
        await mkdir(incomingDir, { recursive: true });
        await removeOlderThan(incomingDir, now().getTime() - keptForMs);
        await writeFile(temporary, bytes);
        const facts = await tryOut(temporary);
        await rename(temporary, join(dir, `${sha256}.onnx`));
        const model = { ...facts, id: sha256, sha256, bytes: bytes.length, source: 'added' as const };
        const added = { ...model, licence: null, addedAt: now().toISOString() };
        const others = registry.models.filter(({ id }) => id !== sha256);
        change({ ...registry, models: [...others, added] });
        return added;
      } catch (error) {
        await rm(temporary, { force: true });
        throw toStorageError(error);
      }
    },

    use(id) {
      const model = get(id);
      if (id !== registry.activeId) change({ ...registry, activeId: id });
      return model;
    },

    remove(id) {
      const model = get(id);
      if (model.source === 'builtIn') {
        throw new AppError(
          'model.inUse',
          'This model comes with the program and stays. Only added ones can go.',
        );
      }
      if (id === registry.activeId) {
        throw new AppError('model.inUse', 'This model is in use. Choose another one first, then remove it.');
      }
      change({ ...registry, models: registry.models.filter((candidate) => candidate.id !== id) });
      rmSync(fileOf(model), { force: true });
    },
  };
}

function readRegistry(manifestFile: string): Registry {
  const none: Registry = { version: 1, activeId: builtIns[0]?.id ?? '', models: [] };
  let text: string;
  try {
    text = readFileSync(manifestFile, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return none;
    throw toStorageError(error);
  }
  const registry = registrySchema.safeParse(parseJson(text));
  if (!registry.success) {
    const [issue] = registry.error.issues;
    throw unreadable(`${issue?.path.join('.') || 'the whole file'}: ${issue?.message}`);
  }
  const { activeId, models } = registry.data;
  if (![...builtIns, ...models].some(({ id }) => id === activeId)) {
    throw unreadable(`activeId: there is no model '${activeId}'`);
  }
  return registry.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(what: string): AppError {
  const remedy = 'Correct it, or move it away to start with the built-in model; no model file is lost.';
  const message = `The list of models, models/manifest.json in the data folder, is damaged (${what}). ${remedy}`;
  return new AppError('storage.damaged', message);
}

async function hashOf(file: string, name: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  } catch (cause) {
    const message = `The file of '${name}' can't be read. Run npm run models for the built-in one; add any other again.`;
    throw new AppError('model.missing', message, { cause });
  }
  return hash.digest('hex');
}
