import Mustache from 'mustache';
import { wellFormedJson } from './well-formed-json.ts';

/** What the values in a template must not break out of. */
export type TemplateLanguage = 'json' | 'html' | 'form' | 'text';

/** The language of a body, by its media type. */
export function languageOf(contentType: string): TemplateLanguage {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/[/+]json$/.test(mediaType)) return 'json';
  if (/[/+](html|xml)$/.test(mediaType)) return 'html';
  return mediaType === 'application/x-www-form-urlencoded' ? 'form' : 'text';
}

/**
 * Fills a Mustache template without giving it anything but the values: no functions, no inherited names, no
 * partials, no way around the escaping. In JSON a value inside a string becomes part of that string; outside of one
 * it becomes a whole JSON value, null where there is none. Throws Error with a sentence for the template's author.
 */
export function fillTemplate(template: string, values: object, language: TemplateLanguage): string {
  const escapes = { json: String, html: Mustache.escape, form: encodeURIComponent, text: String };
  const found: unknown[] = [];
  const budget = new Budget();
  const writer = new EscapingWriter(budget, (value) => {
    if (language !== 'json') return escapes[language](textOf(value));
    found.push(value ?? null);
    return `\0${found.length - 1}\0`;
  });
  // NUL marks the places of values; no template needs it.
  const plain = template.replaceAll('\0', '');
  refuseUnescaped(writer.parse(plain));
  const filled = writer.render(plain, new OwnContext(values));
  return language === 'json' ? placeInJson(filled, found, budget) : filled;
}

/** Puts values at their marks, by whether they stand in a string. Throws Error when it is no JSON. */
function placeInJson(text: string, found: readonly unknown[], budget: Budget): string {
  let inString = false;
  const placed = text.replace(/\0(\d+)\0|\\.|"/gs, (token, index: string | undefined) => {
    if (index !== undefined) {
      const value = found[Number(index)];
      const json = inString ? JSON.stringify(textOf(value)).slice(1, -1) : wellFormedJson(value);
      budget.spend(json.length);
      return json;
    }
    if (token === '"') inString = !inString;
    return token;
  });
  try {
    JSON.parse(placed);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Error(`The template does not come to valid JSON: ${why}`, { cause: error });
  }
  return placed;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? wellFormedJson(value) : String(value).toWellFormed();
}

/** Looks names up among the values' own fields only: `constructor` and its like are not there. */
class OwnContext extends Mustache.Context {
  override push(view: unknown): OwnContext {
    return new OwnContext(view, this);
  }

  override lookup(name: string): unknown {
    if (name === '.') return this.view;
    const [first = '', ...rest] = name.split('.');
    const start = ownField(this.view, first);
    if (start === undefined) return this.parent?.lookup(name);
    return rest.reduce(ownField, start);
  }
}

function ownField(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Sections inside sections multiply: what a template may make and how often it may repeat itself is bounded. */
class Budget {
  #left = 4_000_000;

  spend(cost: number): void {
    this.#left -= cost;
    if (this.#left < 0) throw new Error('The template makes too much: let its sections repeat less.');
  }
}

/** What a section costs besides what it writes: even an empty one takes its time. */
const sectionCost = 20;

/** Escapes every value, those that are missing too. */
class EscapingWriter extends Mustache.Writer {
  readonly #budget: Budget;
  readonly #escapeValue: (value: unknown) => string;

  constructor(budget: Budget, escapeValue: (value: unknown) => string) {
    super();
    this.#budget = budget;
    this.#escapeValue = escapeValue;
  }

  override escapedValue(token: string[], context: Mustache.Context): string {
    return this.#spent(this.#escapeValue(context.lookup(token[1] ?? '')));
  }

  override rawValue(token: string[]): string {
    return this.#spent(token[1] ?? '');
  }

  override renderTokens(...parts: Parameters<Mustache.Writer['renderTokens']>): string {
    this.#budget.spend(sectionCost);
    return super.renderTokens(...parts);
  }

  #spent(text: string): string {
    this.#budget.spend(text.length + 1);
    return text;
  }
}

/** Also in sections that no event shows. Tokens are `[type, name, start, end, inner tokens of a section]`. */
function refuseUnescaped(tokens: readonly unknown[]): void {
  for (const token of tokens) {
    if (!Array.isArray(token)) continue;
    const [type, name, , , inner] = token;
    if (type === '&')
      throw new Error(`Values are always escaped: write {{${name}}} for {{{${name}}}} or {{&${name}}}.`);
    if (type === '>') throw new Error(`{{>${name}}} asks for another template, and there is none.`);
    if (Array.isArray(inner)) refuseUnescaped(inner);
  }
}
