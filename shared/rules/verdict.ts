import { z } from 'zod';
import { boxSchema, pointSchema, unitSchema } from '../analysis.ts';
import { consequenceSchema } from './rule.ts';

/** What a rule can come to. `unknown` always says why, and what would settle it. */
export const outcomes = ['pass', 'fail', 'unknown'] as const;
export const outcomeSchema = z.enum(outcomes);
export type Outcome = z.infer<typeof outcomeSchema>;

/** A number with its unit and as people read it: `31 mm`. */
export const quantitySchema = z.object({ value: z.number(), unit: z.string(), text: z.string() });
export type Quantity = z.infer<typeof quantitySchema>;

/** What to draw on the photo, in its pixels. The words are short: `31 mm`, `18 mm left`. */
export const markSchema = z.discriminatedUnion('kind', [
  /** A distance that was measured. */
  z.object({ kind: z.literal('distance'), from: pointSchema, to: pointSchema, text: z.string() }),
  /** The way a mug would have to move, from its centre. */
  z.object({
    kind: z.literal('move'),
    detection: z.number().int(),
    from: pointSchema,
    to: pointSchema,
    text: z.string(),
  }),
  /** A stretch that has to be kept, or kept free. */
  z.object({ kind: z.literal('band'), box: boxSchema, text: z.string() }),
  /** A region that is spoken of: a zone, a named area, an object. */
  z.object({ kind: z.literal('area'), box: boxSchema, text: z.string() }),
  /** A detection that is spoken of. */
  z.object({
    kind: z.literal('highlight'),
    detection: z.number().int(),
    box: boxSchema,
    text: z.string(),
  }),
]);
export type Mark = z.infer<typeof markSchema>;

/**
 * One thing that was looked at: a condition on one mug, one pair of them or the photo.
 *
 * The score says how comfortably: 0.5 at the limit, 1 with as much to spare as the limit itself, 0 when as much
 * is missing; what can only be or not be has 1 or 0, and what is unknown 0.5. A pass never scores below 0.5 and
 * a failure never above.
 */
export const findingSchema = z.object({
  outcome: outcomeSchema,
  score: unitSchema,
  /** The detections it is about, the one judged first. */
  detections: z.array(z.number().int().nonnegative()),
  measured: quantitySchema.nullable(),
  limit: quantitySchema.nullable(),
  /** What is to spare, in the unit of the limit; negative when it is missing. */
  margin: z.number().nullable(),
  /** A sentence: what is so, or why it cannot be told. */
  reason: z.string(),
  /** A sentence: what would make it pass. Null when it does, or when no move would. */
  advice: z.string().nullable(),
  marks: z.array(markSchema),
});
export type Finding = z.infer<typeof findingSchema>;

/** One statement of a rule, with what decided it: the findings that failed, are unknown, or came closest. */
export const statementVerdictSchema = z.object({
  /** False: not about this photo; it passes then, and nothing follows from it. */
  applies: z.boolean(),
  outcome: outcomeSchema,
  score: unitSchema,
  reason: z.string(),
  advice: z.string().nullable(),
  findings: z.array(findingSchema),
});
export type StatementVerdict = z.infer<typeof statementVerdictSchema>;

/** A whole rule on one photo: all of its statements must hold. */
export const ruleVerdictSchema = z.object({
  /** False when none of its statements is about this photo. */
  applies: z.boolean(),
  outcome: outcomeSchema,
  /** The least comfortable statement's. */
  score: unitSchema,
  /** How sure the sight of the photo is: lower while mugs are in review, or handles and tilts are unsure. */
  confidence: unitSchema,
  reason: z.string(),
  advice: z.string().nullable(),
  statements: z.array(statementVerdictSchema),
  /** What follows, as the rule words it. */
  consequences: z.array(consequenceSchema),
});
export type RuleVerdict = z.infer<typeof ruleVerdictSchema>;
