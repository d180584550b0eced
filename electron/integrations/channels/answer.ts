import type { DeliveryReason } from '../../../shared/delivery.ts';
import { DeliveryError, type LearnedLimit, type Receipt } from '../../delivery/sender.ts';
import type { HttpAnswer } from '../../http.ts';

/** Why an answer is no receipt. */
export interface Refusal {
  reason: DeliveryReason;
  retryable: boolean;
  /** What happened, why, and the way out. The start of the answer follows it unless `quiet`. */
  sentence: string;
  /** The answer repeats a secret, or the sentence says it all. */
  quiet?: boolean;
  /** The target is gone for good: the channel is to be disabled. */
  disable?: boolean;
}

/** In what a channel deviates from the uniform rules, and when the answer came. */
export interface AnswerRules {
  /** As the subject of a sentence: "Slack", "n8n". "The server" when left out. */
  who?: string;
  /** For HTTP dates of a server that tells no date of its own. */
  now: Date;
  /** Judges before the uniform rules do, of any status; undefined leaves it to them. */
  judge?: (answer: HttpAnswer) => Refusal | undefined;
  /** What the other side calls the message it took. */
  receipt?: (answer: HttpAnswer) => string | null;
}

/** No wait told by a server is believed beyond a day: a broken clock must not close a channel for years. */
const maxWaitMs = 24 * 3_600_000;
/** Secrets are masked and the text is cut for good further on: half of one at this end stays out of what is kept. */
const maxExcerptLength = 10_000;

/** The receipt in an answer; throws DeliveryError when it is none. */
export function receiptOf(answer: HttpAnswer, rules: AnswerRules): Receipt {
  const refusal = rules.judge?.(answer) ?? usualRefusal(answer.status, rules.who ?? 'The server');
  const limit = limitOf(answer, rules.now);
  const said = excerptOf(answer);
  if (!refusal) {
    const receipt = rules.receipt?.(answer) ?? null;
    return { status: answer.status, receipt, detail: said, ...(limit && { limit }) };
  }
  const detail =
    said === null || refusal.quiet ? refusal.sentence : `${refusal.sentence} It answered: ${said}`;
  throw new DeliveryError(refusal.reason, detail, {
    retryable: refusal.retryable,
    status: answer.status,
    limit,
    disable: refusal.disable ?? false,
  });
}

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

const refusals: Readonly<Record<number, (who: string) => Refusal>> = {
  400: (who) => permanent('refused', `${who} does not understand the message (400).`),
  401: (who) => permanent('unauthorized', `${who} refused the signature or login (401). ${credentials}`),
  403: (who) => permanent('unauthorized', `${who} does not allow this (403). ${credentials}`),
  404: (who) => permanent('notFound', `${who} knows nothing at this address (404). ${address}`),
  405: (who) => permanent('refused', `${who} takes no such request at this address (405). ${address}`),
  408: (who) => transient('timeout', `${who} waited too long for the request (408).`),
  410: (who) => ({
    ...permanent('gone', `${who} says that this address is gone for good (410). Give the channel a new one.`),
    disable: true,
  }),
  413: (who) => permanent('tooLarge', `${who} finds the message too large (413).`),
  422: (who) => permanent('refused', `${who} refused what the message says (422).`),
  425: (who) => transient('serverError', `${who} wants the request later (425).`),
  429: (who) => transient('rateLimited', `${who} has had too many requests (429).`),
};
const credentials = 'Check the credentials of this channel.';
const address = 'Check the address of this channel.';

function usualRefusal(status: number, who: string): Refusal | undefined {
  const known = refusals[status]?.(who);
  if (known) return known;
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return permanent('redirected', `${who} points elsewhere (${status}). Give the final address.`);
  if (status >= 400 && status < 500) return permanent('refused', `${who} refused the message (${status}).`);
  if (status >= 500) return transient('serverError', `${who} failed (${status}).`);
  return transient('badAnswer', `${who} gave no understandable answer (${status}).`);
}

function permanent(reason: DeliveryReason, sentence: string): Refusal {
  return { reason, retryable: false, sentence };
}

function transient(reason: DeliveryReason, sentence: string): Refusal {
  return { reason, retryable: true, sentence };
}

/** What the answer says about when to come again; undefined when it says nothing. */
function limitOf(answer: HttpAnswer, now: Date): LearnedLimit | undefined {
  const { headers } = answer;
  const refused = answer.status >= 400;
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
  return { waitMs: Math.min(Math.max(...waits), maxWaitMs), scope: global ? 'service' : 'target' };
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
function excerptOf(answer: HttpAnswer): string | null {
  const start = answer.body.slice(0, 2 * maxExcerptLength + 2);
  const text = /^\s*<(!doctype|html)/i.test(start) ? (/<title[^>]*>([^<]*)/i.exec(start)?.[1] ?? '') : start;
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (line === '') return null;
  const characters = [...line];
  return characters.length > maxExcerptLength ? `${characters.slice(0, maxExcerptLength).join('')}…` : line;
}
