/** One answer, read to its end or to the limit. */
export interface HttpAnswer {
  status: number;
  /** Names in lower case; of several with one name the first. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array | undefined;
  signal?: AbortSignal | undefined;
  /** The whole request; 10 s when left out, 30 s at most. */
  timeoutMs?: number;
  /** Of the answer; 256 KiB when left out. */
  maxAnswerBytes?: number;
}

/**
 * The one way out over HTTP. Redirects are never followed: they come back as answers. Throws AppError network.* with
 * the host but never the rest of the URL: it may hold a secret.
 */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;
