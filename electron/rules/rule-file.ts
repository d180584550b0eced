import { z } from 'zod';
import { type Area, areaDraftSchema } from '../../shared/area.ts';
import { AppError } from '../../shared/errors.ts';
import { type RuleRecord, ruleIdSchema, ruleNameSchema, ruleWordsSchema } from '../../shared/rule-record.ts';

const format = 'h200-rules';
const newestVersion = 1;

const headSchema = z.object({ format: z.literal(format), version: z.number().int().min(1) });
const ruleSchema = z.object({
  /** Alerts of a rule carry it as a label. */
  id: ruleIdSchema.optional(),
  name: ruleNameSchema,
  text: ruleWordsSchema,
  enabled: z.boolean().default(true),
});

/** Rules and areas as they lie in files. */
export const ruleFileSchema = z.object({
  rules: z
    .array(ruleSchema)
    .max(10_000)
    .refine((rules) => !repeats(rules.flatMap(({ id }) => id ?? [])), { error: 'Two rules have one id.' }),
  areas: z
    .array(areaDraftSchema)
    .max(1_000)
    .refine((areas) => !repeats(areas.map(({ name }) => name.toLowerCase())), {
      error: 'Two areas have one name.',
    })
    .default([]),
});
export type RuleFile = z.output<typeof ruleFileSchema>;

/** Rules and areas as files hold them. */
export function ruleFileOf(rules: readonly RuleRecord[], areas: readonly Area[]) {
  return {
    rules: rules.map(({ id, name, text, enabled }) => ({ id, name, text, enabled })),
    areas: areas.map(({ id: _, ...area }) => area),
  };
}

/** Rules to carry from one installation to another, as JSON. */
export function writeRuleFile(rules: readonly RuleRecord[], areas: readonly Area[]): Uint8Array {
  const file = { format, version: newestVersion, ...ruleFileOf(rules, areas) };
  return new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`);
}

/** Throws AppError rules.invalid with what to do. */
export function readRuleFile(bytes: Uint8Array): RuleFile {
  const value = parseJson(bytes);
  const head = headSchema.safeParse(value);
  if (!head.success) throw invalid('This is no file of rules of this program. Choose one that it exported.');
  if (head.data.version > newestVersion)
    throw invalid('The rules were exported by a newer version of this program. Update the program first.');
  const file = ruleFileSchema.safeParse(value);
  if (file.success) return file.data;
  const [issue] = file.error.issues;
  throw invalid(`The file cannot be used: ${issue?.path.join('.')}: ${issue?.message} Nothing was changed.`);
}

function repeats(names: readonly string[]): boolean {
  return new Set(names).size < names.length;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function invalid(message: string): AppError {
  return new AppError('rules.invalid', message);
}
