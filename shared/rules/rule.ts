import { z } from 'zod';
import { severitySchema } from '../event.ts';

/**
 * What an operator asks of photos, as a structure. The words are another view of it: print.ts writes them, parse.ts
 * reads them, and `parse(print(rule))` is the rule again.
 */
export const lengthUnits = ['px', 'percent', 'mm', 'cm', 'in'] as const;
/** `percent` is of the frame: of its width for what is horizontal, of its height for what is vertical, else of its shorter side. */
export const lengthSchema = z.object({ value: z.number().nonnegative(), unit: z.enum(lengthUnits) });
export type RuleLength = z.infer<typeof lengthSchema>;

const angleUnits = ['degrees', 'radians'] as const;
export const angleSchema = z.object({ value: z.number(), unit: z.enum(angleUnits) });
export type RuleAngle = z.infer<typeof angleSchema>;

/** A share: 0.05 is 5 %. */
const shareSchema = z.number().nonnegative();

/**
 * What a measured value is held against. `about` allows `tolerance` either way; without one a tenth of the value.
 * `moreThan` and `lessThan` leave out the limit itself.
 */
function limitOf<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('is', [
    z.object({ is: z.enum(['atLeast', 'atMost', 'moreThan', 'lessThan', 'exactly']), value }),
    z.object({ is: z.literal('between'), low: value, high: value }),
    z.object({ is: z.literal('about'), value, tolerance: value.nullable() }),
  ]);
}
export const lengthLimitSchema = limitOf(lengthSchema);
export type LengthLimit = z.infer<typeof lengthLimitSchema>;
export const numberLimitSchema = limitOf(z.number().nonnegative());
export type NumberLimit = z.infer<typeof numberLimitSchema>;
export const angleLimitSchema = limitOf(angleSchema);
export type AngleLimit = z.infer<typeof angleLimitSchema>;

export const superlatives = [
  'largest',
  'smallest',
  'leftmost',
  'rightmost',
  'topmost',
  'bottommost',
  'tallest',
  'widest',
  /** Of the highest score. */
  'surest',
] as const;

/** Something of a photo: `label` is one that the detector knows, in lower case and singular. */
export const bodySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mug') }),
  z.object({ kind: z.literal('object'), label: z.string().min(1).max(60) }),
]);
export type RuleBody = z.infer<typeof bodySchema>;

export const sides = ['left', 'right', 'top', 'bottom'] as const;
export const sideSchema = z.enum(sides);

/** A part of the frame. */
export const regionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('frame') }),
  /** One of nine, as the settings divide the frame. */
  z.object({
    kind: z.literal('zone'),
    zone: z.enum([
      'top-left',
      'top',
      'top-right',
      'left',
      'centre',
      'right',
      'bottom-left',
      'bottom',
      'bottom-right',
    ]),
  }),
  z.object({ kind: z.literal('half'), side: sideSchema }),
  z.object({ kind: z.literal('third'), side: z.enum([...sides, 'middle', 'centre']) }),
  z.object({
    kind: z.literal('quadrant'),
    corner: z.enum(['top-left', 'top-right', 'bottom-left', 'bottom-right']),
  }),
  /** A named area of the operator's. */
  z.object({ kind: z.literal('area'), name: z.string().min(1).max(60) }),
]);
export type Region = z.infer<typeof regionSchema>;

/** What a distance is measured to. */
export const targetSchema = z.discriminatedUnion('kind', [
  /** The nearest edge of the frame, or this one. */
  z.object({ kind: z.literal('frameEdge'), side: sideSchema.nullable() }),
  /** The nearest edge of the table or desk. */
  z.object({ kind: z.literal('surfaceEdge') }),
  /** The nearest other mug; of several mugs the distance between neighbours. */
  z.object({ kind: z.literal('otherMugs') }),
  /** The nearest thing with this label. */
  z.object({ kind: z.literal('object'), label: z.string().min(1).max(60) }),
  /** The edge of a named area; 0 inside. */
  z.object({ kind: z.literal('area'), name: z.string().min(1).max(60) }),
  /** The centre of the frame or the reference of the settings, from the mug's centre. */
  z.object({ kind: z.literal('centre'), of: z.enum(['frame', 'reference']) }),
]);
export type Target = z.infer<typeof targetSchema>;

