import { AppError } from '../shared/errors.ts';
import {
  type Attribute,
  integerAttribute,
  integersAttribute,
  OnnxWriter,
  textAttribute,
} from './onnx-writer.ts';
import {
  type FlatTable,
  floatsOf,
  integersOf,
  readTflite,
  type TfliteGraph,
  type TfliteNode,
  type TfliteTensor,
  tfliteOperator,
} from './tflite.ts';

export interface ConvertNames {
  /** Name that the graph's only input gets. */
  input: string;
  /** The outputs to give, in order: the tensor's name in the TFLite file and the name that it gets. */
  outputs: { tensor: string; name: string }[];
}

/**
 * A float TFLite graph (weights of 16 or 32 bits) as an ONNX file: opset 13, weights of 32 bits, pictures as
 * N×channels×rows×columns. The same bytes in give the same bytes out. Throws `model.notUnderstood` naming the
 * operator, type or tensor that it doesn't know.
 */
export function convertTflite(bytes: Uint8Array, names: ConvertNames): Uint8Array {
  return new Converter(readTflite(bytes), names).convert();
}

/**
 * TFLite keeps pictures as N×rows×columns×channels, ONNX wants channels first. Pictures therefore stay channels
 * first from convolution to convolution, and are turned back to TFLite's order just once, before the reshapes
 * of the heads, from where on everything is 'plain'.
 */
type Order = 'picture' | 'plain';

class Converter {
  private readonly graph: TfliteGraph;
  private readonly input: number;
  private readonly outputs: number[];
  private readonly writer = new OnnxWriter();
  private readonly names = new Map<number, string>();
  private readonly orders = new Map<number, Order>();
  private readonly plainNames = new Map<number, string>();
  /** Tensors of 32-bit floats that are nothing but a constant of 16-bit ones. */
  private readonly widened = new Map<number, number>();

  constructor(graph: TfliteGraph, names: ConvertNames) {
    this.graph = graph;
    const [input, ...others] = graph.inputs;
    if (input === undefined || others.length > 0) {
      throw notUnderstood(`it has ${graph.inputs.length} inputs where one picture was expected`);
    }
    this.input = input;
    this.names.set(input, names.input);
    this.outputs = names.outputs.map(({ tensor, name }) => {
      const index = graph.tensors.findIndex((candidate) => candidate.name === tensor);
      if (index < 0) throw notUnderstood(`it has no tensor named '${tensor}'`);
      this.names.set(index, name);
      return index;
    });
  }

  convert(): Uint8Array {
    this.orders.set(this.input, 'picture');
    for (const node of this.graph.nodes) this.add(node);
    const port = (index: number) => ({ name: this.name(index), shape: this.onnxShape(index) });
    return this.writer.write([port(this.input)], this.outputs.map(port));
  }

  private add(node: TfliteNode): void {
    switch (node.code) {
      case tfliteOperator.dequantize:
        this.widened.set(node.outputs[0] ?? -1, inputAt(node, 0));
        break;
      case tfliteOperator.conv2d:
        this.addConvolution(node, false);
        break;
      case tfliteOperator.depthwiseConv2d:
        this.addConvolution(node, true);
        break;
      case tfliteOperator.add:
        this.addSum(node);
        break;
      case tfliteOperator.reshape:
        this.addReshape(node);
        break;
      case tfliteOperator.concatenation:
        this.addConcatenation(node);
        break;
      case tfliteOperator.logistic:
        this.addSigmoid(node);
        break;
      case tfliteOperator.mean:
        this.addMean(node);
        break;
      case tfliteOperator.fullyConnected:
        this.addFullyConnected(node);
        break;
      default:
        throw notUnderstood(
          `operator ${node.customName || `number ${node.code}`} is not one the converter knows`,
        );
    }
  }

