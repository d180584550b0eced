import type { HttpAnswer } from '../http.ts';

/** No wait told by a server is believed beyond a day: a broken clock must not close a channel for years. */
const maxWaitMs = 24 * 3_600_000;
/** Secrets are masked and the text is cut for good further on: half of one at this end stays out of what is kept. */
const maxExcerptLength = 10_000;

/** The answer's JSON; undefined when it is none. */
export function jsonOf(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    return undefined;
  }
}

/** A field of a JSON object; undefined when it is none or lacks it. */
export function fieldOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** What the answer says about when to come again, and whether that holds for all; undefined when it says nothing. */
export function waitOf(answer: HttpAnswer, now: Date): { waitMs: number; global: boolean } | undefined {
  const { headers } = answer;
  const refused = answer.status >= 400;
  const isTold = refused || headers['x-ratelimit-remaining'] === '0';
  // Most answers say nothing of it, and reading dates costs.
  if (!isTold) return undefined;
  const json = refused ? jsonOf(answer) : undefined;
  const serverTime = Date.parse(headers.date ?? '') || now.getTime();
  const waits = [
    refused ? afterOf(headers['retry-after'], serverTime) : undefined,
    secondsOf(fieldOf(json, 'retry_after')),
    secondsOf(fieldOf(fieldOf(json, 'parameters'), 'retry_after')),
    ...(answer.status === 429 || headers['x-ratelimit-remaining'] === '0'
      ? [secondsOf(headers['x-ratelimit-reset-after']) ?? resetOf(headers['x-ratelimit-reset'], serverTime)]
      : []),
  ].filter((wait) => wait !== undefined);
  if (waits.length === 0) return undefined;
  const global = headers['x-ratelimit-global'] === 'true' || fieldOf(json, 'global') === true;
  return { waitMs: Math.min(Math.max(...waits), maxWaitMs), global };
}

/** Retry-After: seconds or an HTTP date (RFC 9110, 10.2.3). */
function afterOf(value: string | undefined, serverTime: number): number | undefined {
  if (value === undefined) return undefined;
  // Date.parse takes numbers for years.
  const at = /^[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
  return secondsOf(value) ?? (Number.isNaN(at) ? undefined : Math.max(0, at - serverTime));
}

/** X-RateLimit-Reset: seconds of the epoch (GitHub) or from now (IETF's draft); no wait is 30 years long. */
function resetOf(value: string | undefined, serverTime: number): number | undefined {
  const wait = secondsOf(value);
  if (wait === undefined) return undefined;
  return wait > 1e12 ? Math.max(0, wait - serverTime) : wait;
}

/** Milliseconds of a number of seconds, rounded up: a wait that ends too early earns the next refusal. */
function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds >= 0 && Number.isFinite(seconds)
    ? Math.ceil(seconds * 1_000)
    : undefined;
}

/** The start of the answer on one line; of an HTML page its title. Null when it says nothing. */
export function excerptOf(answer: HttpAnswer): string | null {
  const start = answer.body.slice(0, 2 * maxExcerptLength + 2);
  const text = /^\s*<(!doctype|html)/i.test(start) ? (/<title[^>]*>([^<]*)/i.exec(start)?.[1] ?? '') : start;
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\s]+/gu, ' ')
    .trim();
  if (line === '') return null;
  if (line.length <= maxExcerptLength) return line;
  const characters = [...line];
  return characters.length > maxExcerptLength ? `${characters.slice(0, maxExcerptLength).join('')}…` : line;
}
