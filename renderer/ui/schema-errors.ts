import type { z } from 'zod';
import type { Words } from './schema-form.tsx';

/** Why the value of a field does not do, by dotted path. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The errors of a value, each at its field, in words an operator can act on and the unit of the field. */
export function errorsOf<T>(schema: z.ZodType<T>, value: unknown, words: Words): FieldErrors {
  const checked = schema.safeParse(value);
  if (checked.success) return {};
  return Object.fromEntries(
    checked.error.issues.map((issue) => {
      const path = issue.path.join('.');
      const { percent, unit } = words[path] ?? {};
      const limit = (bound: number | bigint) =>
        percent ? `${Number(bound) * 100} %` : unit === undefined ? `${bound}` : `${bound} ${unit}`;
      return [path, sentence(issue, limit)];
    }),
  );
}

function sentence(issue: z.core.$ZodIssue, limit: (bound: number | bigint) => string): string {
  // Texts and lists have no limit a unit could stand at; their schema says it in its own words.
  const isNumber = 'origin' in issue && (issue.origin === 'number' || issue.origin === 'int');
  if (issue.code === 'too_small' && isNumber)
    return `Must be ${issue.inclusive ? 'at least' : 'more than'} ${limit(issue.minimum)}.`;
  if (issue.code === 'too_big' && isNumber)
    return `Must be ${issue.inclusive ? 'at most' : 'less than'} ${limit(issue.maximum)}.`;
  if (issue.code === 'invalid_type')
    return issue.expected === 'int' ? 'A whole number is needed.' : 'A value is needed.';
  return issue.message;
}