  private addConvolution(node: TfliteNode, depthwise: boolean): void {
    const input = inputAt(node, 0);
    const weights = inputAt(node, 1);
    const bias = node.inputs[2] ?? -1;
    const { shape } = this.tensor(weights);
    // Ordinary kernels are out×rows×columns×in, depthwise ones 1×rows×columns×out.
    const order = depthwise ? [3, 0, 1, 2] : [0, 3, 1, 2];
    const kernelShape = order.map((axis) => shape[axis] ?? 1);
    const kernel = transpose(this.floats(weights), shape, order);
    const inputs = [this.name(input), this.writer.floats(`w${weights}`, kernelShape, kernel)];
    if (bias >= 0) inputs.push(this.constant(bias));

    const options = optionsOf(node);
    const [activation, dilationColumns, dilationRows] = depthwise
      ? ([4, 5, 6] as const)
      : ([3, 4, 5] as const);
    const attributes = [
      integersAttribute('kernel_shape', kernelShape.slice(2)),
      integersAttribute('strides', [options.int(2, 1), options.int(1, 1)]),
      integersAttribute('dilations', [options.int(dilationRows, 1), options.int(dilationColumns, 1)]),
      // TensorFlow's SAME puts the odd pixel at the end: SAME_UPPER.
      textAttribute('auto_pad', options.byte(0) === 0 ? 'SAME_UPPER' : 'VALID'),
    ];
    if (depthwise) attributes.push(integerAttribute('group', this.tensor(input).shape[3] ?? 1));
    this.emitActivated('Conv', inputs, node, options.byte(activation), attributes);
    this.setOrder(node, 'picture');
  }

  private addSum(node: TfliteNode): void {
    const [left, right] = [inputAt(node, 0), inputAt(node, 1)];
    if (this.order(left) !== this.order(right)) throw notUnderstood('it adds tensors of different orders');
    this.emitActivated('Add', [this.name(left), this.name(right)], node, optionsOf(node).byte(0));
    this.setOrder(node, this.order(left));
  }

  private addReshape(node: TfliteNode): void {
    const { shape } = this.tensor(node.outputs[0] ?? -1);
    const target = this.writer.integers(`shape_${shape.join('_')}`, shape);
    this.emit('Reshape', [this.plain(inputAt(node, 0)), target], node);
    this.setOrder(node, 'plain');
  }

  private addConcatenation(node: TfliteNode): void {
    const options = optionsOf(node);
    const inputs = node.inputs.map((input) => this.plain(input));
    this.emitActivated('Concat', inputs, node, options.byte(1), [integerAttribute('axis', options.int(0))]);
    this.setOrder(node, 'plain');
  }

  private addSigmoid(node: TfliteNode): void {
    this.emit('Sigmoid', [this.name(inputAt(node, 0))], node);
    this.setOrder(node, this.order(inputAt(node, 0)));
  }

  private addMean(node: TfliteNode): void {
    const input = inputAt(node, 0);
    const axes = this.integers(inputAt(node, 1)).join();
    const keepsDimensions = optionsOf(node).byte(0) !== 0;
    if (this.order(input) !== 'picture' || axes !== '1,2' || keepsDimensions) {
      throw notUnderstood(`it averages over the axes ${axes}, not over the whole of a picture`);
    }
    const attributes = [integersAttribute('axes', [2, 3]), integerAttribute('keepdims', 0)];
    this.emit('ReduceMean', [this.name(input)], node, attributes);
    this.setOrder(node, 'plain');
  }

  private addFullyConnected(node: TfliteNode): void {
    const inputs = [
      this.plain(inputAt(node, 0)),
      this.constant(inputAt(node, 1)),
      this.constant(inputAt(node, 2)),
    ];
    this.emitActivated('Gemm', inputs, node, optionsOf(node).byte(0), [integerAttribute('transB', 1)]);
    this.setOrder(node, 'plain');
  }

