import { z } from 'zod';
import { areaDraftSchema, areaIdSchema, areaSchema } from './area.ts';
import {
  feedbackSchema,
  ruleFiguresSchema,
  ruleIdSchema,
  ruleNameSchema,
  ruleRecordSchema,
  ruleVersionSchema,
  ruleWordsSchema,
} from './rule-record.ts';
import { conflictSchema } from './rules/conflicts.ts';
import { judgementSchema } from './rules/judgement.ts';
import { readingSchema } from './rules/rule.ts';

const nothing = z.object({});
const analysisIdSchema = z.string().min(1).max(64);
const ruleIdsSchema = z.array(ruleIdSchema).min(1).max(10_000);
/** Texts times photos that one call may ask about. */
const mostVerdicts = 50_000;
const ruleWithFiguresSchema = ruleRecordSchema.extend({ figures: ruleFiguresSchema });

export const ruleCalls = {
  /** What a text means. A screen reads texts by itself, with the same words (shared/rules/parse.ts). */
  'rules.parse': { input: z.object({ text: z.string().max(20_000) }), output: readingSchema },
  /** In their order: the first is looked at first. */
  'rules.list': { input: nothing, output: z.object({ rules: z.array(ruleWithFiguresSchema) }) },
  /**
   * Keeps a rule; a new one without an id, behind the others. Throws rule.notUnderstood, with where and why, for
   * words that are not understood whole. Conflicts do not keep it from being saved: they are told.
   */
  'rules.save': {
    input: z.object({
      id: ruleIdSchema.optional(),
      name: ruleNameSchema,
      text: ruleWordsSchema,
      /** Left out: on when it is new, else as it was. */
      enabled: z.boolean().optional(),
    }),
    output: z.object({ rule: ruleRecordSchema, conflicts: z.array(conflictSchema) }),
  },
  'rules.setEnabled': {
    input: z.object({ ids: ruleIdsSchema, enabled: z.boolean() }),
    output: z.object({ rules: z.array(ruleRecordSchema) }),
  },
  /** Puts these first, in this order; the others follow as they stood. */
  'rules.reorder': {
    input: z.object({ ids: ruleIdsSchema }),
    output: z.object({ rules: z.array(ruleRecordSchema) }),
  },
  /** They keep their history, and can be restored. */
  'rules.remove': {
    input: z.object({ ids: ruleIdsSchema }),
    output: z.object({ removed: z.number().int() }),
  },
  'rules.restore': {
    input: z.object({ ids: ruleIdsSchema }),
    output: z.object({ restored: z.number().int() }),
  },
  /** Newest first. */
  'rules.history': {
    input: z.object({ id: ruleIdSchema }),
    output: z.object({ versions: z.array(ruleVersionSchema) }),
  },
  /** The words of an earlier version become the newest one. */
  'rules.rollback': {
    input: z.object({ id: ruleIdSchema, version: z.number().int().positive() }),
    output: z.object({ rule: ruleRecordSchema, conflicts: z.array(conflictSchema) }),
  },
  /**
   * Judges photos of the history anew, and keeps nothing: by these texts, else by the rules that are switched on.
   * Throws rule.notUnderstood.
   */
  'rules.evaluate': {
    input: z
      .object({
        texts: z.array(ruleWordsSchema).min(1).max(1_000).optional(),
        /** The newest when left out. */
        analysisIds: z.array(analysisIdSchema).min(1).max(500).optional(),
        latest: z.number().int().min(1).max(500).default(50),
      })
      .refine(
        ({ texts, analysisIds, latest }) =>
          (texts?.length ?? 1) * (analysisIds?.length ?? latest) <= mostVerdicts,
        `At most ${mostVerdicts.toLocaleString('en')} verdicts come at once: name fewer texts or photos.`,
      ),
    output: z.object({
      photos: z.array(
        z.object({ analysisId: analysisIdSchema, name: z.string(), judgement: judgementSchema }),
      ),
    }),
  },
  /** How a photo was judged when it was analysed; null when no rule held then. */
  'rules.judgement': {
    input: z.object({ analysisId: analysisIdSchema }),
    output: z.object({ judgement: judgementSchema.nullable() }),
  },
  /** All of the file or nothing: throws rules.invalid. Rules of a name that is there already are replaced. */
  'rules.import': {
    input: z.object({ name: z.string().min(1).max(1_024), bytes: z.instanceof(Uint8Array) }),
    output: z.object({ added: z.number().int(), replaced: z.number().int(), areas: z.number().int() }),
  },
  /** These, else all, with the areas they speak of. */
  'rules.export': {
    input: z.object({ ids: ruleIdsSchema.optional() }),
    output: z.object({
      id: z.string(),
      name: z.string(),
      mediaType: z.string(),
      bytes: z.number().int(),
    }),
  },
  /** Whether the assistant of the settings can be asked. */
  'rules.assistant': { input: nothing, output: z.object({ ready: z.boolean(), hasKey: z.boolean() }) },
  /** Keeps the key for the host of the settings; the empty text forgets it. It never comes back. */
  'rules.setAssistantKey': {
    input: z.object({ key: z.string().max(500) }),
    output: z.object({ ready: z.boolean(), hasKey: z.boolean() }),
  },
  /** Sentences that the assistant makes of free words, each read by the parser: nothing is kept. */
  'rules.suggest': {
    input: z.object({ wish: z.string().trim().min(1).max(4_000) }),
    output: z.object({ sentences: z.array(z.object({ text: z.string(), reading: readingSchema })) }),
  },

  'areas.list': { input: nothing, output: z.object({ areas: z.array(areaSchema) }) },
  /** Throws area.invalid for a name that another has. */
  'areas.save': { input: areaDraftSchema, output: areaSchema },
  'areas.remove': {
    input: z.object({ id: areaIdSchema }),
    /** Names of the rules that speak of it and now cannot tell. */
    output: z.object({ usedBy: z.array(z.string()) }),
  },

  'feedback.list': {
    input: z.object({ analysisId: analysisIdSchema }),
    output: z.object({ feedback: z.array(feedbackSchema) }),
  },
  /** Takes the place of what was said of this verdict before. */
  'feedback.save': { input: feedbackSchema.omit({ givenAt: true }), output: feedbackSchema },
  'feedback.remove': {
    input: z.object({ analysisId: analysisIdSchema, ruleId: ruleIdSchema }),
    output: z.object({ removed: z.literal(true) }),
  },
} as const;

export const ruleEvents = {
  /** Rules, areas or feedback were added, edited, moved or removed. */
  'rule.changed': nothing,
  /** A photo was judged, when it was analysed. */
  'rule.judged': z.object({ analysisId: analysisIdSchema, judgement: judgementSchema }),
} as const;
