import type { Condition, LayerMapping, Mapping } from '../../../shared/mapping.ts';
import { mappingSchema } from '../../../shared/mapping.ts';
import type { Template } from '../../../shared/template.ts';
import { errorsOf, type FieldErrors } from '../../ui/schema-errors.ts';
import { placeholdersIn } from './placeholders.ts';

interface Known {
  template: Template;
  /** Names of the values that there are; null as long as nobody has told. */
  values: readonly string[] | null;
}

/** Dotted path of what a layer takes, by its name: the order of the layers in a mapping means nothing. */
export const pathOf = (layer: string, ...rest: (string | number)[]) => ['layers', layer, ...rest].join('.');

/** Why a mapping does not do, each at its field. */
export function problemsOf(mapping: Mapping, known: Known): FieldErrors {
  const entries = mapping.layers.flatMap((entry) => Object.entries(entryProblems(entry, known)));
  return { ...Object.fromEntries(entries), ...schemaProblems(mapping), ...frameProblems(mapping, known) };
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

function frameProblems({ frame }: Mapping, { template }: Known): FieldErrors {
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

function entryProblems(entry: LayerMapping, { template, values }: Known): FieldErrors {
  const path = (...rest: (string | number)[]) => pathOf(entry.layer, ...rest);
  if (!template.layers.some(({ layer }) => layer === entry.layer))
    return { [path()]: `The template has no layer ${entry.layer} any more.` };
  const problems: Record<string, string> = {};
  const check = (at: string, name: string) => {
    const problem = unknownValue(name, values);
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

/** A parameter is a value as soon as somebody names it. */
function unknownValue(name: string, values: readonly string[] | null): string | null {
  if (name === '') return 'Choose a value.';
  if (values === null || values.includes(name) || name.startsWith('template_params.')) return null;
  const near = nearest(name, values);
  return `There is no value ${name}.${near === null ? '' : ` Do you mean ${near}?`}`;
}

function nearest(name: string, values: readonly string[]): string | null {
  const ranked = values
    .map((value) => ({ value, distance: distanceOf(name.toLowerCase(), value.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, name.length / 3) ? best.value : null;
}

/** Letters to change, add or leave out to get from one word to the other (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
