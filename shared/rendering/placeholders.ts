import type { RenderValue } from '../render.ts';
import { nearestNames, quoted } from './nearest-names.ts';
import { kindOf, paramPrefix, valueNamed } from './values.ts';

/** What stands where a value can't be known. */
export const unknownText = '–';

/**
 * What may follow a name: `{{confidence_score|percent}}`. A digit is the number of decimals. Days and times are those
 * of this machine's clock.
 */
export const valueFormats = ['percent', '0', '1', '2', '3', 'upper', 'date', 'time'] as const;
type ValueFormat = (typeof valueFormats)[number];

const placeholder = /\{\{\s*([\w.-]{1,100})\s*(?:\|\s*([\w-]{1,20})\s*)?\}\}/g;

/** Whether a text has anything to fill in. */
export function hasPlaceholders(text: string): boolean {
  return text.search(placeholder) !== -1;
}

/** Whether a text asks for an own value, `template_params.NAME`, that was not given. */
export function lacksParam(text: string, values: readonly RenderValue[]): boolean {
  return [...text.matchAll(placeholder)].some(
    ([, name = '']) => name.startsWith(paramPrefix) && valueNamed(values, name) === undefined,
  );
}

/**
 * Replaces `{{name}}` and `{{name|format}}` by values. There is no logic in a text, and what a value brings along is
 * never looked at again. A name that nobody knows stays in braces, and `warnings` says so.
 */
export function fillText(text: string, values: readonly RenderValue[]): { text: string; warnings: string[] } {
  const warnings = new Set<string>();
  const filled = text.replace(placeholder, (_, name: string, format: string | undefined) => {
    const found = valueNamed(values, name);
    if (found === undefined) {
      warnings.add(unknownValue(name, values));
      return `{${name}}`;
    }
    if (format !== undefined && !isFormat(format)) {
      warnings.add(`There is no format “${format}”. Take ${quoted(valueFormats)}.`);
      return valueText(found);
    }
    return valueText(found, format);
  });
  return { text: filled, warnings: [...warnings] };
}

/** A value as it stands in a text. */
export function valueText(
  { name, value }: Pick<RenderValue, 'name' | 'value'>,
  format?: ValueFormat,
): string {
  if (value === null) return unknownText;
  if (typeof value === 'boolean') return cased(value ? 'yes' : 'no', format);
  if (typeof value === 'number') return numberText(value, kindOf(name), format);
  const moment = kindOf(name) === 'moment' || format === 'date' || format === 'time';
  return moment ? momentText(value, format) : cased(value, format);
}

function isFormat(format: string): format is ValueFormat {
  return (valueFormats as readonly string[]).includes(format);
}

function unknownValue(name: string, values: readonly RenderValue[]): string {
  const near = nearestNames(
    name,
    values.map((value) => value.name),
  );
  const hint = near.length === 0 ? '' : ` Did you mean ${quoted(near)}?`;
  return `There is no value “${name}”; it is left in braces.${hint}`;
}

function cased(text: string, format: ValueFormat | undefined): string {
  return format === 'upper' ? text.toUpperCase() : text;
}

function numberText(value: number, kind: ReturnType<typeof kindOf>, format: ValueFormat | undefined): string {
  if (format === 'percent') return `${fixed(value * 100, 0)}%`;
  if (format !== undefined && /^\d$/.test(format)) return fixed(value, Number(format));
  switch (kind) {
    case 'pixels':
    case 'count':
      return fixed(value, 0);
    case 'millimetres':
      return atMost(value, Math.abs(value) < 10 ? 1 : 0);
    case 'degrees':
      return atMost(value, 1);
    case 'share':
      return fixed(value, 2);
    default:
      return String(value);
  }
}

/** So many decimals, never "-0". */
function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

function atMost(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)) + 0);
}

/** `2026-11-22 09:05`, or half of it. */
function momentText(value: string, format: ValueFormat | undefined): string {
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return cased(value, format);
  const two = (part: number) => String(part).padStart(2, '0');
  const date = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  if (format === 'date') return date;
  return format === 'time' ? time : `${date} ${time}`;
}
