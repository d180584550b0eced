import { z } from 'zod';
import { type Area, areaDraftSchema } from '../../shared/area.ts';
import { AppError } from '../../shared/errors.ts';
import { type RuleRecord, ruleNameSchema, ruleWordsSchema } from '../../shared/rule-record.ts';

const format = 'h200-rules';
const newestVersion = 1;

const headSchema = z.object({ format: z.literal(format), version: z.number().int().min(1) });
const fileSchema = z.object({
  rules: z
    .array(z.object({ name: ruleNameSchema, text: ruleWordsSchema, enabled: z.boolean().default(true) }))
    .max(10_000),
  areas: z
    .array(areaDraftSchema)
    .max(1_000)
    .refine((areas) => new Set(areas.map(({ name }) => name.toLowerCase())).size === areas.length, {
      error: 'Two areas have one name.',
    })
    .default([]),
});
export type RuleFile = z.output<typeof fileSchema>;

/** Rules to carry from one installation to another, as JSON. */
export function writeRuleFile(rules: readonly RuleRecord[], areas: readonly Area[]): Uint8Array {
  const file = {
    format,
    version: newestVersion,
    rules: rules.map(({ name, text, enabled }) => ({ name, text, enabled })),
    areas: areas.map(({ id: _, ...area }) => area),
  };
  return new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`);
}

/** Throws AppError rules.invalid with what to do. */
export function readRuleFile(bytes: Uint8Array): RuleFile {
  const value = parseJson(bytes);
  const head = headSchema.safeParse(value);
  if (!head.success) throw invalid('This is no file of rules of this program. Choose one that it exported.');
  if (head.data.version > newestVersion)
    throw invalid('The rules were exported by a newer version of this program. Update the program first.');
  const file = fileSchema.safeParse(value);
  if (file.success) return file.data;
  const [issue] = file.error.issues;
  throw invalid(`The file cannot be used: ${issue?.path.join('.')}: ${issue?.message} Nothing was changed.`);
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
