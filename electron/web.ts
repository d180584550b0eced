import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { AppError, toAppError, toWireError } from '../shared/errors.ts';
import type { App } from './app.ts';
import type { Log } from './log.ts';
import { protectiveHeaders } from './page.ts';
import { parseBodies } from './web/body.ts';
import { serveCalls } from './web/calls.ts';
import { serveEvents } from './web/event-stream.ts';
import { serveFiles } from './web/files.ts';
import { guard } from './web/guard.ts';
import { serveHealth } from './web/health.ts';
import { serveHooks } from './web/hooks.ts';
import { serveMetrics } from './web/metrics.ts';
import { servePages } from './web/pages.ts';
import { fromFastify, refuse, statusOf } from './web/refusal.ts';
import { makeToken, showsToken } from './web/token.ts';

/** How long running calls may take to finish when the host is closed. */
const closeGraceMs = 5_000;
const requestTimeoutMs = 300_000;

/** What the web host needs of the app. */
export type WebCore = Pick<App, 'dispatch' | 'events' | 'files' | 'pages' | 'settings' | 'hooks' | 'metrics'>;

export interface WebOptions {
  app: WebCore;
  /** The built page. */
  rendererDir: string;
  /** 0 picks a free port. */
  port: number;
  /** A fresh random one when left out. */
  token?: string | undefined;
  log: Pick<Log, 'error' | 'warn'>;
}

export interface WebHost {
  /** The address to open once, with the token. */
  url: string;
  port: number;
  token: string;
  /** Ends event streams, lets running calls finish for a few seconds, then closes. The app goes on. */
  close(): Promise<void>;
}

/** Serves the app on this machine only. Throws `host.portTaken`. */
export async function startWeb(options: WebOptions): Promise<WebHost> {
  const token = options.token ?? makeToken();
  let port = options.port;
  const server = createServer(options, { token, port: () => port });
  await listen(server, options.port);
  port = portOf(server, options.port);
  const lasting = options.port !== 0;
  options.app.hooks.servedAt({ url: `http://127.0.0.1:${port}/hooks/`, lasting, problem: null });
  options.app.metrics.servedAt({ url: `http://127.0.0.1:${port}/metrics`, ownToken: false, problem: null });
  return {
    url: `http://127.0.0.1:${port}/?token=${encodeURIComponent(token)}`,
    port,
    token,
    close: () => close(server),
  };
}

function createServer(options: WebOptions, access: { token: string; port: () => number }): FastifyInstance {
  const server = newServer(options.log);
  guard(server, access);
  parseBodies(server, options.app);
  serveHealth(server, options.app, { isOn: () => true, isKnown: (headers) => showsToken(headers, access) });
  serveCalls(server, options.app);
  serveEvents(server, options.app);
  serveHooks(server, { door: options.app.hooks, log: options.log });
  serveMetrics(server, { door: options.app.metrics, isOn: () => true, ownToken: false });
  serveFiles(server, options.app);
  servePages(server, options.rendererDir);
  return server;
}

/** A server without routes, which words its refusals. */
export function newServer(log: Pick<Log, 'error'>): FastifyInstance {
  const server = Fastify({
    // Request lines would bring the token into the log.
    logger: false,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    // Addresses that can't be decoded never reach the hooks.
    frameworkErrors: (_error, _request, reply) => refuseAddress(reply as FastifyReply),
  });
  server.setNotFoundHandler((request, reply) => refuse(request, reply, nothingHere()));
  server.setErrorHandler((thrown, request, reply) => {
    const error = toAppError(fromFastify(thrown));
    const senderLeft = reply.raw.destroyed;
    if (statusOf(error) === 500 && !senderLeft) log.error({ err: thrown }, 'A web request failed');
    return refuse(request, reply, error);
  });
  return server;
}

function refuseAddress(reply: FastifyReply): void {
  reply.code(400).headers({ ...protectiveHeaders, 'cache-control': 'no-store' });
  reply.send({ ok: false, error: toWireError(nothingHere()) });
}

function nothingHere(): AppError {
  return new AppError('notFound', 'There is nothing at this address.');
}

function portOf(server: FastifyInstance, otherwise: number): number {
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : otherwise;
}

/** On this machine only. Throws `host.portTaken` or `host.forbidden`. */
export async function listen(server: FastifyInstance, port: number): Promise<void> {
  try {
    await server.listen({ host: '127.0.0.1', port });
  } catch (cause) {
    await server.close();
    throw cannotListen(cause, port);
  }
}

function cannotListen(cause: unknown, port: number): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'EADDRINUSE') {
    const advice = 'Close the program that uses it, or choose another with --port (0 picks a free one).';
    return new AppError('host.portTaken', `Port ${port} is already in use. ${advice}`, { cause });
  }
  if (code === 'EACCES') {
    return new AppError('host.forbidden', `Port ${port} needs more rights. Choose one above 1023.`, {
      cause,
    });
  }
  return cause;
}

/** Lets running requests finish for a few seconds. */
export async function close(server: FastifyInstance): Promise<void> {
  const deadline = setTimeout(() => server.server.closeAllConnections(), closeGraceMs);
  try {
    await server.close();
  } finally {
    clearTimeout(deadline);
  }
}
