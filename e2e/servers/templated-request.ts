import { jsonAnswer, type LocalAnswer, type RecordedRequest } from './local-server.ts';

/** A request to the stand-in of Templated, taken apart. */
export interface Parsed {
  request: RecordedRequest;
  method: string;
  path: string;
  query: URLSearchParams;
  json: unknown;
}

/** `prefix` is what the path begins with, and is left out. */
export function parsedOf(request: RecordedRequest, prefix: string): Parsed {
  const url = new URL(request.path, 'http://templated.local');
  return {
    request,
    method: request.method,
    path: url.pathname.slice(prefix.length),
    query: url.searchParams,
    json: jsonIn(request.body),
  };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** An object, or nothing of one. */
export function bodyOf(json: unknown): object {
  return json !== null && typeof json === 'object' ? json : {};
}

/** A refusal as Templated words it. */
export function no(status: number, error: string): LocalAnswer {
  return jsonAnswer(status, { error });
}

/** Pages begin at 0. */
export function pageOf<T>(all: readonly T[], query: URLSearchParams): T[] {
  const limit = Math.min(100, Number(query.get('limit') ?? 25));
  const start = Number(query.get('page') ?? 0) * limit;
  return all.slice(start, start + limit);
}