  /** Adds a node and, behind it, the activation that TFLite had fused into it. */
  private emitActivated(
    operator: string,
    inputs: string[],
    node: TfliteNode,
    activation: number,
    attributes: Attribute[] = [],
  ): void {
    if (activation === 0) {
      this.emit(operator, inputs, node, attributes);
      return;
    }
    const before = `${this.name(node.outputs[0] ?? -1)}_linear`;
    this.writer.add(operator, inputs, before, attributes);
    if (activation === 1) {
      this.emit('Relu', [before], node);
    } else if (activation === 3) {
      const limits = [0, 6].map((limit) => this.writer.floats(`limit_${limit}`, [], Float32Array.of(limit)));
      this.emit('Clip', [before, ...limits], node);
    } else {
      throw notUnderstood(`fused activation number ${activation} is not one the converter knows`);
    }
  }

  private emit(operator: string, inputs: string[], node: TfliteNode, attributes: Attribute[] = []): void {
    this.writer.add(operator, inputs, this.name(node.outputs[0] ?? -1), attributes);
  }

  /** Name of the tensor in TFLite's own order, after the one transposition that this may need. */
  private plain(index: number): string {
    if (this.order(index) === 'plain') return this.name(index);
    const known = this.plainNames.get(index);
    if (known !== undefined) return known;
    const name = `${this.name(index)}_plain`;
    this.writer.add('Transpose', [this.name(index)], name, [integersAttribute('perm', [0, 2, 3, 1])]);
    this.plainNames.set(index, name);
    return name;
  }

  private onnxShape(index: number): number[] {
    const { shape } = this.tensor(index);
    return this.order(index) === 'picture' ? [0, 3, 1, 2].map((axis) => shape[axis] ?? 1) : shape;
  }

  private name(index: number): string {
    return this.names.get(index) ?? `t${index}`;
  }

  private tensor(index: number): TfliteTensor {
    const tensor = this.graph.tensors[index];
    if (tensor === undefined) throw notUnderstood(`it uses a tensor number ${index} that it does not list`);
    return tensor;
  }

  private order(index: number): Order {
    const order = this.orders.get(index);
    if (order === undefined) {
      throw notUnderstood(`tensor '${this.tensor(index).name}' is used before it is computed`);
    }
    return order;
  }

  private setOrder(node: TfliteNode, order: Order): void {
    this.orders.set(node.outputs[0] ?? -1, order);
  }

  private constant(index: number): string {
    return this.writer.floats(`w${index}`, this.tensor(index).shape, this.floats(index));
  }

  private floats(index: number): Float32Array {
    const tensor = this.tensor(this.widened.get(index) ?? index);
    const values = floatsOf(tensor);
    if (values === undefined)
      throw notUnderstood(`tensor '${tensor.name}' is expected to be a constant of floats`);
    return values;
  }

  private integers(index: number): number[] {
    const tensor = this.tensor(index);
    const values = integersOf(tensor);
    if (values === undefined) {
      throw notUnderstood(`tensor '${tensor.name}' is expected to be a constant of whole numbers`);
    }
    return values;
  }
}

/** The values of a tensor with its dimensions in another order: dimension k of the result was `order[k]`. */
export function transpose(values: Float32Array, shape: number[], order: number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map((axis) => shape[axis] ?? 1);
  const steps = order.map((axis) => strides[axis] ?? 0);
  const result = new Float32Array(values.length);
  for (let at = 0; at < result.length; at++) {
    let rest = at;
    let from = 0;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      const size = sizes[axis] ?? 1;
      from += (rest % size) * (steps[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    result[at] = values[from] ?? 0;
  }
  return result;
}

function inputAt(node: TfliteNode, position: number): number {
  return node.inputs[position] ?? -1;
}

function optionsOf(node: TfliteNode): FlatTable {
  if (node.options === undefined)
    throw notUnderstood(`operator number ${node.code} comes without its options`);
  return node.options;
}

function notUnderstood(what: string): AppError {
  return new AppError('model.notUnderstood', `The TFLite model can't be converted: ${what}.`);
}
