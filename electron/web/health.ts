import type { FastifyInstance } from 'fastify';
import { type CallName, type CallOutput, calls } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Health } from '../../shared/health.ts';
import type { WebCore } from '../web.ts';

/** Answered to anybody on this machine: words, and nothing of the operator's work. */
export const healthPaths = ['/health', '/health/live', '/health/ready'];

export interface HealthAccess {
  /** Whether it is served at the moment. */
  isOn(): boolean;
  /** Whether a sender shows the token, and so hears how every part does. */
  isKnown(headers: { authorization?: string | undefined; cookie?: string | undefined }): boolean;
}

/**
 * For supervisors. `/health/live`: the process answers. `/health/ready` and `/health`: 200 when photos can be analysed,
 * kept and told now, else 503; `/health` tells whoever shows the token how every part does.
 */
export function serveHealth(server: FastifyInstance, core: Core, { isOn, isKnown }: HealthAccess): void {
  server.register(async (scope) => {
    scope.addHook('onRequest', async () => {
      if (!isOn()) throw new AppError('notFound', 'There is nothing at this address.');
    });
    scope.get('/health/live', async (_request, reply) => reply.send({ status: 'ok' }));
    scope.get('/health/ready', async (_request, reply) => {
      const { status } = await read(core);
      return reply.code(status === 'ok' ? 200 : 503).send({ status });
    });
    scope.get('/health', async ({ headers }, reply) => {
      const { status, inference, health } = await read(core);
      const more = health !== null && isKnown(headers) ? detailsOf(health) : {};
      return reply.code(status === 'ok' ? 200 : 503).send({ status, inference, ...more });
    });
  });
}

type Core = Pick<WebCore, 'dispatch'>;

async function read(core: Core) {
  const info = await ask(core, 'app.info');
  const health = await ask(core, 'health.get');
  const inference = info?.inference.state ?? 'failed';
  return { status: wordFor(inference, health), inference, health };
}

async function ask<N extends 'app.info' | 'health.get'>(core: Core, name: N): Promise<CallOutput<N> | null> {
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
