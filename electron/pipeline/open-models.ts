import { readFileSync } from 'node:fs';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '../../shared/errors.ts';
import { createDetector, type Detector } from './detector.ts';
import { type HandleHead, handleHeadSchema } from './handle-head.ts';
import type { LoadedModel } from './inference-protocol.ts';
import { type DetectorPlan, type ModelDescription, proposeLayout, readInputs } from './model-layout.ts';
import { createPoseModel, type PoseModel } from './pose.ts';
import { openSession, runSession, type SessionOptions, tensorsOf } from './session.ts';

/** Opens a detector and runs it once, which warms it and settles what its file leaves open. Throws `model.*`. */
export async function openDetector(model: LoadedModel, options: SessionOptions): Promise<Detector> {
  const session = await openSession(model.path, options);
  return orRelease(session, async () => {
    const { classes, mugClasses, layout, input } = model;
    const imgsz = `[${input.height}, ${input.width}]`;
    const description = { ...tensorsOf(session), metadata: { names: JSON.stringify(classes), imgsz } };
    const trial = await runBlank(session, description);
    return createDetector(session, { ...proposeLayout(description, { layout, trial }), mugClasses });
  });
}

/** Opens the pose network and runs it once. Throws `model.*`. */
export async function openPoseModel(
  path: string,
  head: HandleHead,
  options: SessionOptions,
): Promise<PoseModel> {
  const session = await openSession(path, options);
  return orRelease(session, async () => {
    await runBlank(session, { ...tensorsOf(session), metadata: {} });
    return createPoseModel(session, head);
  });
}

/** Reads models/handle/head.json. Throws `model.missing` or `model.damaged`. */
export function readHandleHead(path: string): HandleHead {
  let head: unknown;
  try {
    head = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const message = 'The weights of the handle head are missing or damaged. Install the program again.';
    throw new AppError(cause instanceof SyntaxError ? 'model.damaged' : 'model.missing', message, { cause });
  }
  const { data, error } = handleHeadSchema.safeParse(head);
  if (data !== undefined) return data;
  const message = 'The weights of the handle head do not fit this version. Install the program again.';
  throw new AppError('model.damaged', message, { cause: error });
}

/**
 * A model's inputs, outputs and metadata. Output sizes that the file leaves open are settled by a run where
 * the model can be run. Throws `model.missing` or `model.damaged`.
 */
export async function inspectModel(path: string): Promise<ModelDescription> {
  // Loaded only here: reading the file format takes a library that no photo needs.
  const { inspectModelFile } = await import('./model-inspect.ts');
  const description = await inspectModelFile(path);
  if (description.outputs.every(({ shape }) => !shape.includes(null))) return description;
  try {
    const session = await openSession(path, { provider: 'cpu', intraOpThreads: 1 });
    const trial = await runBlank(session, description).finally(() => session.release());
    const settled = description.outputs.map((output) => ({
      ...output,
      shape: [...(trial[output.name]?.dims ?? output.shape)],
    }));
    return { ...description, outputs: settled };
  } catch {
    // What doesn't run on a blank picture is judged by what its file says.
    return description;
  }
}

async function runBlank(session: InferenceSession, description: ModelDescription) {
  const { input, sizeInput } = readInputs(description);
  return runSession(session, blankFeeds({ input, sizeInput }));
}

function blankFeeds({ input, sizeInput }: Pick<DetectorPlan, 'input' | 'sizeInput'>): Record<string, Tensor> {
  const { name, width, height } = input;
  const picture = new Tensor('float32', new Float32Array(3 * width * height), [1, 3, height, width]);
  if (sizeInput === null) return { [name]: picture };
  const size = new Tensor('int64', BigInt64Array.of(BigInt(width), BigInt(height)), [1, 2]);
  return { [name]: picture, [sizeInput]: size };
}

async function orRelease<T>(session: InferenceSession, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    await session.release();
    throw error;
  }
}
