import { AppError } from '../errors.ts';
import type { LayerMapping, Mapping } from '../mapping.ts';
import type { RenderValue } from '../render.ts';
import {
  type Layer,
  type LayerOverride,
  type LayerOverrides,
  layerSchema,
  maxTextChars,
  type Template,
} from '../template.ts';
import { allHold } from './condition.ts';
import { nearestNames, quoted } from './nearest-names.ts';
import { placeLayer } from './place-layer.ts';
import { fillText, hasPlaceholders, lacksParam } from './placeholders.ts';
import { type FrameTransform, frameTransform } from './placing.ts';
import { kindOf, type ValueSource, valueNamed, valuesOf } from './values.ts';

/** A template filled with photos. */
export interface Applied {
  /** All layers as they are to be drawn, from the back to the front. Those of empty cells are hidden. */
  layers: { layer: Layer; cell: number }[];
  /** What differs from the template, by layer: what is sent to a service. Zero, false and '' are in it. */
  overrides: LayerOverrides;
  /** What could not be done as asked, in sentences. */
  warnings: string[];
}

/** A photo in its place on the page. */
interface Cell {
  source: ValueSource;
  values: readonly RenderValue[];
  frame: FrameTransform;
}

/**
 * Fills one page: from where the mugs stand to what each layer is to be. `cells` are the photos of the page in the
 * order of their places; there may be fewer than places. Throws `layer.unknown`.
 */
export function applyMapping({
  template,
  mapping,
  cells: sources,
}: {
  template: Template;
  mapping: Mapping;
  cells: readonly ValueSource[];
}): Applied {
  checkLayers(template, mapping);
  const cells = sources.map(
    (source, index): Cell => ({
      source,
      values: valuesOf(source),
      frame: frameOf(template, mapping, source, index),
    }),
  );
  const warnings = new Set<string>();
  const warn = (sentence: string) => warnings.add(sentence);
  const overrides: LayerOverrides = {};
  const layers = template.layers.map((layer) => {
    const entries = mapping.layers.filter((entry) => entry.layer === layer.layer);
    const cell = entries[0]?.cell ?? cellOfFrame(template, mapping, layer) ?? 0;
    const override: LayerOverride = Object.assign(
      {},
      ownPlaceholders(layer, cells[cell], warn),
      ...entries.map((entry) => overrideFor(layer, entry, cells[entry.cell], warn)),
      cells[cell] === undefined ? { hide: true } : {},
    );
    if (Object.keys(override).length > 0) overrides[layer.layer] = override;
    return { layer: layerSchema.parse({ ...layer, ...override }), cell };
  });
  return { layers, overrides, warnings: [...warnings] };
}

/** The names of a mapping's layers that its template does not have are refused. Throws `layer.unknown`. */
export function checkLayers(
  { name, layers, cells }: Pick<Template, 'name' | 'layers' | 'cells'>,
  mapping: Mapping,
): void {
  const names = layers.map(({ layer }) => layer);
  const known = new Set(names);
  const check = (asked: string, field: string) => {
    if (known.has(asked)) return;
    const near = nearestNames(asked, names);
    const hint = near.length === 0 ? `It has ${quoted(names.slice(0, 5))}.` : `Nearest: ${quoted(near)}.`;
    const message = `The template “${name}” has no layer “${asked}”. ${names.length === 0 ? 'It has none at all.' : hint}`;
    throw new AppError('layer.unknown', message, { field });
  };
  const frames = mapping.frame?.includes('*') ? cells : 1;
  for (let cell = 0; cell < frames && mapping.frame !== null; cell++) {
    check(frameName(mapping.frame, cell), 'mapping.frame');
  }
  mapping.layers.forEach(({ layer }, index) => {
    check(layer, `mapping.layers.${index}.layer`);
  });
}

function frameName(frame: string, cell: number): string {
  return frame.replace('*', String(cell + 1));
}

