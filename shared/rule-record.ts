import { z } from 'zod';

export const ruleIdSchema = z.string().regex(/^[\w-]{1,64}$/);
export const ruleNameSchema = z
  .string()
  .trim()
  .min(1, 'Give it a name.')
  .max(120, 'A name has at most 120 characters.');
/** The longest text of one rule, in characters. */
export const maxRuleChars = 4_000;
export const ruleWordsSchema = z
  .string()
  .trim()
  .min(1, 'Write what is asked of the photo.')
  .max(maxRuleChars, `A rule has at most ${maxRuleChars.toLocaleString('en')} characters.`);

export const verdictValueSchema = z.enum(['pass', 'fail', 'unknown']);
export type VerdictValue = z.infer<typeof verdictValueSchema>;

/** A rule as it is kept: its words. What they mean is read from them (shared/rules/parse.ts). */
export const ruleRecordSchema = z.object({
  id: ruleIdSchema,
  name: ruleNameSchema,
  text: ruleWordsSchema,
  enabled: z.boolean(),
  /** From 1; one more for every change of its words or name. */
  version: z.number().int().positive(),
  savedAt: z.iso.datetime(),
});
export type RuleRecord = z.infer<typeof ruleRecordSchema>;

export const ruleVersionSchema = ruleRecordSchema.omit({ id: true, enabled: true });
export type RuleVersion = z.infer<typeof ruleVersionSchema>;

/** How a rule did on the photos judged last. */
export const ruleFiguresSchema = z.object({
  /** The last 50, newest first. */
  last: z.array(z.object({ analysisId: z.string(), verdict: verdictValueSchema })),
  /** Of the last 500. */
  passed: z.number().int(),
  failed: z.number().int(),
  unknown: z.number().int(),
  /** What the operator said of its verdicts, on all photos that are still there. */
  right: z.number().int(),
  wrong: z.number().int(),
});
export type RuleFigures = z.infer<typeof ruleFiguresSchema>;

/** What the operator says of a verdict. */
export const feedbackSchema = z.object({
  analysisId: z.string().min(1).max(64),
  ruleId: ruleIdSchema,
  ruleVersion: z.number().int().positive(),
  verdict: verdictValueSchema,
  right: z.boolean(),
  comment: z.string().max(2_000).default(''),
  givenAt: z.iso.datetime(),
});
export type Feedback = z.output<typeof feedbackSchema>;
