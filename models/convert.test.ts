import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { convertTflite, transpose } from './convert.ts';
import { fromHalf, readTflite, tfliteOperator, tfliteType } from './tflite.ts';
import {
  doublingModel,
  type FixtureNode,
  type FixtureTensor,
  float32Content,
  tfliteFile,
} from './tflite-fixture.ts';

const { add, conv2d, depthwiseConv2d, dequantize, fullyConnected, logistic, mean, reshape } = tfliteOperator;
const same = { byte: 0 };
const valid = { byte: 1 };
const noActivation = { byte: 0 };
const relu6 = { byte: 3 };

/** Converts a graph and runs it on values given channels first. */
async function run(tensors: FixtureTensor[], nodes: FixtureNode[], values: number[]) {
  const output = tensors.at(-1)?.name ?? '';
  const bytes = tfliteFile(tensors, nodes);
  const onnx = convertTflite(bytes, { input: 'image', outputs: [{ tensor: output, name: 'result' }] });
  const session = await InferenceSession.create(onnx);
  const [count = 1, rows = 1, columns = 1, channels = 1] = tensors[0]?.shape ?? [];
  const image = new Tensor('float32', Float32Array.from(values), [count, channels, rows, columns]);
  const { result } = await session.run({ image });
  return { dims: result?.dims, values: Array.from((result?.data as Float32Array | undefined) ?? [], Number) };
}

describe('reading TFLite', () => {
  it('finds tensors, nodes, inputs and outputs', () => {
    const graph = readTflite(doublingModel());
    expect(graph.tensors.map(({ name, shape, type }) => ({ name, shape, type }))).toEqual([
      { name: 'in', shape: [1, 1, 2, 3], type: tfliteType.float32 },
      { name: 'out', shape: [1, 1, 2, 3], type: tfliteType.float32 },
    ]);
    expect(graph.nodes).toMatchObject([{ code: add, inputs: [0, 0], outputs: [1] }]);
    expect([graph.inputs, graph.outputs]).toEqual([[0], [1]]);
  });

  it('refuses bytes that end too early', () => {
    expect(() => readTflite(doublingModel().subarray(0, 40))).toThrow(RangeError);
  });
});

