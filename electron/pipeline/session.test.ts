import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { builtInModel } from '../../models/manifest.ts';
import { AppError } from '../../shared/errors.ts';
import { openSession, runSession, tensorsOf, withProvider } from './session.ts';

const all = () => ['cuda', 'webgpu', 'cpu'] as const;
/** Opens on these providers only, and says which it was. */
const worksOn =
  (...working: string[]) =>
  async (provider: string) => {
    if (working.includes(provider)) return provider;
    throw new AppError('model.damaged', 'No.', {
      cause: new Error('/src/onnx/webgpu.cc:136 ns::init() failed. No adapter found at /usr/lib/x.so'),
    });
  };

test('left to itself it takes the first provider that works, without complaint', async () => {
  for (const [working, used] of [
    [['cuda', 'webgpu', 'cpu'], 'cuda'],
    [['webgpu', 'cpu'], 'webgpu'],
    [['cpu'], 'cpu'],
  ] as const) {
    const { opened, provider } = await withProvider('auto', worksOn(...working), all);
    expect(opened).toBe(used);
    expect(provider).toEqual({ requested: 'auto', used, reason: null });
  }
});

test('asked for one that does not work it takes the CPU and says why, without paths', async () => {
  const { provider } = await withProvider('webgpu', worksOn('cuda', 'cpu'), all);
  expect(provider).toMatchObject({ requested: 'webgpu', used: 'cpu' });
  expect(provider.reason).toBe('WebGPU can’t be used here: failed. No adapter found at.');
});

test('asked for the CPU it tries nothing else', async () => {
  const { provider } = await withProvider('cpu', worksOn('cuda', 'cpu'), all);
  expect(provider).toEqual({ requested: 'cpu', used: 'cpu', reason: null });
});

test('a failure on the CPU is an error', async () => {
  await expect(withProvider('auto', worksOn(), all)).rejects.toMatchObject({ code: 'model.damaged' });
});

test('a provider that this system lacks is reported by the runtime itself', async () => {
  const path = join(import.meta.dirname, '../../models', builtInModel('cup-pose').file);
  const missing = process.platform === 'darwin' ? 'dml' : 'coreml';
  const { opened, provider } = await withProvider(missing, (used) =>
    openSession(path, { provider: used, intraOpThreads: 1 }),
  );
  expect(provider.used).toBe('cpu');
  expect(provider.reason).toMatch(/can’t be used here: .*backend not found/);
  const { inputs, outputs } = tensorsOf(opened);
  expect(inputs).toEqual([{ name: 'image', type: 'float32', shape: [1, 3, 224, 224] }]);
  expect(outputs.map(({ name }) => name)).toEqual(['keypoints', 'presence', 'features']);
  const image = new Tensor('float32', new Float32Array(3 * 224 * 224), [1, 3, 224, 224]);
  const answer = await runSession(opened, { image });
  expect(answer.keypoints?.dims).toEqual([1, 18]);
  await opened.release();
});

test('a model file that is missing or no model has its own error', async () => {
  const options = { provider: 'cpu', intraOpThreads: 1 } as const;
  await expect(openSession('/no/such/model.onnx', options)).rejects.toMatchObject({ code: 'model.missing' });
  await expect(openSession(import.meta.filename, options)).rejects.toMatchObject({ code: 'model.damaged' });
});
