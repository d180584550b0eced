import type { FastifyInstance } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import type { MetricsDoor } from '../monitoring.ts';
import { bearerOf } from './token.ts';

export interface MetricsRouteOptions {
  door: Pick<MetricsDoor, 'letsIn' | 'text' | 'contentType'>;
  /** Whether it is served at the moment. */
  isOn(): boolean;
  /** It asks for the token of the metrics; else the guard has asked for that of the start. */
  ownToken: boolean;
}

/** `GET /metrics` for programs that collect: Prometheus, and whatever reads its text. */
export function serveMetrics(server: FastifyInstance, { door, isOn, ownToken }: MetricsRouteOptions): void {
  const options = { exposeHeadRoute: false, config: ownToken ? { letsInByItself: true as const } : {} };
  server.get('/metrics', options, async (request, reply) => {
    if (!isOn()) throw new AppError('notFound', 'There is nothing at this address.');
    if (ownToken && !door.letsIn(bearerOf(request.headers.authorization) ?? '')) {
      const advice = 'The settings show the one to send as "Authorization: Bearer TOKEN".';
      throw new AppError('host.unauthorized', `The token is missing or wrong. ${advice}`);
    }
    return reply.type(door.contentType).send(await door.text());
  });
}
