import onnxProto from 'onnx-proto';

const { onnx } = onnxProto;
const attributeType = onnx.AttributeProto.AttributeType;
const dataType = onnx.TensorProto.DataType;

export type Attribute = onnxProto.onnx.IAttributeProto;

/** A tensor that goes into or comes out of a graph: its name and fixed shape, of 32-bit floats. */
export interface Port {
  name: string;
  shape: number[];
}

/** Collects the nodes and constants of an ONNX graph and writes the file. */
export class OnnxWriter {
  private readonly nodes: onnxProto.onnx.INodeProto[] = [];
  private readonly constants = new Map<string, onnxProto.onnx.ITensorProto>();

  /** Adds a node with one output, which also names the node. */
  add(operator: string, input: string[], output: string, attribute: Attribute[] = []): void {
    this.nodes.push({ opType: operator, name: output, input, output: [output], attribute });
  }

  /** A constant of 32-bit floats; the same name again is the same constant. */
  floats(name: string, dims: number[], values: Float32Array): string {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.constants.set(name, { name, dims, dataType: dataType.FLOAT, rawData });
    return name;
  }

  /** A constant list of whole numbers. */
  integers(name: string, values: number[]): string {
    this.constants.set(name, { name, dims: [values.length], dataType: dataType.INT64, int64Data: values });
    return name;
  }

  /** The file: opset 13, constants in the order they came. */
  write(inputs: Port[], outputs: Port[]): Uint8Array {
    const model = onnx.ModelProto.create({
      irVersion: 8,
      opsetImport: [{ domain: '', version: 13 }],
      producerName: 'h200-mug-positioning',
      graph: {
        name: 'converted',
        node: this.nodes,
        initializer: [...this.constants.values()],
        input: inputs.map(describe),
        output: outputs.map(describe),
      },
    });
    return onnx.ModelProto.encode(model).finish();
  }
}

function describe({ name, shape }: Port): onnxProto.onnx.IValueInfoProto {
  const dim = shape.map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: dataType.FLOAT, shape: { dim } } } };
}

/** An attribute that is a list of whole numbers. */
export function integersAttribute(name: string, values: number[]): Attribute {
  return { name, type: attributeType.INTS, ints: values };
}

/** An attribute that is one whole number. */
export function integerAttribute(name: string, value: number): Attribute {
  return { name, type: attributeType.INT, i: value };
}

/** An attribute that is a text. */
export function textAttribute(name: string, value: string): Attribute {
  return { name, type: attributeType.STRING, s: new TextEncoder().encode(value) };
}
