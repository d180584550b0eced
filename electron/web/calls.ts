import type { FastifyInstance } from 'fastify';
import type { WebCore } from '../web.ts';
import { callName } from './body.ts';

/** Calls of the contract: every answer of the core, good or bad, is JSON with status 200. */
export function serveCalls(server: FastifyInstance, core: WebCore): void {
  server.post('/api/call/:name', async (request, reply) => {
    const answer = await core.dispatch(callName(request), request.body ?? {});
    return reply.type('application/json; charset=utf-8').send(answer);
  });
}
