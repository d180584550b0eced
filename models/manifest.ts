import { z } from 'zod';
import manifestJson from './manifest.json' with { type: 'json' };

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const shape = z.array(z.int().positive());

/** One model that the project makes at install: where its weights come from, what it takes and what it gives. */
export const builtInModelSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  task: z.enum(['detector', 'pose']),
  /** File name of the ONNX model beside this manifest. */
  file: z.string(),
  /** Size and hash of the ONNX file. */
  bytes: z.int().positive(),
  sha256,
  /** The TFLite graph: bytes from `byteStart` up to, not including, `byteEnd` of a file of a pinned npm package. */
  source: z.strictObject({
    package: z.string(),
    version: z.string(),
    path: z.string(),
    byteStart: z.int().nonnegative(),
    byteEnd: z.int().positive(),
    sha256,
  }),
  /** A picture as batch × channels × rows × columns; each value is v / divideBy − subtract, v from 0 to 255. */
  input: z.strictObject({
    name: z.string(),
    shape,
    colour: z.literal('rgb'),
    /** `stretch`: the whole photo; `squareCrop`: a square of 1.5 × the longer side around a box. */
    fit: z.enum(['stretch', 'squareCrop']),
    divideBy: z.number().positive(),
    subtract: z.number(),
  }),
  /** Outputs in order; `tensor` is the name inside the TFLite file. */
  outputs: z.array(z.strictObject({ name: z.string(), tensor: z.string(), shape })),
  classes: z.array(z.string()),
  /** Indices of the classes that count as a mug. */
  mugClasses: z.array(z.int().nonnegative()),
  licence: z.string(),
});

export type BuiltInModel = z.infer<typeof builtInModelSchema>;

/** The models that come with the project, from manifest.json. */
export const builtInModels: BuiltInModel[] = z
  .strictObject({ models: z.array(builtInModelSchema) })
  .parse(manifestJson).models;

/** The built-in model with this id. Throws when the manifest has none, which is a mistake in the code. */
export function builtInModel(id: string): BuiltInModel {
  const model = builtInModels.find((candidate) => candidate.id === id);
  if (model === undefined) throw new Error(`The manifest has no model '${id}'.`);
  return model;
}
