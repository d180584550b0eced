import { z } from 'zod';

/** How a detector's output tensors are to be read (electron/pipeline/model-layout.ts decodes each). */
export const modelLayouts = [
  'ssd',
  'yolov5',
  'yolov8',
  'endToEnd',
  'yolox',
  'detr',
  'detrPostprocessed',
] as const;
export const modelLayoutSchema = z.enum(modelLayouts);
export type ModelLayout = z.infer<typeof modelLayoutSchema>;

/** A tensor as the model declares it; a dimension that is not fixed is null. */
export const tensorSchema = z.object({
  name: z.string(),
  type: z.string(),
  shape: z.array(z.number().int().nullable()),
});
export type TensorInfo = z.infer<typeof tensorSchema>;

export const modelSchema = z.object({
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  source: z.enum(['builtIn', 'added']),
  licence: z.string().nullable(),
  layout: modelLayoutSchema,
  /** Side lengths of the input picture in pixels. */
  input: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }),
  classes: z.array(z.string()),
  /** Classes that count as a mug. */
  mugClasses: z.array(z.number().int().nonnegative()),
  addedAt: z.iso.datetime().nullable(),
});
export type Model = z.infer<typeof modelSchema>;
