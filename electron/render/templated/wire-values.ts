/** Lenient readers for what Templated answers: each takes whatever came, and gives undefined for what makes no sense. */

/** A number, also one written as a text or with a unit: 24, '24', '24px', '90deg'. */
export function numberOf(value: unknown): number | undefined {
  const written =
    typeof value === 'string'
      ? /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(?:px|deg)?\s*$/i.exec(value)
      : null;
  const number = written ? Number(written[1]) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Pixels: a number as above, or a share of `whole`: '10%'. */
export function pixelsOf(value: unknown, whole: number): number | undefined {
  const percent =
    typeof value === 'string' && value.trim().endsWith('%') ? numberOf(value.trim().slice(0, -1)) : undefined;
  return percent === undefined ? numberOf(value) : (percent / 100) * whole;
}

/** A text; numbers become one. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** A text that says something. */
export function wordsOf(value: unknown): string | undefined {
  const text = textOf(value)?.trim();
  return text === '' ? undefined : text;
}

export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 1) return true;
  return value === 'false' || value === 0 ? false : undefined;
}

const namedColours: Readonly<Record<string, string>> = {
  transparent: 'transparent',
  none: 'transparent',
  white: '#ffffff',
  black: '#000000',
};

/** A colour as our templates have it, of `#…`, `rgb(…)`, `rgba(…)` and the few names that designs use. */
export function colourOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  if (/^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(text)) return text;
  const parts = /^rgba?\(([^)]+)\)$/
    .exec(text)?.[1]
    ?.split(/[\s,/]+/)
    .filter((part) => part !== '');
  if (parts === undefined) return Object.hasOwn(namedColours, text) ? namedColours[text] : undefined;
  const [red, green, blue] = parts.slice(0, 3).map((part) => pixelsOf(part, 255));
  const alpha = parts[3] === undefined ? 1 : pixelsOf(parts[3], 1);
  if (red === undefined || green === undefined || blue === undefined || alpha === undefined) return undefined;
  return `#${[red, green, blue].map(hexOf).join('')}${alpha < 1 ? hexOf(alpha * 255) : ''}`;
}

function hexOf(level: number): string {
  return Math.min(255, Math.max(0, Math.round(level)))
    .toString(16)
    .padStart(2, '0');
}

/** A moment as ISO text, of ISO, of 'YYYY-MM-DD HH:MM:SS' (read as UTC) or of milliseconds since 1970. */
export function momentOf(value: unknown): string | undefined {
  const plain =
    typeof value === 'string' ? /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)$/.exec(value.trim()) : null;
  const at = plain
    ? Date.parse(`${plain[1]}T${plain[2]}Z`)
    : typeof value === 'string'
      ? Date.parse(value)
      : value;
  // The last moment that a date can hold: https://tc39.es/ecma262/#sec-time-values-and-time-range
  return typeof at === 'number' && Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : undefined;
}

/** The value of the first of several names that is there. */
export function firstOf(record: Readonly<Record<string, unknown>>, ...names: readonly string[]): unknown {
  for (const name of names) {
    if (record[name] !== undefined && record[name] !== null) return record[name];
  }
  return undefined;
}

/** An object with names; undefined for anything else. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : undefined;
}
