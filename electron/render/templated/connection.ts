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
  /** A successful answer; nothing in it is masked. */
  ask(question: Question): Promise<HttpAnswer>;
  /** The JSON of one. Should it repeat the key, that is masked: its words end up in errors and on screens. */
  askJson(question: Question): Promise<unknown>;
  /** The same, where another answer than JSON will do too: `json` is undefined then. */
  askEither(question: Question): Promise<{ answer: HttpAnswer; json: unknown }>;
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

  async function askWith(key: string, question: Question): Promise<HttpAnswer> {
    const { method, path, query, body, form, binary, signal, notFound } = question;
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
    throw refusalOf(readable(answer), { key, now: new Date(clock.now()), ...(notFound && { notFound }) });
  }

  /** With one key from the beginning to the end: the operator may change it in between. */
  async function askEither(question: Question) {
    const key = keyNow();
    const answer = await askWith(key, question);
    return { answer, json: masked(jsonOf(readable(answer)), key) };
  }

  return {
    ask: (question) => askWith(keyNow(), question),
    askEither,
    async askJson(question) {
      const { answer, json } = await askEither(question);
      if (json !== undefined) return json;
      const isPage = /^\s*</.test(answer.body);
      throw badAnswer(isPage ? 'a web page instead of data' : 'something that is not whole JSON');
    },
  };
}

/** The beginning of what came as bytes, as text: enough for whatever is no file. */
function readable(answer: HttpAnswer): HttpAnswer {
  if (answer.bytes === undefined) return answer;
  return { ...answer, body: Buffer.from(answer.bytes.subarray(0, 65_536)).toString('utf8') };
}

function masked(json: unknown, key: string): unknown {
  if (json === undefined) return undefined;
  return JSON.parse(JSON.stringify(json), (_name, value: unknown) =>
    typeof value === 'string' ? withoutKey(value, key) : value,
  );
}
