import { z } from 'zod';
import type { JudgementSummary } from '../analysis.ts';
import { severitySchema } from '../event.ts';
import { outcomeSchema, ruleVerdictSchema } from './verdict.ts';

/** What one rule came to on a photo, and what follows from that. */
export const judgedRuleSchema = z.object({
  ruleId: z.string(),
  name: z.string(),
  version: z.number().int().positive(),
  verdict: ruleVerdictSchema,
  /** The worst alert that follows; null for none. */
  alert: severitySchema.nullable(),
  /** Names of channels that are to be told of it besides. */
  channels: z.array(z.string()),
  rejected: z.boolean(),
  tags: z.array(z.string()),
  /** Name or id of the template that it asks for. */
  template: z.string().nullable(),
});
export type JudgedRule = z.infer<typeof judgedRuleSchema>;

/** A photo judged by several rules. Rules whose scope it is not in are left out. */
export const judgementSchema = z.object({
  /** Fail when one failed, else unknown when one could not tell. */
  verdict: outcomeSchema,
  rejected: z.boolean(),
  tags: z.array(z.string()),
  /** Of the first rule, in their order, that asks for one. */
  template: z.string().nullable(),
  /** What the operator should do, each sentence once, in the order of the rules. */
  advice: z.array(z.string()),
  /** In the order of the rules. */
  rules: z.array(judgedRuleSchema),
});
export type Judgement = z.infer<typeof judgementSchema>;

/** A judgement as lists show it. */
export function judgementSummary(judgement: Judgement | null): JudgementSummary | null {
  if (judgement === null) return null;
  const { verdict, rejected, tags } = judgement;
  return { verdict, rejected, tags, reason: decisiveReason(judgement) };
}

/** Reasons longer than this are not read in a list. */
const longestReason = 500;

/** Of the rule that rejects the photo, else of the first that came to what all of them came to. */
function decisiveReason({ verdict, rules }: Judgement): string | null {
  const decisive =
    rules.find(({ rejected }) => rejected) ??
    rules.find((rule) => verdict !== 'pass' && rule.verdict.outcome === verdict);
  return decisive ? `${decisive.name}: ${decisive.verdict.reason}`.slice(0, longestReason) : null;
}
