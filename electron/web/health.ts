import type { FastifyInstance } from 'fastify';
import { calls } from '../../shared/contract.ts';
import type { WebCore } from '../web.ts';

/** For supervisors, without a token: whether photos can be analysed now, and nothing else. */
export function serveHealth(server: FastifyInstance, core: WebCore): void {
  server.get('/health', async (_request, reply) => {
    const answer = await core.dispatch('app.info', {});
    const info = calls['app.info'].output.safeParse(answer.ok ? answer.value : null);
    const inference = info.data?.inference.state ?? 'failed';
    return reply.code(inference === 'ready' ? 200 : 503).send({ status: statusOf(inference), inference });
  });
}

function statusOf(inference: string): 'ok' | 'starting' | 'degraded' {
  if (inference === 'ready') return 'ok';
  return inference === 'starting' || inference === 'restarting' ? 'starting' : 'degraded';
}
