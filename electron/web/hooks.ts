import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError, toAppError, toWireError } from '../../shared/errors.ts';
import type { HookDoor } from '../hooks.ts';
import { TooMany } from '../integrations/hooks/pace.ts';
import { statusOfHook } from '../integrations/hooks/status.ts';
import type { Log } from '../log.ts';
import { fromFastify } from './refusal.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** This route lets its senders in by itself: the token of the start is not asked for. */
    letsInByItself?: true;
  }
  interface FastifyRequest {
    /** Why a hook refused it. */
    refusal: AppError | null;
  }
}

export interface HookRouteOptions {
  door: Pick<HookDoor, 'receive'>;
  log: Pick<Log, 'warn' | 'error'>;
  /** How long a body may take to come; 30 s when left out. */
  bodyTimeoutMs?: number;
}

const usualBodyTimeoutMs = 30_000;

/**
 * `POST /hooks/NAME` for other programs. The guard of the host has checked Host and Origin; who is let in beyond that
 * the hook decides. A refusal is logged without anything that the sender wrote.
 */
export function serveHooks(server: FastifyInstance, { door, log, bodyTimeoutMs }: HookRouteOptions): void {
  server.register(async (scope) => {
    // The bytes are needed as they came: they are what was signed.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.decorateRequest('refusal', null);

    scope.post('/hooks/:name', { config: { letsInByItself: true } }, async (request, reply) => {
      const { name } = request.params as { name: string };
      const value = await door.receive({
        name,
        headers: request.headers,
        read: (maxBytes) => readBody(request, { maxBytes, timeoutMs: bodyTimeoutMs ?? usualBodyTimeoutMs }),
      });
      return reply.code(202).send({ ok: true, value });
    });

    scope.setErrorHandler((thrown, request, reply) => {
      const error = toAppError(fromFastify(thrown));
      request.refusal = error;
      const status = statusOfHook(error);
      if (status === 500) log.error({ err: thrown }, 'A call of a hook failed');
      if (error instanceof TooMany) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1_000));
      // What is left of any other body is read and thrown away, so that the sender hears the answer.
      if (error.code === 'host.tooSlow') reply.header('connection', 'close');
      return reply.code(status).send({ ok: false, error: toWireError(error) });
    });

    scope.addHook('onResponse', async (request, { statusCode: status }) => {
      if (status < 400) return;
      // What the guard refuses has no other reason.
      const code = request.refusal?.code ?? 'host.forbidden';
      log.warn({ status, code }, 'A call of a hook was refused');
    });
  });
}

/**
 * One that is too large is still read to its end, and thrown away, so that the sender hears the answer. Throws AppError
 * host.tooLarge, or host.tooSlow when it does not come, or not to its end.
 */
function readBody(
  request: FastifyRequest,
  { maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number },
): Promise<Buffer<ArrayBuffer>> {
  const payload = (request.body ?? Readable.from([])) as Readable;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const tooSlow = () =>
      reject(new AppError('host.tooSlow', 'The body did not come in time. Send it again.'));
    const timer = setTimeout(tooSlow, timeoutMs);
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    payload.once('end', () =>
      length > maxBytes ? reject(tooLarge(maxBytes)) : resolve(Buffer.concat(chunks, length)),
    );
    payload.once('error', tooSlow);
    payload.once('close', () => {
      clearTimeout(timer);
      tooSlow();
    });
  });
}

function tooLarge(maxBytes: number): AppError {
  const megabytes = Math.floor(maxBytes / 1_000_000);
  return new AppError('host.tooLarge', `The body is larger than the ${megabytes} MB allowed. Send less.`);
}
