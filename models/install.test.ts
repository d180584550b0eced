import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convertTflite } from './convert.ts';
import { installModels } from './install.ts';
import { type BuiltInModel, builtInModel, builtInModels } from './manifest.ts';
import { doublingModel } from './tflite-fixture.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const leading = Uint8Array.of(1, 2, 3);
const tflite = doublingModel();
const outputs = [{ name: 'result', tensor: 'out', shape: [1, 3, 1, 2] }];
const onnx = convertTflite(tflite, { input: 'image', outputs });

const model: BuiltInModel = {
  ...builtInModel('mug-detector'),
  file: 'tiny.onnx',
  bytes: onnx.length,
  sha256: sha256(onnx),
  source: {
    package: '@scope/weights',
    version: '1.0.0',
    path: 'packed.data',
    byteStart: leading.length,
    byteEnd: leading.length + tflite.length,
    sha256: sha256(tflite),
  },
  outputs,
};

let root: string;
let folder: string;
let packagesFolder: string;
const install = (models = [model]) => installModels({ models, folder, packagesFolder });

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'h200-install-'));
  folder = path.join(root, 'models');
  packagesFolder = path.join(root, 'node_modules');
  await mkdir(path.join(packagesFolder, '@scope/weights'), { recursive: true });
  await writeFile(
    path.join(packagesFolder, '@scope/weights/packed.data'),
    Buffer.concat([leading, tflite, leading]),
  );
});

afterEach(() => rm(root, { recursive: true }));

describe('installing models', () => {
  it('makes a missing file out of its part of the package', async () => {
    expect(await install()).toEqual([{ file: 'tiny.onnx', made: true }]);
    expect(sha256(await readFile(path.join(folder, 'tiny.onnx')))).toBe(model.sha256);
    expect(await readdir(folder)).toEqual(['tiny.onnx']);
  });

  it('leaves an intact file alone, even without the package', async () => {
    await install();
    const before = await stat(path.join(folder, 'tiny.onnx'));
    await rm(packagesFolder, { recursive: true });
    expect(await install()).toEqual([{ file: 'tiny.onnx', made: false }]);
    expect((await stat(path.join(folder, 'tiny.onnx'))).mtimeMs).toBe(before.mtimeMs);
  });

  it('makes a damaged file again', async () => {
    await install();
    await writeFile(path.join(folder, 'tiny.onnx'), 'damaged');
    expect(await install()).toEqual([{ file: 'tiny.onnx', made: true }]);
    expect(sha256(await readFile(path.join(folder, 'tiny.onnx')))).toBe(model.sha256);
  });

  it('refuses a source with another hash, naming file, expected and got', async () => {
    await writeFile(path.join(packagesFolder, '@scope/weights/packed.data'), 'something else');
    const expected = {
      code: 'model.damaged',
      message: expect.stringContaining('@scope/weights/packed.data'),
    };
    await expect(install()).rejects.toMatchObject(expected);
    await expect(install()).rejects.toThrow(`sha256 ${model.source.sha256} expected`);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a result with another hash and leaves nothing behind', async () => {
    const wanted = 'f'.repeat(64);
    const wrong = install([{ ...model, sha256: wanted }]);
    await expect(wrong).rejects.toThrow(`tiny.onnx is not the file it should be: sha256 ${wanted} expected`);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says which package is missing', async () => {
    await rm(packagesFolder, { recursive: true });
    const message = expect.stringMatching(
      /packed\.data of the npm package @scope\/weights@1\.0\.0 .* npm ci/,
    );
    await expect(install()).rejects.toMatchObject({ code: 'model.missing', message });
  });
});

describe('the built-in models', () => {
  it.each(builtInModels)('$id takes and gives what the manifest says', async (entry) => {
    await installModels();
    const session = await InferenceSession.create(path.join(import.meta.dirname, entry.file));
    expect(session.inputMetadata).toMatchObject([{ name: entry.input.name, shape: entry.input.shape }]);
    expect(session.outputMetadata).toMatchObject(entry.outputs.map(({ name, shape }) => ({ name, shape })));
    const bytes = await readFile(path.join(import.meta.dirname, entry.file));
    expect([bytes.length, sha256(bytes)]).toEqual([entry.bytes, entry.sha256]);
  });

  it('has as many classes as the detector gives logits', () => {
    const detector = builtInModel('mug-detector');
    expect(detector.outputs[1]?.shape[2]).toBe(detector.classes.length);
    expect(detector.mugClasses.map((index) => detector.classes[index])).toEqual(['Mug', 'Coffee cup']);
  });
});
