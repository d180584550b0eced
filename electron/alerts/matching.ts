import type { Labels, Matcher } from '../../shared/alert.ts';
import type { EventType, Severity } from '../../shared/event.ts';
import { type Fits, readExpression } from '../../shared/expression.ts';

/** What matchers see of an alert or an event: its labels, and what it is. */
export function matchable(of: { labels: Labels; severity: Severity; type?: EventType }): Labels {
  return { ...of.labels, severity: of.severity, type: of.type ?? 'system_alert' };
}

/** Whether all matchers fit; a label that is missing is empty, as in Alertmanager. */
export function fitsAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => fits(matcher, labels));
}

export function fits({ name, op, value }: Matcher, labels: Labels): boolean {
  const actual = labels[name] ?? '';
  if (op === '=') return actual === value;
  if (op === '!=') return actual !== value;
  return expression(value)(actual) === (op === '=~');
}

/** Whether two alerts agree in these labels; missing on both sides is agreement. */
export function agree(names: readonly string[], one: Labels, other: Labels): boolean {
  return names.every((name) => (one[name] ?? '') === (other[name] ?? ''));
}

/** As it is written: `channel="ops", photo=~"cup.*"`. */
export function wordsOf(matchers: readonly Matcher[]): string {
  return matchers.map(({ name, op, value }) => `${name}${op}"${value}"`).join(', ');
}

const expressions = new Map<string, Fits>();
const mostExpressions = 500;

/** One that cannot be read fits nothing. */
function expression(text: string): Fits {
  const known = expressions.get(text);
  if (known !== undefined) return known;
  if (expressions.size >= mostExpressions) expressions.clear();
  const made = readExpression(text) ?? (() => false);
  expressions.set(text, made);
  return made;
}
