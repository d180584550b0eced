import type { Condition, LayerMapping, Mapping } from '../../../shared/mapping.ts';
import { mappingSchema } from '../../../shared/mapping.ts';
import { nearestNames } from '../../../shared/rendering/nearest-names.ts';
import { valueDefinitions } from '../../../shared/rendering/value-definitions.ts';
import { paramPrefix } from '../../../shared/rendering/values.ts';
import type { Template } from '../../../shared/template.ts';
import { errorsOf, type FieldErrors } from '../../ui/schema-errors.ts';
import { placeholdersIn } from './placeholders.ts';

/** Dotted path of what a layer takes, by its name: the order of the layers in a mapping means nothing. */
export const pathOf = (layer: string, ...rest: (string | number)[]) => ['layers', layer, ...rest].join('.');

/** Why a mapping does not do, each at its field. */
export function problemsOf(mapping: Mapping, template: Template): FieldErrors {
  const entries = mapping.layers.flatMap((entry) => Object.entries(entryProblems(entry, template)));
  return { ...Object.fromEntries(entries), ...schemaProblems(mapping), ...frameProblems(mapping, template) };
}

/** What breaks the schema; the layer's place in the list becomes its name. */
function schemaProblems(mapping: Mapping): FieldErrors {
  return Object.fromEntries(
    Object.entries(errorsOf(mappingSchema, mapping, {})).map(([path, sentence]) => [
      named(mapping, path),
      sentence,
    ]),
  );
}

/** A path of the core or the schema with the layer's name instead of its place. */
export const named = (mapping: Mapping, path: string) =>
  path.replace(/^layers\.(\d+)/, (whole, at: string) => {
    const layer = mapping.layers[Number(at)]?.layer;
    return layer === undefined ? whole : pathOf(layer);
  });

function frameProblems({ frame }: Mapping, template: Template): FieldErrors {
  if (frame === null) return {};
  const isThere = template.layers.some(({ layer }) => matchesFrame(frame, layer));
  return isThere ? {} : { frame: `The template has no layer ${frame}.` };
}

/** Whether a layer is the frame of a page or of one of its cells. */
export const matchesFrame = (frame: string, layer: string) => {
  const [before = '', after] = frame.split('*');
  if (after === undefined) return frame === layer;
  return (
    layer.startsWith(before) &&
    layer.endsWith(after) &&
    /^\d+$/.test(layer.slice(before.length, layer.length - after.length))
  );
};

function entryProblems(entry: LayerMapping, template: Template): FieldErrors {
  const path = (...rest: (string | number)[]) => pathOf(entry.layer, ...rest);
  if (!template.layers.some(({ layer }) => layer === entry.layer))
    return { [path()]: `The template has no layer ${entry.layer} any more.` };
  const problems: Record<string, string> = {};
  const check = (at: string, name: string) => {
    const problem = unknownValue(name);
    if (problem !== null) problems[at] ??= problem;
  };
  for (const name of placeholdersIn(entry.text ?? '')) check(path('text'), name);
  if (entry.rating !== undefined) check(path('rating'), entry.rating);
  const conditions: [string, Condition][] = [
    ...(entry.visible ?? []).map((condition, at): [string, Condition] => [path('visible', at), condition]),
    ...(entry.colour ?? []).flatMap(({ when }, at): [string, Condition][] =>
      when === undefined ? [] : [[path('colour', at, 'when'), when]],
    ),
  ];
  for (const [at, { value }] of conditions) check(`${at}.value`, value);
  return problems;
}

const valueNames = Object.keys(valueDefinitions);

/** Why a value is not one; null when it is. A parameter is as soon as somebody names it. */
export function unknownValue(name: string): string | null {
  if (name === '') return 'Choose a value.';
  if (valueNames.includes(name) || name.startsWith(paramPrefix)) return null;
  const near = nearestNames(name, valueNames, 2);
  return `There is no value ${name}.${near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`}`;
}
