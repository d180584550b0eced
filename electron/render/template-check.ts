import { AppError } from '../../shared/errors.ts';
import type { Mapping } from '../../shared/mapping.ts';
import type { Design } from '../../shared/render.ts';
import { type Layer, type Template, templateSchema } from '../../shared/template.ts';
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
    complain(complaints, at, layer, designs);
  }
  if (Object.keys(complaints).length > 0) throw invalid(template.name, complaints);
  return parsed.data;
}

/** The drawings and pictures that a mapping brings along. Throws AppError template.invalid. */
export function checkMapping(mapping: Mapping, templateName: string, { designs }: CheckParts): void {
  const complaints: Complaints = {};
  for (const [index, { picture, fixed }] of mapping.layers.entries()) {
    complain(complaints, `layers.${index}`, { picture }, designs);
    complain(complaints, `layers.${index}.fixed`, { picture: fixed?.picture, svg: fixed?.svg }, designs);
  }
  if (Object.keys(complaints).length > 0) throw invalid(templateName, complaints);
}

function complain(
  complaints: Complaints,
  at: string,
  layer: Layer | { picture?: unknown; svg?: unknown },
  designs: CheckParts['designs'],
): void {
  const designId = 'picture' in layer ? assetOf(layer.picture) : null;
  if (designId !== null && designs.find(designId) === null) {
    complaints[`${at}.picture.designId`] = 'This design is not here any more. Choose another.';
  }
  if ('svg' in layer && typeof layer.svg === 'string') {
    const problem = problemOf(layer.svg);
    if (problem !== null) complaints[`${at}.svg`] = problem;
  }
}

function assetOf(picture: unknown): string | null {
  if (picture === null || typeof picture !== 'object' || !('designId' in picture)) return null;
  return String(picture.designId);
}

function problemOf(svg: string): string | null {
  if (svg.trim() === '') return null;
  try {
    guardSvg(svg, { fill: null, stroke: null, refusal: { code: 'template.invalid', name: 'The drawing' } });
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
