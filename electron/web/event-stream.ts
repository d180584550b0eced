import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { WebCore } from '../web.ts';

/** Sent when nothing happens, so that both sides notice a dead connection. */
const heartbeatMs = 15_000;
/** A page that does not read is cut off; it connects again and asks for what it missed. */
const maxUnreadBytes = 4_000_000;

/** Everything the core announces, as server-sent events (https://html.spec.whatwg.org/#server-sent-events). */
export function serveEvents(server: FastifyInstance, core: WebCore): void {
  const open = new Set<PassThrough>();
  server.get('/api/events', { exposeHeadRoute: false }, (_request, reply) => {
    const stream = new PassThrough();
    const stopListening = core.events.listenAll((name, payload) => {
      stream.write(`event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`);
      if (stream.writableLength > maxUnreadBytes) stream.destroy();
    });
    const pageGone = core.pages.opened();
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs);
    open.add(stream);
    stream.on('close', () => {
      open.delete(stream);
      clearInterval(heartbeat);
      stopListening();
      pageGone();
    });
    stream.write('retry: 1000\n\n');
    return reply.type('text/event-stream').header('cache-control', 'no-store').send(stream);
  });
  server.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });
}