describe('converting TFLite to ONNX', () => {
  it('gives the same bytes each time', () => {
    const names = { input: 'image', outputs: [{ tensor: 'out', name: 'result' }] };
    expect(convertTflite(doublingModel(), names)).toEqual(convertTflite(doublingModel(), names));
  });

  it('keeps kernels the right way round and puts the odd pixel of SAME padding at the end', async () => {
    // Columns of a 1×3 row: out[x] = 10·in[2x] + 1·in[2x+1], the last one padded with zero.
    const tensors = [
      { name: 'in', shape: [1, 1, 3, 1] },
      { name: 'kernel', shape: [1, 1, 2, 1], content: float32Content([10, 1]) },
      { name: 'bias', shape: [1], content: float32Content([0.5]) },
      { name: 'out', shape: [1, 1, 2, 1] },
    ];
    const options = [same, { int: 2 }, { int: 1 }, noActivation];
    const nodes = [{ code: conv2d, inputs: [0, 1, 2], outputs: [3], options }];
    expect(await run(tensors, nodes, [1, 2, 3])).toEqual({ dims: [1, 1, 1, 2], values: [12.5, 30.5] });
  });

  it('mixes channels in a convolution and cuts off at six', async () => {
    const tensors = [
      { name: 'in', shape: [1, 1, 1, 2] },
      { name: 'kernel', shape: [3, 1, 1, 2], content: float32Content([1, 2, 3, -4, 5, 6]) },
      { name: 'bias', shape: [3], content: float32Content([0, 0, 0]) },
      { name: 'out', shape: [1, 1, 1, 3] },
    ];
    const options = [valid, { int: 1 }, { int: 1 }, relu6];
    const nodes = [{ code: conv2d, inputs: [0, 1, 2], outputs: [3], options }];
    expect((await run(tensors, nodes, [1, 1])).values).toEqual([3, 0, 6]);
  });

  it('keeps channels apart in a depthwise convolution with weights of 16 bits', async () => {
    const halves = new Uint8Array(Uint16Array.of(0x4000, 0x4200).buffer); // 2 and 3
    const tensors = [
      { name: 'in', shape: [1, 1, 1, 2] },
      { name: 'halves', shape: [1, 1, 1, 2], type: tfliteType.float16, content: halves },
      { name: 'kernel', shape: [1, 1, 1, 2] },
      { name: 'bias', shape: [2], content: float32Content([0, 1]) },
      { name: 'out', shape: [1, 1, 1, 2] },
    ];
    const nodes = [
      { code: dequantize, inputs: [1], outputs: [2] },
      {
        code: depthwiseConv2d,
        inputs: [0, 2, 3],
        outputs: [4],
        options: [same, { int: 1 }, { int: 1 }, { int: 1 }, noActivation],
      },
    ];
    expect((await run(tensors, nodes, [10, 100])).values).toEqual([20, 301]);
  });

  it('reshapes in TFLite order: channels of a pixel stay together', async () => {
    const tensors = [
      { name: 'in', shape: [1, 1, 2, 2] },
      { name: 'out', shape: [1, 4] },
    ];
    const nodes = [{ code: reshape, inputs: [0], outputs: [1], options: [] }];
    // Channels first: channel 0 is [1, 2], channel 1 is [3, 4].
    expect(await run(tensors, nodes, [1, 2, 3, 4])).toEqual({ dims: [1, 4], values: [1, 3, 2, 4] });
  });

  it('averages a picture, multiplies and squashes', async () => {
    const tensors = [
      { name: 'in', shape: [1, 1, 2, 2] },
      {
        name: 'axes',
        shape: [2],
        type: tfliteType.int32,
        content: new Uint8Array(Int32Array.of(1, 2).buffer),
      },
      { name: 'mean', shape: [1, 2] },
      { name: 'weights', shape: [1, 2], content: float32Content([2, -1]) },
      { name: 'bias', shape: [1], content: float32Content([1]) },
      { name: 'sum', shape: [1, 1] },
      { name: 'out', shape: [1, 1] },
    ];
    const nodes = [
      { code: mean, inputs: [0, 1], outputs: [2], options: [{ byte: 0 }] },
      { code: fullyConnected, inputs: [2, 3, 4], outputs: [5], options: [noActivation] },
      { code: logistic, inputs: [5], outputs: [6] },
    ];
    const { values } = await run(tensors, nodes, [1, 3, 2, 8]); // means 2 and 5: 2·2 − 5 + 1 = 0
    expect(values).toEqual([0.5]);
  });

  it.each([
    ['an operator it does not know', [{ code: 17, inputs: [0], outputs: [1] }], /operator number 17/],
    [
      'an activation it does not know',
      [{ code: add, inputs: [0, 0], outputs: [1], options: [{ byte: 4 }] }],
      /activation number 4/,
    ],
    ['missing options', [{ code: add, inputs: [0, 0], outputs: [1] }], /number 0 comes without its options/],
    [
      'a tensor used before it is computed',
      [{ code: logistic, inputs: [1], outputs: [1] }],
      /tensor 'out' is used before/,
    ],
  ])('refuses %s', (_, nodes, message) => {
    const bytes = tfliteFile(
      [
        { name: 'in', shape: [1, 1, 2, 3] },
        { name: 'out', shape: [1, 1, 2, 3] },
      ],
      nodes,
    );
    const convert = () =>
      convertTflite(bytes, { input: 'image', outputs: [{ tensor: 'out', name: 'result' }] });
    expect(convert).toThrow(message);
    expect(convert).toThrow(expect.objectContaining({ code: 'model.notUnderstood' }));
  });

  it('refuses to give a tensor that is not there', () => {
    const convert = () =>
      convertTflite(doublingModel(), { input: 'image', outputs: [{ tensor: 'none', name: 'x' }] });
    expect(convert).toThrow(/no tensor named 'none'/);
  });
});

describe('transpose', () => {
  it('turns a matrix', () => {
    const turned = transpose(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], [1, 0]);
    expect(Array.from(turned)).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('undone gives the same values', () => {
    const values = Float32Array.from({ length: 120 }, (_, index) => index);
    const once = transpose(values, [2, 3, 4, 5], [3, 0, 1, 2]);
    expect(transpose(once, [5, 2, 3, 4], [1, 2, 3, 0])).toEqual(values);
  });
});

describe('fromHalf', () => {
  it('agrees with the runtime on every pattern of bits', () => {
    const view = new DataView(new ArrayBuffer(2));
    const wrong = Array.from({ length: 65_536 }, (_, bits) => bits).filter((bits) => {
      view.setUint16(0, bits);
      return !Object.is(fromHalf(bits), view.getFloat16(0));
    });
    expect(wrong).toEqual([]);
  });
});
