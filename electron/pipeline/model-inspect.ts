import { readFile } from 'node:fs/promises';
import onnxProto from 'onnx-proto';
import { AppError } from '../../shared/errors.ts';
import type { TensorInfo } from '../../shared/models.ts';
import type { ModelDescription } from './model-layout.ts';

const { onnx } = onnxProto;

/** ONNX element types by number, those that detectors use. https://onnx.ai/onnx/repo-docs/IR.html */
const typeNames: Record<number, string> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
};

/** Reads what an ONNX file says about itself. Throws `model.missing` or `model.damaged`. */
export async function inspectModelFile(file: string): Promise<ModelDescription> {
  try {
    return inspectModel(await readFile(file));
  } catch (error) {
    if (error instanceof AppError) throw error;
    const message = `The model file ${file} can't be read. Check that it is there and may be read.`;
    throw new AppError('model.missing', message, { cause: error });
  }
}

/** Inputs, outputs and metadata of an ONNX model. Throws `model.damaged` when the bytes are not a whole one. */
export function inspectModel(bytes: Uint8Array): ModelDescription {
  const { graph, metadataProps } = decode(bytes);
  const { node, input, output, initializer } = graph ?? {};
  if (!node?.length || !input || !output?.length) throw damaged('holds no graph with nodes and outputs');
  // Old exporters list the weights among the inputs too.
  const constants = new Set((initializer ?? []).map(({ name }) => name));
  const metadata: Record<string, string> = {};
  for (const { key, value } of metadataProps) if (key && value) metadata[key] = value;
  return {
    inputs: input.filter(({ name }) => !constants.has(name)).map(tensorInfo),
    outputs: output.map(tensorInfo),
    metadata,
  };
}

function decode(bytes: Uint8Array) {
  try {
    return onnx.ModelProto.decode(bytes);
  } catch (error) {
    throw damaged('is not a whole ONNX file', error);
  }
}

function tensorInfo({ name, type }: onnxProto.onnx.IValueInfoProto): TensorInfo {
  const tensor = type?.tensorType;
  return {
    name: name ?? '',
    type: typeNames[tensor?.elemType ?? 0] ?? `type ${tensor?.elemType ?? 'unknown'}`,
    shape: (tensor?.shape?.dim ?? []).map(fixedSize),
  };
}

/** A named or absent size is open; protobuf gives whole numbers of 64 bits as objects. */
function fixedSize({ dimValue, dimParam }: onnxProto.onnx.TensorShapeProto.IDimension): number | null {
  const size = Number(dimValue ?? 0);
  return dimParam || size <= 0 ? null : size;
}

function damaged(what: string, cause?: unknown): AppError {
  const message = `The file ${what}. Export or download the model again.`;
  return new AppError('model.damaged', message, { cause });
}
