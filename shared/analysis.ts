import { z } from 'zod';

/**
 * What an analysis of one photo says. All lengths are pixels of the photo as a person sees it (EXIF
 * orientation applied), origin top left, y down. Shares and confidences run from 0 to 1.
 */
export const unitSchema = z.number().min(0).max(1);

export const pointSchema = z.object({ x: z.number(), y: z.number() });
export type Point = z.infer<typeof pointSchema>;

export const boxSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
});
export type Box = z.infer<typeof boxSchema>;

/** Photo ids are the SHA-256 of the file's bytes in lower-case hex: the same file is the same photo. */
export const photoIdSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const photoFormats = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const;
export const photoFormatSchema = z.enum(photoFormats);
export type PhotoFormat = z.infer<typeof photoFormatSchema>;

export const photoSchema = z.object({
  id: photoIdSchema,
  name: z.string(),
  format: photoFormatSchema,
  bytes: z.number().int().positive(),
});
export type Photo = z.infer<typeof photoSchema>;

/** Where the handle points as seen in the picture. `unknown` is an answer: hidden, frontal or not sure. */
export const handleSchema = z.object({ side: z.enum(['left', 'right', 'unknown']), confidence: unitSchema });
export type Handle = z.infer<typeof handleSchema>;

/** Three-way judgement of tilt in the picture plane; degrees are positive clockwise, null when not measured. */
export const uprightSchema = z.object({
  verdict: z.enum(['pass', 'fail', 'unsure', 'notApplicable']),
  degrees: z.number().nullable(),
  confidence: unitSchema,
});
export type Upright = z.infer<typeof uprightSchema>;

/** Oriented 3D box of body and handle, projected into the picture: its centre and eight corners. */
export const poseSchema = z.object({
  centre: pointSchema,
  corners: z.array(pointSchema).length(8),
  presence: unitSchema,
});
export type Pose = z.infer<typeof poseSchema>;

/** The face a design can be printed on: corners clockwise from the top left. */
export const printAreaSchema = z.object({ corners: z.array(pointSchema).length(4), confidence: unitSchema });
export type PrintArea = z.infer<typeof printAreaSchema>;

/** One object found. The five fields after `box` are null for anything that is not a mug; of a mug too faint
 *  to pose, `pose`, `seenFromAbove` and `printArea` are null, `handle` unknown and `upright` unsure. */
export const detectionSchema = z.object({
  label: z.string(),
  score: unitSchema,
  box: boxSchema,
  handle: handleSchema.nullable(),
  upright: uprightSchema.nullable(),
  pose: poseSchema.nullable(),
  seenFromAbove: z.object({ value: z.boolean(), confidence: unitSchema }).nullable(),
  printArea: printAreaSchema.nullable(),
});
export type Detection = z.infer<typeof detectionSchema>;

/** The one label every mug carries, whatever the model calls it. */
export const mugLabel = 'mug';

/** A length in pixels and, when the photo is calibrated, in millimetres. */
export const lengthSchema = z.object({ px: z.number(), mm: z.number().nullable() });
export type Length = z.infer<typeof lengthSchema>;

/** A vector in pixels and, when the photo is calibrated, in millimetres; x right, y down. */
export const vectorSchema = z.object({ px: pointSchema, mm: pointSchema.nullable() });
export type Vector = z.infer<typeof vectorSchema>;

