import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { protocol } from 'electron';
import { AppError, type ErrorCode, toAppError, toWireError } from '../../shared/errors.ts';
import type { Files, ServedFile } from '../api/files.ts';
import type { Log } from '../log.ts';
import { attachment, contentSecurityPolicy, fillNonce, previewHeaders, protectiveHeaders } from '../page.ts';
import { appScheme, isOwnUrl } from './origin.ts';
import { listPageFiles } from './page-files.ts';

/** Makes app:// a web origin like https. Electron wants this before it is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true };
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }]);
}

/** Serves the page, photos, exports and previews at app://h200/ (checklist 18: an own protocol instead of file://). */
export function serveAppScheme(options: {
  files: Files;
  rendererDir: string;
  log: Pick<Log, 'error'>;
}): void {
  const { files, rendererDir, log } = options;
  const pageFiles = listPageFiles(rendererDir);
  const find = async (urlPath: string) => pageFiles.get(urlPath) ?? files.resolve(urlPath);
  protocol.handle(appScheme, async (request) => {
    try {
      return await answer(request, find);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'internal') log.error({ err: thrown }, 'A page request failed');
      return Response.json(
        { ok: false, error: toWireError(error) },
        { status: statusOf(error.code), headers: protectiveHeaders },
      );
    }
  });
}

async function answer(request: Request, find: Files['resolve']): Promise<Response> {
  if (request.method !== 'GET' || !isOwnUrl(request.url)) {
    throw new AppError('path.forbidden', 'Only the program’s own files are read here.');
  }
  const { pathname } = new URL(request.url);
  const file = await find(pathname);
  if ('preview' in file) return new Response(file.preview, { headers: previewHeaders });
  return isPage(file) ? sendPage(file) : sendFile(file, pathname);
}

function isPage({ mediaType, downloadName }: ServedFile): boolean {
  return mediaType.startsWith('text/html') && downloadName === undefined;
}

/** Checklist 7: every page carries a strict policy, with a nonce of its own. */
async function sendPage({ path, mediaType }: ServedFile): Promise<Response> {
  const nonce = randomBytes(18).toString('base64');
  return new Response(fillNonce(await readFile(path, 'utf8'), nonce), {
    headers: {
      ...protectiveHeaders,
      'content-type': mediaType,
      'content-security-policy': contentSecurityPolicy(nonce),
      'cache-control': 'no-store',
    },
  });
}

async function sendFile({ path, mediaType, downloadName }: ServedFile, urlPath: string): Promise<Response> {
  const handle = await open(path).catch((cause: unknown) => {
    throw new AppError('notFound', 'This file is not there any more.', { cause });
  });
  const headers = new Headers({
    ...protectiveHeaders,
    'content-type': mediaType,
    'content-length': String((await handle.stat()).size),
    'content-security-policy': "default-src 'none'; sandbox",
    // A photo's id is its content's hash: what stands there never changes.
    'cache-control': urlPath.startsWith('/photos/') ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  if (downloadName !== undefined) headers.set('content-disposition', attachment(downloadName));
  return new Response(Readable.toWeb(handle.createReadStream()) as ReadableStream, { headers });
}

function statusOf(code: ErrorCode): number {
  if (code === 'internal') return 500;
  return code === 'path.forbidden' || code === 'host.forbidden' ? 403 : 404;
}
