import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. Header names in lower case. */
export interface RecordedRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The body as it came, where it may be no text. */
  bytes: Uint8Array;
  /** False: answered by a fault before the server itself had seen it. */
  taken: boolean;
  /** Of the answer; null when there was none. Left out while it is being answered. */
  status?: number | null;
}

/** What a server answers; 200 with an empty body when it says no more. */
export interface LocalAnswer {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}

/** What goes wrong with one request. */
export interface Fault extends LocalAnswer {
  /** Before the answer. */
  delayMs?: number;
  /** Cuts the connection instead of answering. */
  reset?: boolean;
  /** Never answers; with `body`, sends the head and that much of it first. */
  hang?: boolean;
  /** The server takes the message before it goes wrong: the sender cannot know, and sends a duplicate. */
  taken?: boolean;
}

/** Chooses what goes wrong with a request, of which `index` came before it; undefined: nothing. */
export type FaultPlan = (request: RecordedRequest, index: number) => Fault | undefined;

/** A real server on loopback that records what comes and fails as it is told. */
export interface LocalServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string;
  port: number;
  requests: readonly RecordedRequest[];
  /** The next requests fail so, one each; these come before the plan. */
  fail(...faults: readonly Fault[]): void;
  /** Every further request is judged by the plan; null: nothing goes wrong any more. */
  plan(plan: FaultPlan | null): void;
  /** Resolves once so many requests have arrived since the start, with all of them. */
  received(count: number): Promise<readonly RecordedRequest[]>;
  /** Resolves once so many connections were dropped by the other side before they had an answer. */
  abandoned(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface LocalServerOptions {
  /** A free one when left out. */
  port?: number;
  /** Requests kept in `requests`; all of them when left out. */
  maxRecorded?: number;
}

/** Starts a server that answers with `answer`. */
export async function startLocalServer(
  answer: (request: RecordedRequest) => LocalAnswer | Promise<LocalAnswer>,
  options: LocalServerOptions = {},
): Promise<LocalServer> {
  const requests: RecordedRequest[] = [];
  const queued: Fault[] = [];
  const arrivals = counter();
  const drops = counter();
  let plan: FaultPlan | null = null;

  const server = createServer(async (message, response) => {
    response.on('close', () => {
      if (!response.writableFinished) drops.add();
    });
    const body = await read(message).catch(() => undefined);
    if (body === undefined) return;
    const request = recordOf(message, body);
    const fault = queued.shift() ?? plan?.(request, arrivals.count());
    request.taken = !fault || fault.taken === true;
    if (requests.length < (options.maxRecorded ?? Number.POSITIVE_INFINITY)) requests.push(request);
    const usual = request.taken ? await answer(request) : {};
    request.status = fault?.reset || fault?.hang ? null : ((fault ?? usual).status ?? 200);
    arrivals.add();
    if (!fault) return give(response, usual);
    if (fault.delayMs !== undefined) setTimeout(() => misbehave(response, fault), fault.delayMs);
    else misbehave(response, fault);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    fail: (...faults) => void queued.push(...faults),
    plan: (next) => {
      plan = next;
    },
    received: async (count) => {
      await arrivals.reached(count);
      return requests;
    },
    abandoned: (count) => drops.reached(count),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A JSON answer. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: LocalAnswer['headers'] = {},
): LocalAnswer {
  const body = JSON.stringify(value);
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

function misbehave(response: ServerResponse, fault: Fault): void {
  if (fault.reset) {
    response.socket?.resetAndDestroy();
    return;
  }
  if (!fault.hang) {
    give(response, fault);
    return;
  }
  if (fault.body === undefined) return;
  response.writeHead(fault.status ?? 200, { ...fault.headers, 'content-length': fault.body.length + 1_000 });
  response.write(fault.body);
}

function give(response: ServerResponse, answer: LocalAnswer): void {
  response.writeHead(answer.status ?? 200, answer.headers);
  response.end(answer.body);
}

function recordOf(message: IncomingMessage, bytes: Buffer): RecordedRequest {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, String(value ?? '')]),
  );
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    headers,
    body: bytes.toString('utf8'),
    bytes,
    taken: true,
  };
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A number that only grows, and promises of how far. */
function counter() {
  let value = 0;
  const waiting = new Set<{ count: number; resolve: () => void }>();
  return {
    count: () => value,
    add() {
      value += 1;
      for (const waiter of waiting) {
        if (waiter.count > value) continue;
        waiting.delete(waiter);
        waiter.resolve();
      }
    },
    reached: (count: number) =>
      new Promise<void>((resolve) => {
        if (value >= count) resolve();
        else waiting.add({ count, resolve });
      }),
  };
}
