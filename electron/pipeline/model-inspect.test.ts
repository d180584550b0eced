import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import onnxProto from 'onnx-proto';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectModel, inspectModelFile } from './model-inspect.ts';
import { proposeLayout } from './model-layout.ts';

const { onnx } = onnxProto;

type Dimension = number | string;

function valueInfo(name: string, dimensions: Dimension[], elemType = 1) {
  const dim = dimensions.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** A detector in name only: it passes a constant on as its answer. */
function tinyDetector(): Uint8Array {
  const answer = { name: 'answer', dims: [1, 5, 21], dataType: 1, floatData: new Array(105).fill(0.5) };
  const graph = {
    name: 'tiny',
    node: [{ opType: 'Identity', input: ['answer'], output: ['output0'] }],
    initializer: [answer],
    input: [valueInfo('images', ['batch', 3, 32, 32]), valueInfo('answer', [1, 5, 21])],
    output: [valueInfo('output0', [1, 5, 21])],
  };
  const metadataProps = [
    { key: 'names', value: "{0: 'mug'}" },
    { key: 'task', value: 'detect' },
  ];
  const opsetImport = [{ domain: '', version: 13 }];
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport, graph, metadataProps }).finish();
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'h200-inspect-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('inspecting an ONNX file', () => {
  it('reads inputs without the weights, outputs with open sizes, and metadata', () => {
    expect(inspectModel(tinyDetector())).toEqual({
      inputs: [{ name: 'images', type: 'float32', shape: [null, 3, 32, 32] }],
      outputs: [{ name: 'output0', type: 'float32', shape: [1, 5, 21] }],
      metadata: { names: "{0: 'mug'}", task: 'detect' },
    });
  });

  it('tells enough to plan a run of it', async () => {
    expect(proposeLayout(inspectModel(tinyDetector()))).toMatchObject({ layout: 'yolov8', classes: ['mug'] });
    const session = await InferenceSession.create(tinyDetector(), { logSeverityLevel: 3 });
    expect(session.outputNames).toEqual(['output0']);
  });

  it('names element types', () => {
    const output = [
      valueInfo('labels', [1, 'rows'], 7),
      valueInfo('half', [1], 10),
      valueInfo('odd', [1], 99),
    ];
    const graph = { name: 'types', node: [{ opType: 'Identity' }], input: [], output };
    const { outputs } = inspectModel(onnx.ModelProto.encode({ graph }).finish());
    expect(outputs).toEqual([
      { name: 'labels', type: 'int64', shape: [1, null] },
      { name: 'half', type: 'float16', shape: [1] },
      { name: 'odd', type: 'type 99', shape: [1] },
    ]);
  });

  it.each([
    ['cut short', tinyDetector().subarray(0, 200)],
    ['no protobuf at all', new TextEncoder().encode('this is a text and no model')],
    ['empty', new Uint8Array()],
  ])('refuses one that is %s', (_, bytes) => {
    expect(() => inspectModel(bytes)).toThrow(expect.objectContaining({ code: 'model.damaged' }));
  });

  it('reads a file, and says when there is none', async () => {
    const file = path.join(folder, 'tiny.onnx');
    await expect(inspectModelFile(file)).rejects.toMatchObject({ code: 'model.missing' });
    await writeFile(file, tinyDetector());
    expect((await inspectModelFile(file)).metadata.task).toBe('detect');
  });
});
