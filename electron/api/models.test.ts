import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import onnxProto from 'onnx-proto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtInModel } from '../../models/manifest.ts';
import { type Client, createClient } from '../../shared/client.ts';
import { calls } from '../../shared/contract.ts';
import { type App, createApp } from '../app.ts';
import { createLog } from '../log.ts';
import { createMemoryTransport } from '../memory-transport.ts';
import { findResources } from '../paths.ts';
import { forkNode } from '../pipeline/fork-node.ts';

const resources = findResources();
const dataDir = mkdtempSync(join(tmpdir(), 'h200-models-'));
const detector = new Uint8Array(readFileSync(join(resources.modelsDir, 'mug-detector.onnx')));
/** The same detector with the names of its classes inside, as an operator's own would have them. */
const ownDetector = withNames(detector, builtInModel('mug-detector').classes);

let app: App;
let client: Client;
let photoId: string;
let changed: string[];

beforeAll(async () => {
  app = createApp({
    dataDir,
    host: 'memory',
    version: '0.0.0',
    forkInference: forkNode(join(import.meta.dirname, '..', 'pipeline', 'inference-child.ts')),
    forkRender: forkNode(join(import.meta.dirname, '..', 'render', 'render-child.ts')),
    resources,
    log: createLog({ level: 'silent' }),
  });
  await app.start();
  client = createClient(createMemoryTransport(app));
  photoId = (await app.takeFile(join(resources.samplesDir, 'pair.jpg'))).photo.id;
  changed = [];
  client.listen('models.changed', ({ activeId }) => changed.push(activeId));
});
afterAll(() => app?.stop());

test('a detector is read, tried on a photo and kept; then it is used, and removed when another is in use', async () => {
  const { activeId: builtIn } = await client.call('models.list', {});
  const added = await client.call('models.add', {
    name: 'My mugs.onnx',
    bytes: ownDetector,
    photoId,
    layout: 'ssd',
  });
  expect(calls['models.add'].output.parse(added)).toEqual(added);
  expect(added.model).toMatchObject({
    name: 'My mugs',
    source: 'added',
    layout: 'ssd',
    bytes: ownDetector.length,
  });
  expect(added.trial.length).toBeGreaterThan(0);
  expect(added.outputs.map(({ shape }) => shape.at(1))).toEqual([1_917, 1_917]);
  expect(changed).toEqual([builtIn]);

  const { id } = added.model;
  const before = await client.call('photos.analyze', { photoId });
  expect(await client.call('models.use', { id })).toEqual({ activeId: id });
  expect(changed.at(-1)).toBe(id);
  const after = await client.call('photos.analyze', { photoId });
  expect([before.model.id, after.model.id]).toEqual([builtIn, id]);

  await expect(client.call('models.remove', { id })).rejects.toMatchObject({ code: 'model.inUse' });
  await expect(client.call('models.remove', { id: builtIn })).rejects.toMatchObject({ code: 'model.inUse' });
  await client.call('models.use', { id: builtIn });
  expect(await client.call('models.remove', { id })).toEqual({ removed: true });
  expect((await client.call('models.list', {})).models.map((model) => model.id)).toEqual([builtIn]);
});

test.each([
  ['text', new Uint8Array(Buffer.from('not a model')), 'model.damaged'],
  ['half a model', detector.subarray(0, 4_000_000), 'model.damaged'],
  [
    'a model that is no detector',
    new Uint8Array(readFileSync(join(resources.modelsDir, 'cup-pose.onnx'))),
    'model.notUnderstood',
  ],
])('%s is refused with its reason, and nothing of it stays', async (_what, bytes, code) => {
  const { activeId } = await client.call('models.list', {});
  const filesBefore = readdirSync(join(dataDir, 'models'));
  await expect(client.call('models.add', { name: 'a.onnx', bytes })).rejects.toMatchObject({ code });
  expect(readdirSync(join(dataDir, 'models'))).toEqual(filesBefore);
  expect((await client.call('photos.analyze', { photoId, fresh: true })).model.id).toBe(activeId);
});

test('a trial on a photo that is not here refuses the model', async () => {
  const add = client.call('models.add', { name: 'a.onnx', bytes: ownDetector, photoId: 'f'.repeat(64) });
  await expect(add).rejects.toMatchObject({ code: 'photo.notFound' });
});

function withNames(model: Uint8Array, classes: readonly string[]): Uint8Array<ArrayBuffer> {
  const { ModelProto } = onnxProto.onnx;
  const decoded = ModelProto.decode(model);
  decoded.metadataProps.push({ key: 'names', value: JSON.stringify({ ...classes }) });
  return new Uint8Array(ModelProto.encode(decoded).finish());
}
