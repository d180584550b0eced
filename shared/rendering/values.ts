import type { Analysis } from '../analysis.ts';
import { mugNumbers } from '../overlay/mug-numbers.ts';
import { isMug } from '../positioning.ts';
import type { RenderValue } from '../render.ts';
import {
  type SeenMug,
  type SheetFacts,
  type ValueKind,
  type ValueScene,
  type Verdict,
  valueDefinitions,
  verdictOf,
} from './value-definitions.ts';

export { positioningQuality, type SheetFacts, type Verdict } from './value-definitions.ts';

/** Whose values: a photo, one of its mugs, and the operator's own words. */
export interface ValueSource {
  analysis: Analysis;
  /** Index of the detection; the best mug when left out, no mug when null. */
  detection?: number | null | undefined;
  /** For `template_params.NAME`. */
  params?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Of a single picture when left out: number 1 of 1. */
  sheet?: SheetFacts | undefined;
  /** When the picture is drawn; when the photo was analysed, when left out. */
  now?: Date | undefined;
}

/** What stands before the name of an operator's own value. */
export const paramPrefix = 'template_params.';

/** Index of the mug to show when none is named, the best-scoring one; null without one. */
export function bestMug({ placements }: Pick<Analysis, 'placements'>): number | null {
  const [best] = placements.toSorted((a, b) => b.score - a.score || a.detection - b.detection);
  return best?.detection ?? null;
}

/** Index of the mug that a source is about; null without one. */
export function mugIndex({ analysis, detection }: ValueSource): number | null {
  const index = detection === undefined ? bestMug(analysis) : detection;
  return index !== null && analysis.detections[index] !== undefined ? index : null;
}

/** Every value of a photo, in the order an operator reads them; null is what can't be known of it. */
export function valuesOf(source: ValueSource): RenderValue[] {
  const scene: ValueScene = {
    analysis: source.analysis,
    mug: seenMug(source),
    verdict: verdictFor(source),
    sheet: source.sheet ?? singleSheet(source),
    now: source.now ?? new Date(source.analysis.createdAt),
  };
  const own = Object.entries(source.params ?? {}).map(
    ([name, value]): RenderValue => ({ name: paramPrefix + name, title: `Your own: ${name}`, value }),
  );
  const known = Object.entries(valueDefinitions).map(
    ([name, { title, read }]): RenderValue => ({ name, title, value: finite(read(scene)) }),
  );
  return [...known, ...own];
}

/** The value with this name; undefined when there is none such. */
export function valueNamed(values: readonly RenderValue[], name: string): RenderValue | undefined {
  return values.find((value) => value.name === name);
}

/** How a value is written when nobody asks for a format. */
export function kindOf(name: string): ValueKind | null {
  return Object.hasOwn(valueDefinitions, name) ? (valueDefinitions[name]?.kind ?? null) : null;
}

/** The words that a value takes from the lowest to the highest; null where there is no such order. */
export function scaleOf(name: string): readonly string[] | null {
  return Object.hasOwn(valueDefinitions, name) ? (valueDefinitions[name]?.scale ?? null) : null;
}

/** Sources in the order of their cells, by pages, with what each page says of all of them. */
export function pagesOf(sources: readonly ValueSource[], cellsPerPage: number): ValueSource[][] {
  const verdicts = countVerdicts(sources);
  const pageCount = Math.ceil(sources.length / cellsPerPage);
  return Array.from({ length: pageCount }, (_, page) => {
    const from = page * cellsPerPage;
    return sources.slice(from, from + cellsPerPage).map((source, cell) => ({
      ...source,
      sheet: {
        photoNumber: from + cell + 1,
        photoCount: sources.length,
        cellNumber: cell + 1,
        pageNumber: page + 1,
        pageCount,
        verdicts,
      },
    }));
  });
}

function singleSheet(source: ValueSource): SheetFacts {
  return {
    ...{ photoNumber: 1, photoCount: 1, cellNumber: 1, pageNumber: 1, pageCount: 1 },
    verdicts: countVerdicts([source]),
  };
}

function countVerdicts(sources: readonly ValueSource[]): Record<Verdict, number> {
  const counts = { pass: 0, review: 0, fail: 0 };
  for (const source of sources) counts[verdictFor(source)] += 1;
  return counts;
}

/** What the rules said of the photo; without a rule about it, whether its mug looks right by itself. */
export function verdictFor(source: ValueSource): Verdict {
  const byRules = source.analysis.judgement?.verdict;
  if (byRules === undefined) return verdictOf(seenMug(source));
  return byRules === 'unknown' ? 'review' : byRules;
}

function seenMug(source: ValueSource): SeenMug | null {
  const { analysis } = source;
  const index = mugIndex(source);
  const detection = index === null ? undefined : analysis.detections[index];
  if (index === null || detection === undefined) return null;
  const placement = analysis.placements.find((one) => one.detection === index) ?? null;
  const number = isMug(detection)
    ? (mugNumbers(analysis.placements, analysis.arrangement).get(index) ?? null)
    : null;
  return { detection, placement, number };
}

function finite(value: RenderValue['value']): RenderValue['value'] {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
