import { useMemo } from 'react';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { problemsOf } from './mapping-problems.ts';
import { useOpened } from './opened.ts';

const none: FieldErrors = {};

/** Why the mapping as it is now does not do, by field: what the screen sees itself, and what the core refused. */
export function useProblems(): FieldErrors {
  const { template, edited, refused } = useOpened();
  const mapping = edited?.present;
  return useMemo(() => {
    if (template === null || mapping === undefined) return none;
    return { ...problemsOf(mapping, template), ...refused };
  }, [template, mapping, refused]);
}
