import { tfliteOperator, tfliteType } from './tflite.ts';

/** A field of a flatbuffer table: a byte, an int, a text, or something the table points to. */
type Field =
  | { byte: number }
  | { int: number }
  | { text: string }
  | { ints: number[] }
  | { bytes: Uint8Array }
  | { table: Table }
  | { tables: Table[] };
/** The fields of a table by their position in the schema; holes are left out of the file. */
type Table = (Field | undefined)[];

/** For tests: a flatbuffer with this root table. Every field takes four bytes, which readers allow. */
function flatbuffer(root: Table): Uint8Array {
  const bytes: number[] = [];
  const put = (value: number, at: number, size: number) => {
    for (let index = 0; index < size; index++) bytes[at + index] = (value >>> (8 * index)) & 255;
  };
  const vector = (length: number, size: number): number => {
    while (bytes.length % 4 !== 0) bytes.push(0);
    const at = bytes.length;
    put(length, at, 4);
    put(0, at + 3 + length * size, 1);
    for (let index = at; index < bytes.length; index++) bytes[index] ??= 0;
    return at;
  };
  const point = (from: number, to: number) => put(to - from, from, 4);
  const table = (fields: Table): number => {
    while (bytes.length % 4 !== 0) bytes.push(0);
    const vtable = bytes.length;
    const at = vtable + 4 + 2 * fields.length + ((2 * fields.length) % 4);
    put(4 + 2 * fields.length, vtable, 2);
    put(4 + 4 * fields.length, vtable + 2, 2);
    fields.forEach((field, index) => {
      put(field === undefined ? 0 : 4 + 4 * index, vtable + 4 + 2 * index, 2);
    });
    put(at - vtable, at, 4);
    put(0, at + 4 * fields.length, 4);
    for (let index = vtable; index < bytes.length; index++) bytes[index] ??= 0;
    fields.forEach((field, index) => {
      if (field !== undefined) write(field, at + 4 + 4 * index);
    });
    return at;
  };
  const write = (field: Field, at: number): void => {
    if ('byte' in field) put(field.byte, at, 1);
    else if ('int' in field) put(field.int, at, 4);
    else if ('table' in field) point(at, table(field.table));
    else if ('ints' in field) {
      const start = vector(field.ints.length, 4);
      point(at, start);
      field.ints.forEach((value, index) => {
        put(value, start + 4 + 4 * index, 4);
      });
    } else if ('tables' in field) {
      const start = vector(field.tables.length, 4);
      point(at, start);
      field.tables.forEach((child, index) => {
        point(start + 4 + 4 * index, table(child));
      });
    } else {
      const content = 'text' in field ? new TextEncoder().encode(field.text) : field.bytes;
      const start = vector(content.length, 1);
      point(at, start);
      content.forEach((value, index) => {
        bytes[start + 4 + index] = value;
      });
    }
  };
  put(0, 0, 4);
  point(0, table(root));
  return Uint8Array.from(bytes);
}

export interface FixtureTensor {
  name: string;
  shape: number[];
  type?: number;
  content?: Uint8Array;
}

export interface FixtureNode {
  code: number;
  inputs: number[];
  outputs: number[];
  options?: Table;
}

/** For tests: a TFLite file of these tensors and nodes; tensor 0 is the input, the last one the output. */
export function tfliteFile(tensors: FixtureTensor[], nodes: FixtureNode[]): Uint8Array {
  const codes = [...new Set(nodes.map(({ code }) => code))];
  const buffers: Table[] = [
    [],
    ...tensors.map(({ content }): Table => (content ? [{ bytes: content }] : [])),
  ];
  const graph: Table = [
    {
      tables: tensors.map(({ name, shape, type }, index) => [
        { ints: shape },
        { byte: type ?? tfliteType.float32 },
        { int: index + 1 },
        { text: name },
      ]),
    },
    { ints: [0] },
    { ints: [tensors.length - 1] },
    {
      tables: nodes.map(({ code, inputs, outputs, options }): Table => {
        const pointer = options && { table: options };
        return [{ int: codes.indexOf(code) }, { ints: inputs }, { ints: outputs }, { byte: 1 }, pointer];
      }),
    },
  ];
  const operators = codes.map((code): Table => [{ byte: code }, undefined, undefined, { int: code }]);
  return flatbuffer([
    { int: 3 },
    { tables: operators },
    { tables: [graph] },
    { text: 'fixture' },
    { tables: buffers },
  ]);
}

/** For tests: numbers as the content of a constant of 32-bit floats. */
export function float32Content(values: number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** For tests: a model that is one addition of its input to itself. */
export function doublingModel(): Uint8Array {
  const shape = [1, 1, 2, 3];
  const node = { code: tfliteOperator.add, inputs: [0, 0], outputs: [1], options: [{ byte: 0 }] };
  return tfliteFile(
    [
      { name: 'in', shape },
      { name: 'out', shape },
    ],
    [node],
  );
}
