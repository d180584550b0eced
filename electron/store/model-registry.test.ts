import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInModel } from '../../models/manifest.ts';
import { modelSchema } from '../../shared/models.ts';
import { openModelRegistry } from './model-registry.ts';

const detector = builtInModel('mug-detector');
const bytes = new TextEncoder().encode('stands for an ONNX model');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const facts = {
  name: 'My detector',
  layout: 'yolov8' as const,
  input: { width: 640, height: 640 },
  classes: ['mug'],
  mugClasses: [0],
};
const fits = async () => facts;
const addedAt = '2026-01-02T03:04:05.000Z';

let root: string;
let dir: string;
let modelsDir: string;
/** Every file the registry keeps, wherever it lies. */
const files = () => {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
};
const open = () => openModelRegistry({ dir, modelsDir, now: () => new Date(addedAt) });

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'h200-models-'));
  dir = path.join(root, 'data', 'models');
  modelsDir = path.join(root, 'program');
  mkdirSync(modelsDir);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('a fresh model registry', () => {
  it('has the built-in detector, in use', () => {
    const models = open().list();
    expect(models.map((model) => modelSchema.parse(model))).toEqual(models);
    expect(models).toMatchObject([
      { id: 'mug-detector', source: 'builtIn', layout: 'ssd', mugClasses: [12, 13] },
    ]);
    expect(open().active()).toEqual(models[0]);
  });

  it('writes nothing until something changes', () => {
    open().list();
    expect(existsSync(dir)).toBe(false);
  });
});

describe('adding a model', () => {
  it('tries it out, keeps it under its hash, and knows it after a restart', async () => {
    const seen: string[] = [];
    const added = await open().add(bytes, async (file) => {
      seen.push(readFileSync(file, 'utf8'));
      return facts;
    });
    expect(seen).toEqual(['stands for an ONNX model']);
    expect(modelSchema.parse(added)).toEqual({
      ...facts,
      id: sha256,
      sha256,
      bytes: bytes.length,
      source: 'added',
      licence: null,
      addedAt,
    });
    expect(open().list()[1]).toEqual(added);
    expect(files()).toEqual([`${sha256}.onnx`, 'manifest.json']);
  });

  it('leaves nothing when the trial fails', async () => {
    const registry = open();
    const failing = registry.add(bytes, () => Promise.reject(new Error('no detector')));
    await expect(failing).rejects.toThrow('no detector');
    expect(files()).toEqual([]);
    expect(registry.list()).toHaveLength(1);
  });

  it('twice replaces what was said about it', async () => {
    const registry = open();
    await registry.add(bytes, fits);
    await registry.add(bytes, async () => ({ ...facts, name: 'Renamed' }));
    expect(registry.list().map(({ name }) => name)).toEqual([detector.name, 'Renamed']);
  });

  it('keeps all that are added at once, the same one once', async () => {
    const registry = open();
    await Promise.all([bytes, bytes, Uint8Array.of(1)].map((content) => registry.add(content, fits)));
    expect(open().list()).toHaveLength(3);
    expect(files()).toHaveLength(3);
  });
});

describe('using and removing models', () => {
  it('remembers the choice', async () => {
    const registry = open();
    await registry.add(bytes, fits);
    expect(registry.use(sha256).name).toBe('My detector');
    expect(open().active().id).toBe(sha256);
  });

  it('removes an added model with its file', async () => {
    const registry = open();
    await registry.add(bytes, fits);
    registry.remove(sha256);
    expect(open().list()).toHaveLength(1);
    expect(files()).toEqual(['manifest.json']);
  });

  it('keeps the one in use and the built-in one', async () => {
    const registry = open();
    await registry.add(bytes, fits);
    registry.use(sha256);
    const inUse = expect.objectContaining({ code: 'model.inUse' });
    expect(() => registry.remove(sha256)).toThrow(inUse);
    expect(() => registry.remove('mug-detector')).toThrow(inUse);
    expect(open().list()).toHaveLength(2);
  });

  it('says when there is no such model', async () => {
    const registry = open();
    const notFound = expect.objectContaining({ code: 'notFound' });
    expect(() => registry.use('none')).toThrow(notFound);
    expect(() => registry.remove('none')).toThrow(notFound);
    await expect(registry.verifiedFile('none')).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('the file of a model', () => {
  it('is given once its hash is right', async () => {
    const registry = open();
    await registry.add(bytes, fits);
    const file = await registry.verifiedFile(sha256);
    expect(readFileSync(file)).toEqual(Buffer.from(bytes));
  });

  it('is refused when it was changed', async () => {
    const registry = open();
    await registry.add(bytes, fits);
    writeFileSync(path.join(dir, `${sha256}.onnx`), 'changed');
    const damaged = { code: 'model.damaged', message: expect.stringContaining(`sha256 ${sha256} expected`) };
    await expect(registry.verifiedFile(sha256)).rejects.toMatchObject(damaged);
  });

  it('is missed when it is gone', async () => {
    const missing = { code: 'model.missing', message: expect.stringContaining('npm run models') };
    await expect(open().verifiedFile('mug-detector')).rejects.toMatchObject(missing);
    writeFileSync(path.join(modelsDir, detector.file), 'not the weights');
    await expect(open().verifiedFile('mug-detector')).rejects.toMatchObject({ code: 'model.damaged' });
  });
});

describe('a damaged manifest', () => {
  const write = (text: string) => {
    mkdirSync(dir, { recursive: true });
    writeFileSync(path.join(dir, 'manifest.json'), text);
  };

  it.each([
    ['cut short', '{"version": 1, "mod', /the whole file/],
    ['of another version', '{"version":2,"activeId":"mug-detector","models":[]}', /version/],
    ['with a model in use that is not listed', '{"version":1,"activeId":"x","models":[]}', /no model 'x'/],
    [
      'with a path for a hash',
      JSON.stringify({
        version: 1,
        activeId: 'mug-detector',
        models: [
          { ...facts, id: 'a', sha256: '../../secret', bytes: 1, source: 'added', licence: null, addedAt },
        ],
      }),
      /models\.0\.sha256/,
    ],
  ])('%s is refused with what is wrong and stays as it is', (_, text, message) => {
    write(text);
    expect(open).toThrow(message);
    expect(open).toThrow(expect.objectContaining({ code: 'storage.damaged' }));
    expect(readFileSync(path.join(dir, 'manifest.json'), 'utf8')).toBe(text);
  });
});
