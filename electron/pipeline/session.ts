import { existsSync } from 'node:fs';
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import type { ExecutionProvider, Provider } from '../../shared/analysis.ts';
import { AppError } from '../../shared/errors.ts';
import type { TensorInfo } from '../../shared/models.ts';
import type { InferenceSettings } from '../../shared/settings.ts';
import type { OutputTensor } from './model-layout.ts';
import { availableProviders } from './providers.ts';

/** How sessions are opened. */
export interface SessionOptions {
  provider: ExecutionProvider;
  intraOpThreads: number;
}

/** Opens a model. Throws `model.missing`, or `model.damaged` when the runtime can't load it. */
export async function openSession(
  path: string,
  { provider, intraOpThreads }: SessionOptions,
): Promise<InferenceSession> {
  if (!existsSync(path)) {
    throw new AppError('model.missing', 'A model file is missing. Run npm run models, or add it again.');
  }
  try {
    return await InferenceSession.create(path, {
      executionProviders: [provider],
      intraOpNumThreads: intraOpThreads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    });
  } catch (cause) {
    const message = 'A model file is damaged and can’t be loaded. Run npm run models, or add it again.';
    throw new AppError('model.damaged', message, { cause });
  }
}

/** The tensors a session takes and gives; sizes that are open are null. */
export function tensorsOf(session: InferenceSession): { inputs: TensorInfo[]; outputs: TensorInfo[] } {
  const infos = (metadata: readonly InferenceSession.ValueMetadata[]) =>
    metadata.map((value): TensorInfo => {
      if (!value.isTensor) return { name: value.name, type: 'not a tensor', shape: [] };
      const shape = value.shape.map((size) => (typeof size === 'number' && size > 0 ? size : null));
      return { name: value.name, type: value.type, shape };
    });
  return { inputs: infos(session.inputMetadata), outputs: infos(session.outputMetadata) };
}

/** Runs a session and gives its outputs as plain arrays. Throws what the runtime throws. */
export async function runSession(
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, OutputTensor>> {
  const outputs = await session.run(feeds);
  return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, plainTensor(tensor)]));
}

/** On the CPU the data stays valid after `dispose`; on a GPU `run` has already brought it here. */
function plainTensor(tensor: Tensor): OutputTensor {
  const { dims, data } = tensor;
  tensor.dispose();
  if (data instanceof Float32Array || data instanceof BigInt64Array || data instanceof Int32Array) {
    return { dims, data };
  }
  const message = `The model gives ${tensor.type} numbers; float32, int32 or int64 were expected.`;
  throw new AppError('model.notUnderstood', message);
}

/**
 * Opens something with the first provider that really works: of those this system has, in the order of
 * preference, or only the one asked for; else with the CPU. `open` has to open its models and run them.
 */
export async function withProvider<T>(
  requested: InferenceSettings['provider'],
  open: (provider: ExecutionProvider) => Promise<T>,
  available: () => readonly ExecutionProvider[] = availableProviders,
): Promise<{ opened: T; provider: Provider }> {
  let reason: string | null = null;
  for (const used of requested === 'auto' ? available() : [requested]) {
    if (used === 'cpu') break;
    try {
      return { opened: await open(used), provider: { requested, used, reason: null } };
    } catch (error) {
      if (requested !== 'auto') reason = `${providerNames[used]} can’t be used here: ${reasonOf(error)}.`;
    }
  }
  return { opened: await open('cpu'), provider: { requested, used: 'cpu', reason } };
}

const providerNames: Record<ExecutionProvider, string> = {
  cuda: 'CUDA',
  tensorrt: 'TensorRT',
  dml: 'DirectML',
  coreml: 'Core ML',
  webgpu: 'WebGPU',
  cpu: 'The CPU',
};

/** What the runtime says, without source lines and paths. */
function reasonOf(error: unknown): string {
  const cause = error instanceof AppError ? (error.cause ?? error) : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  const words = text.split(/\s+/).filter((word) => !/[/\\<>]|::/.test(word));
  return words
    .join(' ')
    .slice(0, 160)
    .trim()
    .replace(/[.:]+$/, '');
}
