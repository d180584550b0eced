import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import { contentSecurityPolicy, protectiveHeaders } from '../page.ts';
import { healthPaths } from './health.ts';
import { refuse } from './refusal.ts';
import { sameToken, showsToken, tokenCookie } from './token.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** This answer's own nonce, base64 of 144 random bits. */
    nonce: string;
  }
}

/** Paths answered without the token; they must tell nothing about the operator's work. */
const openPaths = new Set(healthPaths);

/**
 * Stands before every route, before any body is read: the address must be ours (a page of another site could
 * give its own name our address: DNS rebinding), the sender must be our own page, the token must be right.
 */
export function guard(server: FastifyInstance, options: { token: string; port: () => number }): void {
  server.decorateReply('nonce', '');
  server.addHook('onRequest', async (request, reply) => {
    reply.nonce = randomBytes(18).toString('base64');
    reply.headers({
      ...protectiveHeaders,
      'content-security-policy': contentSecurityPolicy(reply.nonce),
      'cache-control': 'no-store',
    });
    const port = options.port();
    if (!isOwnHost(request.headers.host, port)) return refuse(request, reply, misdirected(port), 421);
    if (!isOwnSender(request)) return refuse(request, reply, foreignSender());
    if (openPaths.has(pathOf(request)) || request.routeOptions.config.letsInByItself) return;
    return checkToken(request, reply, options);
  });
}

/** The path of a request as it was sent, still encoded, without its query. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}

function checkToken(
  request: FastifyRequest,
  reply: FastifyReply,
  access: { token: string; port: () => number },
) {
  const inAddress = pathOf(request) === '/' ? tokenInQuery(request) : null;
  if (inAddress !== null && sameToken(inAddress, access.token)) {
    return reply.header('set-cookie', tokenCookie(access.port(), access.token)).redirect('/', 303);
  }
  if (showsToken(request.headers, access)) return;
  return refuse(request, reply, unauthorized());
}

function tokenInQuery(request: FastifyRequest): string | null {
  return new URLSearchParams(request.url.slice(pathOf(request).length)).get('token');
}

function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/**
 * Browsers say where a request comes from. `same-site` is refused too: to a browser every port of localhost is
 * one site. Following a link to the page itself is let through to the token check.
 */
function isOwnSender(request: FastifyRequest): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  return isNavigationToPage(request);
}

function isNavigationToPage(request: FastifyRequest): boolean {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = request.headers;
  return (
    request.method === 'GET' && pathOf(request) === '/' && mode === 'navigate' && destination === 'document'
  );
}

function misdirected(port: number): AppError {
  return new AppError(
    'host.forbidden',
    `This program answers only at http://127.0.0.1:${port} and http://localhost:${port}. Open one of these.`,
  );
}

function foreignSender(): AppError {
  return new AppError(
    'host.forbidden',
    'Requests from other pages are refused. Open this address by itself.',
  );
}

function unauthorized(): AppError {
  return new AppError(
    'host.unauthorized',
    'The token is missing or wrong: each start has its own. Open the whole address that the program printed.',
  );
}
