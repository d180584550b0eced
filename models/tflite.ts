/** Element types of the TFLite schema that the converter understands. */
export const tfliteType = { float32: 0, float16: 1, int32: 2 } as const;

/** Builtin operator codes of the TFLite schema that the converter understands. */
export const tfliteOperator = {
  add: 0,
  concatenation: 2,
  conv2d: 3,
  depthwiseConv2d: 4,
  dequantize: 6,
  fullyConnected: 9,
  logistic: 14,
  reshape: 22,
  mean: 40,
} as const;

export interface TfliteTensor {
  name: string;
  shape: number[];
  /** Number of the element type, see `tfliteType`. */
  type: number;
  /** Raw little-endian content of a constant, or undefined when the graph computes the tensor. */
  content: Uint8Array | undefined;
}

/** One step of the graph. Tensors are named by their index, −1 standing for an absent optional input. */
export interface TfliteNode {
  code: number;
  customName: string;
  inputs: number[];
  outputs: number[];
  /** The operator's own options table; a field that the file leaves out has the schema's default. */
  options: FlatTable | undefined;
}

export interface TfliteGraph {
  tensors: TfliteTensor[];
  nodes: TfliteNode[];
  inputs: number[];
  outputs: number[];
}

/** A table of a flatbuffer: fields are found by their number in the schema. https://flatbuffers.dev/internals/ */
export class FlatTable {
  private readonly view: DataView;
  private readonly position: number;

  constructor(view: DataView, position: number) {
    this.view = view;
    this.position = position;
  }

  byte(field: number, fallback = 0): number {
    const at = this.at(field);
    return at === undefined ? fallback : this.view.getInt8(at);
  }

  int(field: number, fallback = 0): number {
    const at = this.at(field);
    return at === undefined ? fallback : this.view.getInt32(at, true);
  }

  table(field: number): FlatTable | undefined {
    const at = this.at(field);
    return at === undefined ? undefined : new FlatTable(this.view, this.follow(at));
  }

  ints(field: number): number[] {
    return this.elements(field, 4).map((at) => this.view.getInt32(at, true));
  }

  tables(field: number): FlatTable[] {
    return this.elements(field, 4).map((at) => new FlatTable(this.view, this.follow(at)));
  }

  bytes(field: number): Uint8Array | undefined {
    const { start, length } = this.vector(field);
    return length === 0 ? undefined : new Uint8Array(this.view.buffer, this.view.byteOffset + start, length);
  }

  text(field: number): string {
    return new TextDecoder().decode(this.bytes(field));
  }

  /** Where a field's value lies, or undefined when the table leaves it out. */
  private at(field: number): number | undefined {
    const vtable = this.position - this.view.getInt32(this.position, true);
    const slot = 4 + 2 * field;
    const offset = slot < this.view.getUint16(vtable, true) ? this.view.getUint16(vtable + slot, true) : 0;
    return offset === 0 ? undefined : this.position + offset;
  }

  private follow(at: number): number {
    return at + this.view.getUint32(at, true);
  }

  private vector(field: number): { start: number; length: number } {
    const at = this.at(field);
    if (at === undefined) return { start: 0, length: 0 };
    const start = this.follow(at);
    return { start: start + 4, length: this.view.getUint32(start, true) };
  }

  private elements(field: number, size: number): number[] {
    const { start, length } = this.vector(field);
    return Array.from({ length }, (_, index) => start + index * size);
  }
}

/**
 * The first graph of a TFLite file. Throws a RangeError when the bytes end too early.
 * https://github.com/tensorflow/tensorflow/blob/v2.16.1/tensorflow/lite/schema/schema.fbs
 */
export function readTflite(bytes: Uint8Array): TfliteGraph {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const model = new FlatTable(view, view.getUint32(0, true));
  const operators = model.tables(1);
  const buffers = model.tables(4);
  const graph = model.tables(2)[0];
  if (graph === undefined) throw new RangeError('The TFLite file holds no graph.');
  return {
    tensors: graph.tables(0).map((tensor) => readTensor(tensor, buffers)),
    nodes: graph.tables(3).map((node) => readNode(node, operators)),
    inputs: graph.ints(1),
    outputs: graph.ints(2),
  };
}

function readTensor(tensor: FlatTable, buffers: FlatTable[]): TfliteTensor {
  return {
    name: tensor.text(3),
    shape: tensor.ints(0),
    type: tensor.byte(1),
    content: buffers[tensor.int(2)]?.bytes(0),
  };
}

function readNode(node: FlatTable, operators: FlatTable[]): TfliteNode {
  const operator = operators[node.int(0)];
  if (operator === undefined)
    throw new RangeError('The TFLite file names an operator that it does not list.');
  return {
    // Old files keep the code in a byte (field 0), newer ones in an int (field 3).
    code: Math.max(operator.byte(0), operator.int(3)),
    customName: operator.text(1),
    inputs: node.ints(1),
    outputs: node.ints(2),
    options: node.table(4),
  };
}

/** The values of a constant of 16-bit or 32-bit floats, undefined for any other tensor. */
export function floatsOf({ type, content }: TfliteTensor): Float32Array | undefined {
  if (content === undefined) return undefined;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  switch (type) {
    case tfliteType.float16:
      return Float32Array.from({ length: content.length / 2 }, (_, at) =>
        fromHalf(view.getUint16(2 * at, true)),
      );
    case tfliteType.float32:
      return Float32Array.from({ length: content.length / 4 }, (_, at) => view.getFloat32(4 * at, true));
    default:
      return undefined;
  }
}

/** The values of a constant of 32-bit whole numbers, undefined for any other tensor. */
export function integersOf({ type, content }: TfliteTensor): number[] | undefined {
  if (content === undefined || type !== tfliteType.int32) return undefined;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  return Array.from({ length: content.length / 4 }, (_, at) => view.getInt32(4 * at, true));
}

/** A number from the bits of a 16-bit float. `DataView.getFloat16` would do it, from Node 24 on. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