/** One thing that may be so of a mug. Where a limit may be null, the usual tolerance of the claim holds. */
const simplePredicateSchema = z.discriminatedUnion('kind', [
  /** Its centre lies at the centre; usual tolerance 5 % of the frame. */
  z.object({
    kind: z.literal('centred'),
    axis: z.enum(['both', 'horizontal', 'vertical']),
    on: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('frame') }),
      z.object({ kind: z.literal('reference') }),
      z.object({ kind: z.literal('area'), name: z.string().min(1).max(60) }),
    ]),
    within: lengthSchema.nullable(),
  }),
  /** Its centre lies in the region; `wholly`: all of it. */
  z.object({ kind: z.literal('in'), region: regionSchema, wholly: z.boolean() }),
  /** Gap to the target, edge to edge. */
  z.object({ kind: z.literal('distance'), to: targetSchema, limit: lengthLimitSchema }),
  /** On that side of the nearest thing or of another mug. */
  z.object({
    kind: z.literal('side'),
    side: z.enum(['left', 'right', 'above', 'below']),
    of: bodySchema,
  }),
  /** Together they form it; usual tolerance that of the settings. `line`: whichever way it runs. About all mugs. */
  z.object({
    kind: z.literal('arranged'),
    as: z.enum(['row', 'column', 'line', 'grid', 'diagonal']),
    within: lengthSchema.nullable(),
  }),
  /** The gaps between neighbours differ by at most this share of their mean; usual 15 %. About all mugs. */
  z.object({ kind: z.literal('evenlySpaced'), within: shareSchema.nullable() }),
  /** Their areas differ by at most this share of their mean; usual 20 %. About all mugs. */
  z.object({ kind: z.literal('similarSize'), within: shareSchema.nullable() }),
  z.object({ kind: z.literal('size'), of: z.enum(['width', 'height']), limit: lengthLimitSchema }),
  /** Share of the frame that it covers, 0 to 1. */
  z.object({ kind: z.literal('cover'), limit: numberLimitSchema }),
  z.object({ kind: z.literal('sizeClass'), is: z.enum(['small', 'medium', 'large']) }),
  /** Its box has something in common with that of another. */
  z.object({ kind: z.literal('overlaps'), body: bodySchema }),
  /** It stands on a table or desk. */
  z.object({ kind: z.literal('onSurface') }),
  /** The verdict of the program; with `within` its tilt is at most that. */
  z.object({ kind: z.literal('upright'), within: angleSchema.nullable() }),
  /** How far it leans to whichever side. */
  z.object({ kind: z.literal('tilt'), limit: angleLimitSchema }),
  z.object({ kind: z.literal('handle'), points: z.enum(['left', 'right', 'front']) }),
  /** Clockwise from up as seen in the picture: 90° is right. */
  z.object({ kind: z.literal('handleAngle'), limit: angleLimitSchema }),
  /** How sure the detector is, 0 to 1. */
  z.object({ kind: z.literal('confidence'), limit: numberLimitSchema }),
  z.object({ kind: z.literal('seenFromAbove') }),
]);
/** Something that is so of a mug, or is not. */
export const traitSchema = z.object({ is: simplePredicateSchema, not: z.boolean() });
export type Trait = z.infer<typeof traitSchema>;

/** What is claimed of a subject. */
export const predicateSchema = z.discriminatedUnion('kind', [
  ...simplePredicateSchema.options,
  /** One of these at least, of each by itself. */
  z.object({ kind: z.literal('either'), of: z.array(traitSchema).min(2).max(10) }),
]);
export type Predicate = z.infer<typeof predicateSchema>;

/** Which mugs, or which things, a claim is about. */
export const subjectSchema = z.object({
  body: bodySchema,
  /** Every one; some one at least; none. Of `pick` it is the one picked. */
  quantifier: z.enum(['every', 'some', 'no']),
  /** One of them; all when null. */
  pick: z
    .discriminatedUnion('by', [
      z.object({ by: z.literal('superlative'), word: z.enum(superlatives) }),
      /** As they are numbered on the photo, from 1; -1 is the last. */
      z.object({ by: z.literal('ordinal'), number: z.number().int().min(-1).max(1_000) }),
      z.object({ by: z.literal('nearest'), to: bodySchema }),
    ])
    .nullable(),
  /** Only those of which all of this is so. Whoever cannot be told whether it is one counts where that matters. */
  where: z.array(traitSchema).min(1).max(5).optional(),
});
export type Subject = z.infer<typeof subjectSchema>;

/** What is so or not so of a photo. */
export type Condition =
  | { kind: 'all' | 'any'; of: Condition[] }
  | { kind: 'not'; of: Condition }
  | { kind: 'claim'; subject: Subject; predicate: Predicate }
  | {
      kind: 'count';
      body: RuleBody;
      limit: NumberLimit;
      in: Region | null;
      where?: Trait[] | undefined;
    }
  | { kind: 'photo'; is: PhotoClaim };

