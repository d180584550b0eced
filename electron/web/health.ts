import type { FastifyInstance } from 'fastify';
import { type CallName, type CallOutput, calls } from '../../shared/contract.ts';
import type { Health } from '../../shared/health.ts';
import type { WebCore } from '../web.ts';
import { offeredToken, sameToken } from './token.ts';

/** Answered to anybody on this machine: words, and nothing of the operator's work. */
export const healthPaths = ['/health', '/health/live', '/health/ready'];

/**
 * For supervisors. `/health/live`: the process answers. `/health/ready` and `/health`: 200 when photos can be analysed,
 * kept and told now, else 503; `/health` tells whoever shows the token how every part does.
 */
export function serveHealth(
  server: FastifyInstance,
  core: WebCore,
  access: { token: string; port: () => number },
): void {
  const isKnown = (headers: Parameters<typeof offeredToken>[0]) => {
    const offered = offeredToken(headers, access.port());
    return offered !== null && sameToken(offered, access.token);
  };
  server.get('/health/live', async (_request, reply) => reply.send({ status: 'ok' }));
  server.get('/health/ready', async (_request, reply) => {
    const { status } = await read(core);
    return reply.code(status === 'ok' ? 200 : 503).send({ status });
  });
  server.get('/health', async ({ headers }, reply) => {
    const { status, inference, health } = await read(core);
    const more = health !== null && isKnown(headers) ? detailsOf(health) : {};
    return reply.code(status === 'ok' ? 200 : 503).send({ status, inference, ...more });
  });
}

async function read(core: WebCore) {
  const info = await ask(core, 'app.info');
  const health = await ask(core, 'health.get');
  const inference = info?.inference.state ?? 'failed';
  return { status: wordFor(inference, health), inference, health };
}

async function ask<N extends 'app.info' | 'health.get'>(
  core: WebCore,
  name: N,
): Promise<CallOutput<N> | null> {
  const answer = await core.dispatch(name satisfies CallName, {});
  const parsed = calls[name].output.safeParse(answer.ok ? answer.value : null);
  return parsed.success ? (parsed.data as CallOutput<N>) : null;
}

function wordFor(inference: string, health: Health | null): 'ok' | 'starting' | 'degraded' {
  if (inference === 'starting' || inference === 'restarting') return 'starting';
  return inference !== 'ready' || health?.status === 'down' ? 'degraded' : 'ok';
}

function detailsOf({ status, since, parts }: Health) {
  return { health: status, since, parts: parts.map(({ heartbeat: _, ...part }) => part) };
}
