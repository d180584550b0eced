import { open } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import type { ServedFile } from '../api/files.ts';
import { attachment, previewHeaders } from '../page.ts';
import type { WebCore } from '../web.ts';
import { pathOf } from './guard.ts';

/** A photo's id is its content's hash, so what stands there never changes. */
const forever = 'private, max-age=31536000, immutable';

const areas = ['photos', 'samples', 'exports', 'previews', 'renders', 'templates', 'designs'];

/** Photos, pictures made of them, exports and previews. A picture is never run as a page, whatever its bytes are. */
export function serveFiles(server: FastifyInstance, core: WebCore): void {
  const send = async (request: FastifyRequest, reply: FastifyReply) => {
    const file = await core.files.resolve(pathOf(request));
    if ('preview' in file) return reply.headers(previewHeaders).send(file.preview);
    if (file.downloadName === undefined && !file.mediaType.startsWith('image/')) {
      throw new AppError('path.forbidden', 'Only pictures are shown from here.');
    }
    return sendFile(reply, file, pathOf(request));
  };
  for (const area of areas) server.get(`/${area}/*`, send);
}

async function sendFile(reply: FastifyReply, file: ServedFile, path: string): Promise<FastifyReply> {
  const handle = await open(file.path).catch((cause: unknown) => {
    throw new AppError('notFound', 'This file is not there any more.', { cause });
  });
  const { size } = await handle.stat();
  reply.headers({
    'content-type': file.mediaType,
    'content-length': size,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': path.startsWith('/photos/') ? forever : 'no-store',
  });
  if (file.downloadName !== undefined) reply.header('content-disposition', attachment(file.downloadName));
  return reply.send(handle.createReadStream());
}
