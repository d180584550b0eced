import { join } from 'node:path';
import { Image } from '@napi-rs/canvas';
import { expect, test, vi } from 'vitest';
import { builtInModel } from '../../models/manifest.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { LoadedModel } from './inference-protocol.ts';
import { openVision } from './vision.ts';

const root = join(import.meta.dirname, '../..');
const [model, poseModel] = [builtInModel('mug-detector'), builtInModel('cup-pose')];
const pathOf = (file: string) => join(root, 'models', file);
const detector: LoadedModel = {
  ...model,
  source: 'builtIn',
  layout: 'ssd',
  input: { width: 300, height: 300 },
  addedAt: null,
  path: pathOf(model.file),
};

test('a trial that fails frees its picture as one that succeeds', async () => {
  const vision = await openVision({
    detector,
    poseModel: { ...poseModel, path: pathOf(poseModel.file) },
    headPath: pathOf('handle/head.json'),
    settings: { ...defaultSettings.inference, provider: 'cpu' },
  });
  // Freeing a picture sets its source to nothing: its megabytes are out of the collector's sight.
  const source = vi.spyOn(Image.prototype, 'src', 'set');
  const freed = () => source.mock.calls.filter(([bytes]) => bytes.length === 0).length;
  const photo = join(root, 'e2e/photos/pair.jpg');
  await vision.tryModel(detector, photo);
  expect(freed()).toBe(1);
  const includes = () => {
    throw new Error('no such class');
  };
  const failing = { ...detector, mugClasses: Object.assign([...detector.mugClasses], { includes }) };
  await expect(vision.tryModel(failing, photo)).rejects.toThrow('no such class');
  expect(freed()).toBe(2);
  source.mockRestore();
});
