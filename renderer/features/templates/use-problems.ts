import { useMemo } from 'react';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { problemsOf } from './mapping-problems.ts';
import { useOpened } from './opened.ts';
import { usePreview } from './preview.ts';

const none: FieldErrors = {};

/** Why the mapping as it is now does not do, by field: what the screen sees itself, and what the core refused. */
export function useProblems(): FieldErrors {
  const { template, edited, refused } = useOpened();
  const values = usePreview((preview) => preview.values);
  const mapping = edited?.present;
  return useMemo(() => {
    if (template === null || mapping === undefined) return none;
    const names = values.length === 0 ? null : values.map(({ name }) => name);
    return { ...problemsOf(mapping, { template, values: names }), ...refused };
  }, [template, mapping, values, refused]);
}