/** Of the photo itself. Resolution and sides are pixels as a person sees it; bytes are counted in megabytes. */
export const photoClaimSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['megapixels', 'width', 'height', 'longSide', 'shortSide', 'megabytes']),
    limit: numberLimitSchema,
  }),
  z.object({ kind: z.literal('orientation'), is: z.enum(['landscape', 'portrait', 'square']) }),
  z.object({
    kind: z.literal('format'),
    is: z.enum(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff']),
  }),
]);
export type PhotoClaim = z.infer<typeof photoClaimSchema>;

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['all', 'any']), of: z.array(conditionSchema).min(2).max(50) }),
    z.object({ kind: z.literal('not'), of: conditionSchema }),
    z.object({ kind: z.literal('claim'), subject: subjectSchema, predicate: predicateSchema }),
    z.object({
      kind: z.literal('count'),
      body: bodySchema,
      limit: numberLimitSchema,
      in: regionSchema.nullable(),
      /** Only those of which all of this is so. */
      where: z.array(traitSchema).min(1).max(5).optional(),
    }),
    z.object({ kind: z.literal('photo'), is: photoClaimSchema }),
  ]),
);

const nameSchema = z.string().min(1).max(200);

/** What follows. `alert` of null severity: the usual one, warning. */
export const consequenceSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('alert'), severity: severitySchema.nullable() }),
  z.object({ do: z.literal('notify'), channel: nameSchema }),
  z.object({ do: z.literal('useTemplate'), template: nameSchema }),
  z.object({ do: z.literal('reject') }),
  z.object({ do: z.literal('tag'), tag: z.string().min(1).max(60) }),
]);
export type Consequence = z.infer<typeof consequenceSchema>;

/** When a statement is looked at at all. */
export const scopeSchema = z.discriminatedUnion('in', [
  z.object({ in: z.literal('context'), name: nameSchema }),
  /** Batches whose name has this in it, in whatever case. */
  z.object({ in: z.literal('batch'), name: nameSchema }),
]);
export type Scope = z.infer<typeof scopeSchema>;

/**
 * One sentence. With `must` it is a requirement: it fails when `must` does not hold, while `when` holds and `unless`
 * does not. Without `must` it only has consequences: `onPass` when `when` holds, `onFail` when it does not.
 * Of a requirement `onPass` follows when it passes, `onFail` when it fails.
 */
export const statementSchema = z
  .object({
    scope: scopeSchema.nullable(),
    when: conditionSchema.nullable(),
    unless: conditionSchema.nullable(),
    must: conditionSchema.nullable(),
    /** Asked instead of `must` when `when` does not hold: "if …, A, otherwise B". */
    else: conditionSchema.nullable(),
    onPass: z.array(consequenceSchema).max(20),
    onFail: z.array(consequenceSchema).max(20),
  })
  .refine(({ must, onPass, onFail }) => must !== null || onPass.length + onFail.length > 0, {
    error: 'A statement asks for something, or something follows from it.',
  })
  .refine(({ when, else: other }) => other === null || when !== null, {
    path: ['else'],
    error: 'There is nothing that it could be otherwise than.',
  });
export type Statement = z.infer<typeof statementSchema>;

export const ruleVersion = 1;
export const ruleSchema = z.object({
  version: z.literal(ruleVersion),
  /** All of them must hold. */
  statements: z.array(statementSchema).min(1).max(50),
});
export type Rule = z.infer<typeof ruleSchema>;

/** What a word of the text does in it. */
export const tokenRoles = [
  'subject',
  'predicate',
  'number',
  'unit',
  'logic',
  'consequence',
  /** A name of the operator's: an area, a template, a channel, a tag, a context. */
  'name',
  /** Read, and of no weight: please, should, the. */
  'filler',
  'unknown',
] as const;
export type TokenRole = (typeof tokenRoles)[number];

/** A stretch of the text, in UTF-16 code units; `end` is the first one behind it. */
const stretch = { start: z.number().int().nonnegative(), end: z.number().int().nonnegative() };

export const problemSchema = z.object({
  ...stretch,
  /** `warning`: it was read, with something assumed or corrected. */
  level: z.enum(['error', 'warning']),
  /** The words of the text that it is about. */
  text: z.string(),
  /** A sentence. */
  message: z.string(),
  /** What would be understood in place of those words, nearest first. */
  suggestions: z.array(z.string()),
});
export type Problem = z.infer<typeof problemSchema>;

/** What was understood of a text. Every word is in `tokens`, and what was not understood in `problems`. */
export const readingSchema = z.object({
  /** Null when any of it was not understood: nothing is read by half. */
  rule: ruleSchema.nullable(),
  /** The rule in canonical English. */
  canonical: z.string().nullable(),
  /** 1: word for word. Less for every correction and assumption; below 0.5 when something was not understood. */
  confidence: z.number().min(0).max(1),
  problems: z.array(problemSchema),
  tokens: z.array(z.object({ ...stretch, role: z.enum(tokenRoles) })),
});
export type Reading = z.infer<typeof readingSchema>;

/** What a text may speak of besides the fixed words. Empty lists: names are not checked. */
export interface Surroundings {
  /** Labels that the detector knows, singular. */
  labels?: readonly string[];
  areas?: readonly string[];
  templates?: readonly string[];
  channels?: readonly string[];
}
