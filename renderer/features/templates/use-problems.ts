import type { Mapping } from '../../../shared/mapping.ts';
import type { Template } from '../../../shared/template.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { problemsOf } from './mapping-problems.ts';
import { useOpened } from './opened.ts';

const none: FieldErrors = {};

/** Every layer of the list asks for the same mapping: it is looked through once. */
let last: { mapping: Mapping; template: Template; refused: FieldErrors; problems: FieldErrors } | null = null;

function lookThrough(mapping: Mapping, template: Template, refused: FieldErrors): FieldErrors {
  if (last?.mapping !== mapping || last.template !== template || last.refused !== refused)
    last = { mapping, template, refused, problems: { ...problemsOf(mapping, template), ...refused } };
  return last.problems;
}

/** Why the mapping as it is now does not do, by field: what the screen sees itself, and what the core refused. */
export const useProblems = (): FieldErrors =>
  useOpened(({ template, edited, refused }) =>
    template === null || edited === null ? none : lookThrough(edited.present, template, refused),
  );
