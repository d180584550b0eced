/** The data of an alert as it is sent. */
export type AlertData = Record<string, AlertValue>;
type AlertValue = string | number | boolean | null | AlertValue[] | { [name: string]: AlertValue };

/** A line of the data as it is typed. */
export interface DataRow {
  /** Only for the screen. */
  key: string;
  name: string;
  value: string;
}

/** A new empty line. */
export const emptyRow = (): DataRow => ({ key: crypto.randomUUID(), name: '', value: '' });

/** What a value that was typed stands for: numbers, true, false, null, lists and objects as in JSON, else text. */
export function readValue(text: string): AlertValue {
  const trimmed = text.trim();
  if (!/^(-?\d|true$|false$|null$|[[{"])/.test(trimmed)) return text;
  try {
    const value: AlertValue = JSON.parse(trimmed);
    // Digits that a number cannot hold, as of a serial number, stay the text that they are.
    if (typeof value === 'number' && String(value) !== trimmed && !/[.eE]/.test(trimmed)) return text;
    return value;
  } catch {
    return text;
  }
}

/** How a value is typed so that `readValue` reads it back. */
export function writeValue(value: AlertValue): string {
  return typeof value === 'string' && readValue(value) === value ? value : JSON.stringify(value);
}

/** A word for what a value is: what n8n and webhooks will get. */
export function kindOf(value: AlertValue): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'object';
  if (typeof value === 'boolean') return 'yes or no';
  return typeof value === 'number' ? 'number' : 'text';
}

/** The data of the lines; those without a name do not count, of two with the same name the last does. */
export const dataOf = (rows: readonly DataRow[]): AlertData =>
  Object.fromEntries(
    rows.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), readValue(value)]),
  );

export const rowsOf = (data: AlertData): DataRow[] =>
  Object.entries(data).map(([name, value]) => ({ ...emptyRow(), name, value: writeValue(value) }));

/** JSON text as data, or why it is none. */
export function readJson(text: string): { data: AlertData } | { reason: string } {
  try {
    const value: AlertValue = text.trim() === '' ? {} : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { data: value }
      : { reason: 'Names with values are needed: { "station": 4 }.' };
  } catch {
    return { reason: 'This is not JSON yet.' };
  }
}
