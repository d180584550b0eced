import type { Condition } from '../mapping.ts';
import type { RenderValue } from '../render.ts';
import { scaleOf, valueNamed } from './values.ts';

/**
 * Whether a condition holds. Numbers compare as numbers, words with an order (`positioning_quality`, `size_class`,
 * `verdict`) by it, other words without regard to case. Of a value that is not there only `missing` holds.
 */
export function holds({ value: name, is, to }: Condition, values: readonly RenderValue[]): boolean {
  const value = valueNamed(values, name)?.value ?? null;
  if (is === 'missing' || is === 'there') return (value === null) === (is === 'missing');
  if (value === null) return false;
  const order = compare(value, to, scaleOf(name));
  switch (is) {
    case '=':
      return order === 0;
    case '≠':
      return order !== 0;
    case '<':
      return order < 0;
    case '≤':
      return order <= 0;
    case '>':
      return order > 0;
    case '≥':
      return order >= 0;
  }
}

/** Whether all of them hold; nothing asked holds. */
export function allHold(conditions: readonly Condition[], values: readonly RenderValue[]): boolean {
  return conditions.every((condition) => holds(condition, values));
}

/** Below 0, 0 or above 0; NaN, for which only `≠` holds, when the two can't be put in an order. */
function compare(
  value: NonNullable<RenderValue['value']>,
  to: string | number,
  scale: readonly string[] | null,
): number {
  if (typeof value === 'number') return value - numberOf(to);
  const [word, other] = [wordOf(value), wordOf(to)];
  if (scale) {
    const [rank, otherRank] = [scale.indexOf(word), scale.indexOf(other)];
    return rank < 0 || otherRank < 0 ? Number.NaN : rank - otherRank;
  }
  const [number, otherNumber] = [numberOf(word), numberOf(other)];
  if (!Number.isNaN(number - otherNumber)) return number - otherNumber;
  return word === other ? 0 : word < other ? -1 : 1;
}

/** NaN for what is no number, the empty text included. */
function numberOf(value: string | number): number {
  return typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
}

function wordOf(value: string | number | boolean): string {
  const word = String(value).trim().toLowerCase();
  if (word === 'true') return 'yes';
  return word === 'false' ? 'no' : word;
}
