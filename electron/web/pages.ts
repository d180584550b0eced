import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import { fillNonce } from '../page.ts';

/** The built page and its assets from `rendererDir`; names under /assets/ carry a hash of their content. */
export function servePages(server: FastifyInstance, rendererDir: string): void {
  server.get('/', async (_request, reply) => {
    const html = await readFile(path.join(rendererDir, 'index.html'), 'utf8').catch((cause: unknown) => {
      throw new AppError('internal', 'The page is not built yet. Run "npm run build", then try again.', {
        cause,
      });
    });
    return reply.type('text/html; charset=utf-8').send(fillNonce(html, reply.nonce));
  });
  server.register(fastifyStatic, {
    root: rendererDir,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    // The page itself goes out only with its nonce filled in.
    allowedPath: (name) => !name.endsWith('.html'),
    setHeaders: (reply, file) => {
      const hashed = file.startsWith(path.join(rendererDir, 'assets') + path.sep);
      reply.header('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