/** The cell whose photo a layer shows, when it is a frame. */
function cellOfFrame({ cells }: Template, { frame }: Mapping, { layer }: Layer): number | null {
  if (frame === null) return null;
  for (let cell = 0; cell < cells; cell++) if (frameName(frame, cell) === layer) return cell;
  return null;
}

function frameOf(
  template: Template,
  mapping: Mapping,
  { analysis }: ValueSource,
  cell: number,
): FrameTransform {
  const name = mapping.frame === null ? null : frameName(mapping.frame, cell);
  const canvas = { x: 0, y: 0, width: template.width, height: template.height, rotation: 0 };
  const box = template.layers.find(({ layer }) => layer === name) ?? canvas;
  return frameTransform({ photo: analysis, box, fit: mapping.fit });
}

/** A text that nobody mapped is filled too when it has placeholders: a template can say itself what it wants. */
function ownPlaceholders(
  layer: Layer,
  cell: Cell | undefined,
  warn: (sentence: string) => void,
): LayerOverride {
  if (layer.type !== 'text' || cell === undefined || !hasPlaceholders(layer.text)) return {};
  return { text: filled(layer.layer, layer.text, cell.values, warn) };
}

/** What one entry of the mapping makes of a layer; what is fixed comes last. */
function overrideFor(
  layer: Layer,
  entry: LayerMapping,
  cell: Cell | undefined,
  warn: (sentence: string) => void,
): LayerOverride {
  if (cell === undefined) return { hide: true };
  const { values } = cell;
  if (entry.visible && !allHold(entry.visible, values)) return { hide: true, ...entry.fixed };
  const override: LayerOverride = {};
  if (entry.place) Object.assign(override, placeLayer(layer, entry.place, cell.source, cell.frame, warn));
  // A text that asks for an own value which nobody gave stays as the template has it: that is its default.
  if (entry.text !== undefined && takes(layer, 'text', 'text', warn) && !lacksParam(entry.text, values)) {
    override.text = filled(layer.layer, entry.text, values, warn);
  }
  if (entry.picture !== undefined && takes(layer, 'image', 'picture', warn)) override.picture = entry.picture;
  if (entry.rating !== undefined && takes(layer, 'rating', 'rating', warn)) {
    Object.assign(override, ratingOf(layer.layer, entry.rating, values, warn));
  }
  if (entry.colour) {
    const chosen = entry.colour.find(({ when }) => when === undefined || allHold([when], values));
    if (chosen) override[colourField[layer.type]] = chosen.colour;
  }
  if (entry.visible) override.hide ??= false;
  return { ...override, ...entry.fixed };
}

const colourField = { text: 'color', shape: 'fill', image: 'borderColor', rating: 'color' } as const;

function takes(
  { layer, type }: Layer,
  wanted: Layer['type'],
  what: string,
  warn: (sentence: string) => void,
): boolean {
  if (type !== wanted) warn(`The layer “${layer}” is of the type ${type}: it takes no ${what}.`);
  return type === wanted;
}

function filled(
  layer: string,
  text: string,
  values: readonly RenderValue[],
  warn: (sentence: string) => void,
): string {
  const result = fillText(text, values);
  for (const sentence of result.warnings) warn(`Layer “${layer}”: ${sentence}`);
  if (result.text.length <= maxTextChars) return result.text;
  warn(`Layer “${layer}”: the text is longer than ${maxTextChars} characters and was cut.`);
  return result.text.slice(0, maxTextChars);
}

/** Shares become stars out of five, an operator's own number is stars already. Hidden where it can't be known. */
function ratingOf(
  layer: string,
  name: string,
  values: readonly RenderValue[],
  warn: (sentence: string) => void,
): LayerOverride {
  const value = valueNamed(values, name)?.value ?? null;
  if (value === null) return { hide: true };
  const stars = Number(value) * (kindOf(name) === 'share' ? 5 : 1);
  if (typeof value === 'boolean' || Number.isNaN(stars)) {
    warn(`Layer “${layer}”: “${name}” is no number, so there is no rating.`);
    return { hide: true };
  }
  return { rating: Math.min(5, Math.max(0, stars)) };
}
