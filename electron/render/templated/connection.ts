import type { Clock } from '../../delivery/clock.ts';
import { jsonOf } from '../../http/answer.ts';
import type { Http, HttpAnswer, HttpRequest } from '../../http.ts';
import { refusalOf, withoutKey } from './refusal.ts';
import { TemplatedError } from './templated-error.ts';
import { badAnswer } from './wire.ts';

export interface ConnectionOptions {
  http: Http;
  /** With its path, as `https://api.templated.io/v1`; asked at every request. */
  baseUrl: () => string;
  /** Null: there is none. It is a secret: no error, log line or address holds it. */
  key: () => string | null;
  clock: Clock;
}

export interface Call {
  signal?: AbortSignal | undefined;
}

export interface Question extends Call {
  method: HttpRequest['method'];
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  form?: FormData;
  timeoutMs?: number;
  binary?: { maxBytes: number };
  /** Instead of the usual sentence for a 404. */
  notFound?: TemplatedError;
}

const maxAnswerBytes = 8 * 1024 * 1024;
const usualTimeoutMs = 10_000;

/** Asks Templated, with the key. Throws TemplatedError or NetworkError. */
export interface Connection {
  /** A successful answer. */
  ask(question: Question): Promise<HttpAnswer>;
  /** The JSON of one. */
  askJson(question: Question): Promise<unknown>;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { http, clock } = options;

  function keyNow(): string {
    const key = options.key();
    if (key !== null && key !== '') return key;
    const message = 'There is no key for Templated. Put it into the settings, or into TEMPLATED_API_KEY.';
    throw new TemplatedError('templated.notConfigured', message, {
      reason: 'misconfigured',
      retryable: false,
    });
  }

  function addressOf(path: string, query: Record<string, string | undefined> = {}): string {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const search = new URLSearchParams(given).toString();
    return `${options.baseUrl().replace(/\/+$/, '')}${path}${search === '' ? '' : `?${search}`}`;
  }

  /** A successful answer. */
  async function ask(question: Question): Promise<HttpAnswer> {
    const { method, path, query, body, form, binary, signal, notFound } = question;
    const key = keyNow();
    const answer = await http({
      method,
      url: addressOf(path, query),
      headers: {
        authorization: `Bearer ${key}`,
        accept: binary ? 'application/json, application/pdf' : 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
      },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
      timeoutMs: question.timeoutMs ?? usualTimeoutMs,
      maxAnswerBytes: binary?.maxBytes ?? maxAnswerBytes,
      ...(binary && { binary: true }),
      signal,
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const readable = {
      ...answer,
      body: answer.bytes ? Buffer.from(answer.bytes).toString('utf8') : answer.body,
    };
    throw refusalOf(readable, { key, now: new Date(clock.now()), ...(notFound && { notFound }) });
  }

  /** The JSON of a successful answer. */
  async function askJson(question: Question): Promise<unknown> {
    const answer = await ask(question);
    const value = jsonOf(answer);
    if (value !== undefined) return masked(value);
    const isPage = /^\s*</.test(answer.body);
    throw badAnswer(isPage ? 'a web page instead of data' : 'something that is not whole JSON');
  }

  /** Words of theirs end up in errors and on screens: should they repeat the key, it stops here. */
  function masked(value: unknown): unknown {
    const key = keyNow();
    const text = JSON.stringify(value);
    return text.includes(key) ? JSON.parse(withoutKey(text, key)) : value;
  }

  return { ask, askJson };
}
