import { AppError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import type { Design } from '../../shared/render.ts';
import { type Picture, type Template, templateSchema } from '../../shared/template.ts';
import { guardSvg } from './draw/svg-guard.ts';

/** Every field that is wrong, by its dotted path, with a sentence; of several complaints about one the first. */
type Complaints = Record<string, string>;

export interface CheckParts {
  designs: { find(id: string): Design | null };
}

/**
 * A template that can be kept and drawn. Layers cannot contain one another, so there is no loop to look for. Throws
 * AppError template.invalid with all that is wrong.
 */
export function checkTemplate(template: Template, { designs }: CheckParts): Template {
  const parsed = templateSchema.safeParse(template);
  const complaints: Complaints = {};
  for (const { path, message } of parsed.error?.issues ?? []) complaints[path.join('.')] ??= message;
  if (parsed.data === undefined) throw invalid(template.name, complaints);
  const seen = new Set<string>();
  for (const [index, layer] of parsed.data.layers.entries()) {
    const at = `layers.${index}`;
    if (seen.has(layer.layer)) {
      complaints[`${at}.layer`] = `Two layers are named “${layer.layer}”. Give each a name of its own.`;
    }
    seen.add(layer.layer);
    const picture = 'picture' in layer ? layer.picture : null;
    complain(complaints, at, { picture, svg: 'svg' in layer ? layer.svg : undefined }, designs);
  }
  if (Object.keys(complaints).length > 0) throw invalid(template.name, complaints);
  return parsed.data;
}

/** The drawings and pictures that a mapping brings along. Throws AppError template.invalid. */
export function checkMapping(mapping: Mapping, templateName: string, { designs }: CheckParts): void {
  const complaints: Complaints = {};
  for (const [index, { picture, fixed }] of mapping.layers.entries()) {
    complain(complaints, `layers.${index}`, { picture }, designs);
    complain(complaints, `layers.${index}.fixed`, fixed ?? {}, designs);
  }
  if (Object.keys(complaints).length > 0) throw invalid(templateName, complaints);
}

function complain(
  complaints: Complaints,
  at: string,
  { picture, svg }: { picture?: Picture | null | undefined; svg?: string | undefined },
  designs: CheckParts['designs'],
): void {
  if (picture?.kind === 'asset' && designs.find(picture.designId) === null) {
    complaints[`${at}.picture.designId`] = 'This design is not here any more. Choose another.';
  }
  const problem = problemOf(svg ?? '');
  if (problem !== null) complaints[`${at}.svg`] = problem;
}

const refusal = { name: 'The drawing', unsafe: 'template.invalid', broken: 'template.invalid' } as const;

/** Why a drawing is refused; an empty one draws nothing. */
function problemOf(svg: string): string | null {
  if (svg.trim() === '') return null;
  try {
    guardSvg(svg, { refusal });
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

function invalid(name: string, fields: Complaints): AppError {
  const [[field, first] = ['', 'It is not whole.'], ...more] = Object.entries(fields);
  const others = more.length === 0 ? '' : ` ${more.length} more of its fields are wrong too.`;
  const sentence = /[.!?]$/.test(first) ? first : `${first}.`;
  return new AppError('template.invalid', `The template “${name}” cannot be kept: ${sentence}${others}`, {
    field,
    fields,
  });
}
