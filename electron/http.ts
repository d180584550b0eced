import { isDeepStrictEqual } from 'node:util';
import type { NetworkSettings } from '../shared/settings.ts';
import type { Lookup } from './http/address-guard.ts';
import { checkDestination } from './http/destination.ts';
import { createDispatchers, type Dispatchers } from './http/dispatchers.ts';
import { exchange, type Way } from './http/exchange.ts';
import { toNetworkError } from './http/network-error.ts';

/** One answer, read to its end or to the limit. */
export interface HttpAnswer {
  status: number;
  /** Names in lower case; of several with one name the first. */
  headers: Readonly<Record<string, string>>;
  /** What came beyond `maxAnswerBytes` is left unread: the status holds, and the beginning says enough. */
  body: string;
  /** What came as it came, where the request asked for `binary`; `body` is empty then. */
  bytes?: Uint8Array;
}

export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** A form goes out as multipart/form-data, with the content type that belongs to it. */
  body?: string | Uint8Array | FormData | undefined;
  signal?: AbortSignal | undefined;
  /** The whole request; 10 s when left out, 30 s at most. */
  timeoutMs?: number;
  /** Of the answer; 256 KiB when left out. */
  maxAnswerBytes?: number;
  /** The answer is no text: a picture, a PDF. */
  binary?: boolean;
}

/**
 * The one way out over HTTP. Redirects are never followed: they come back as answers. Throws NetworkError (AppError
 * network.*, or `cancelled` for the caller's signal) with the host but never the rest of the URL: it may hold a
 * secret.
 */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

export interface HttpOptions {
  version: string;
  /** Read at every request: changes hold at once, without a restart. */
  settings: () => NetworkSettings;
  /** HTTPS_PROXY, HTTP_PROXY, NO_PROXY (also in small letters) and NODE_EXTRA_CA_CERTS are read. */
  env: Readonly<Record<string, string | undefined>>;
  /** Resolves names of hosts; the system's when left out. */
  lookup?: Lookup;
}

const mostWays = 1_000;
const usualTimeoutMs = 10_000;
const usualMaxAnswerBytes = 256 * 1024;

/** The longest that one request may take. */
export const maxTimeoutMs = 30_000;

/** Opens the way out: connections are kept and shared per origin until `close`, which waits for what runs. */
export function createHttp(options: HttpOptions): Http & { close(): Promise<void> } {
  const userAgent = `H200-Mug-Positioning/${options.version}`;
  let current: { settings: NetworkSettings; dispatchers: Dispatchers; ways: Map<string, Way> } | null = null;

  function currentNow() {
    const settings = options.settings();
    if (current !== null && current.settings === settings) return current;
    if (current !== null && isDeepStrictEqual(current.settings, settings)) {
      current.settings = settings;
      return current;
    }
    const old = current;
    current = { settings, dispatchers: createDispatchers({ ...options, settings }), ways: new Map() };
    // What still runs over the old connections ends in peace.
    old?.dispatchers.close().catch(() => undefined);
    return current;
  }

  /** Checked once under the same settings: the same targets are spoken to over and over. */
  function wayTo(text: string): Way {
    // Before anything is opened: an address that will not do is told even when the proxy is wrong too.
    const known = current?.settings === options.settings() ? current.ways.get(text) : undefined;
    if (known !== undefined) return known;
    const url = checkDestination(text, options.settings());
    const { dispatchers, ways } = currentNow();
    const { hostname: host, origin, pathname, search } = url;
    const way = { host, origin, path: pathname + search, dispatcher: dispatchers.of(url) };
    if (ways.size >= mostWays) ways.clear();
    ways.set(text, way);
    return way;
  }

  async function http(request: HttpRequest): Promise<HttpAnswer> {
    const timeoutMs = Math.min(request.timeoutMs ?? usualTimeoutMs, maxTimeoutMs);
    const way = wayTo(request.url);
    try {
      const sent =
        request.body instanceof FormData
          ? await encodeForm(request.body)
          : { body: request.body, headers: {} };
      const { status, headers, bytes } = await exchange(way, {
        method: request.method,
        headers: { 'user-agent': userAgent, ...lowerCase(request.headers), ...sent.headers },
        body: sent.body ?? null,
        timeoutMs,
        signal: request.signal,
        maxAnswerBytes: request.maxAnswerBytes ?? usualMaxAnswerBytes,
      });
      return request.binary
        ? { status, headers, body: '', bytes }
        : { status, headers, body: bytes.toString() };
    } catch (error) {
      throw toNetworkError(error, way.host, { timeoutMs, signal: request.signal });
    }
  }

  return Object.assign(http, {
    async close() {
      await current?.dispatchers.close();
      current = null;
    },
  });
}

/** undici knows only forms of its own; the platform writes any. */
async function encodeForm(form: FormData) {
  const encoded = new Response(form);
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
  return { body: new Uint8Array(await encoded.arrayBuffer()), headers };
}

function lowerCase(headers: HttpRequest['headers'] = {}): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const name in headers) lower[name.toLowerCase()] = headers[name] ?? '';
  return lower;
}