export const zones = [
  'top-left',
  'top',
  'top-right',
  'left',
  'centre',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;
export const zoneSchema = z.enum(zones);
export type Zone = z.infer<typeof zoneSchema>;

/** Distance from a mug to another detection: between the nearest box edges (0 when they touch or overlap) and
 *  between the box centres. `detection` is an index into the analysis' detections. */
export const neighbourSchema = z.object({
  detection: z.number().int().nonnegative(),
  label: z.string(),
  edge: lengthSchema,
  centre: lengthSchema,
});
export type Neighbour = z.infer<typeof neighbourSchema>;

/** Where one mug stands. */
export const placementSchema = z.object({
  /** Index into the analysis' detections. */
  detection: z.number().int().nonnegative(),
  /** `review` when the score lies between the two thresholds. */
  standing: z.enum(['accepted', 'review']),
  score: unitSchema,
  centre: z.object({ px: pointSchema, share: pointSchema }),
  zone: zoneSchema,
  /** From the frame's centre, the reference point, or the nearest point of the reference area (0 inside). */
  offset: vectorSchema,
  edges: z.object({ left: lengthSchema, right: lengthSchema, top: lengthSchema, bottom: lengthSchema }),
  /** Gap between the mug's foot and the upper edge of the table or desk it is seen with; negative below it. */
  surface: z.object({ detection: z.number().int(), label: z.string(), distance: lengthSchema }).nullable(),
  size: z.object({
    class: z.enum(['small', 'medium', 'large']),
    share: unitSchema,
    width: lengthSchema,
    height: lengthSchema,
  }),
  mugs: z.array(neighbourSchema),
  objects: z.array(neighbourSchema),
});
export type Placement = z.infer<typeof placementSchema>;

/** How several mugs stand together; deviation is the root mean square distance from the fitted line or grid. */
export const arrangementSchema = z.object({
  kind: z.enum(['none', 'row', 'column', 'grid']),
  deviation: lengthSchema,
  /** Gaps between neighbours in order along the row or column; evenness is 1 when all are equal. */
  spacing: z.object({ gaps: z.array(lengthSchema), mean: lengthSchema, evenness: unitSchema }).nullable(),
});
export type Arrangement = z.infer<typeof arrangementSchema>;

export const executionProviders = ['cuda', 'tensorrt', 'dml', 'coreml', 'webgpu', 'cpu'] as const;
export const executionProviderSchema = z.enum(executionProviders);
export type ExecutionProvider = z.infer<typeof executionProviderSchema>;

/** The provider really in use, and why it is not the one asked for when it is not. */
export const providerSchema = z.object({
  requested: z.union([z.literal('auto'), executionProviderSchema]),
  used: executionProviderSchema,
  reason: z.string().nullable(),
});
export type Provider = z.infer<typeof providerSchema>;

export const modelReferenceSchema = z.object({ id: z.string(), name: z.string(), sha256: z.string() });
export type ModelReference = z.infer<typeof modelReferenceSchema>;

/** Milliseconds of each stage, in the order the data goes; total is from taking the photo up to the placements. */
export const timingsSchema = z.object({
  decode: z.number(),
  detect: z.number(),
  pose: z.number(),
  place: z.number(),
  total: z.number(),
});
export type Timings = z.infer<typeof timingsSchema>;

/** What the rules said of a photo, in short: fail when one failed, unknown when one could not tell. */
export const judgementSummarySchema = z.object({
  verdict: z.enum(['pass', 'fail', 'unknown']),
  /** A rule said that the photo is not to be used. */
  rejected: z.boolean(),
  tags: z.array(z.string()),
  /** Why it is not a pass, or is rejected: the rule and its reason. Null when it passes, or an earlier version judged. */
  reason: z.string().nullable(),
});
export type JudgementSummary = z.infer<typeof judgementSummarySchema>;

export const analysisSchema = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  photo: photoSchema,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Everything scoring at least `detectionFloor`, best first: a screen may re-judge without asking again. */
  detections: z.array(detectionSchema),
  detectionFloor: unitSchema,
  placements: z.array(placementSchema),
  arrangement: arrangementSchema,
  pixelsPerMillimetre: z.number().positive().nullable(),
  timingsMs: timingsSchema,
  model: modelReferenceSchema,
  poseModel: modelReferenceSchema,
  provider: providerSchema,
  /** Kept beside the analysis, as rules change; missing when no rule judged it. */
  judgement: judgementSummarySchema.optional(),
});
export type Analysis = z.infer<typeof analysisSchema>;

/** One line of the history. */
export const analysisSummarySchema = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  photo: photoSchema,
  width: z.number().int(),
  height: z.number().int(),
  mugCount: z.number().int(),
  /** Mugs whose score lies between the two thresholds. */
  reviewCount: z.number().int(),
  /** Score of the best mug, null without one. */
  topScore: unitSchema.nullable(),
  /** Scores of all mugs that were kept, also of those that the thresholds ignore; null from an earlier version. */
  mugScores: z.array(unitSchema).nullable(),
  /** Null when no rule judged it. */
  judgement: judgementSummarySchema.nullable(),
});
export type AnalysisSummary = z.infer<typeof analysisSummarySchema>;

/** The line of the history for an analysis. */
export function summarise(analysis: Analysis, judgement: JudgementSummary | null = null): AnalysisSummary {
  const { id, createdAt, photo, width, height, placements, detections } = analysis;
  return {
    id,
    createdAt,
    photo,
    width,
    height,
    mugCount: placements.length,
    reviewCount: placements.filter(({ standing }) => standing === 'review').length,
    topScore: placements.length === 0 ? null : Math.max(...placements.map(({ score }) => score)),
    mugScores: detections.flatMap(({ label, score }) => (label === mugLabel ? score : [])),
    judgement,
  };
}
