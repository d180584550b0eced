import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode, toWireError } from '../../shared/errors.ts';

/** HTTP status of what the host itself refuses; answers of the contract are always 200. */
const statusByCode: Partial<Record<ErrorCode, number>> = {
  'call.invalid': 400,
  'host.unauthorized': 401,
  'host.forbidden': 403,
  'path.forbidden': 403,
  notFound: 404,
  'photo.notFound': 404,
  'host.tooLarge': 413,
  'photo.tooLarge': 413,
  'design.tooLarge': 413,
  'storage.locked': 503,
  'inference.unavailable': 503,
};

/** The status an error of the host is sent with. A photo that can't be drawn is the photo's fault: 422. */
export function statusOf(error: AppError): number {
  return statusByCode[error.code] ?? (error.code.startsWith('photo.') ? 422 : 500);
}

/** What Fastify and its plug-ins throw, in our words; anything else as it is. */
export function fromFastify(thrown: unknown): unknown {
  const status = thrown instanceof Error && 'statusCode' in thrown ? Number(thrown.statusCode) : 500;
  if (thrown instanceof AppError || !(status >= 400 && status < 500)) return thrown;
  if (status === 403 || status === 404) return new AppError('notFound', 'There is nothing at this address.');
  const advice = 'Send application/json, or application/octet-stream with the other fields in x-call-input.';
  return new AppError('call.invalid', advice, { cause: thrown });
}

/** Refuses a request: a small page for a person, a JSON Answer for a program. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  error: AppError,
  status = statusOf(error),
): FastifyReply {
  reply.code(status).header('cache-control', 'no-store');
  if (wantsPage(request)) return reply.type('text/html; charset=utf-8').send(refusalPage(error, reply.nonce));
  return reply.type('application/json; charset=utf-8').send({ ok: false, error: toWireError(error) });
}

function wantsPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}

/** The link starts a navigation from our own page: a browser that came from elsewhere then sends the cookie. */
function refusalPage(error: AppError, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>H200 Mug Positioning</title>
<style nonce="${nonce}">
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 34rem; margin: 20vh auto; padding: 0 1.5rem; }
  h1 { font-size: 1.25rem; }
</style>
<h1>H200 Mug Positioning</h1>
<p>${escapeHtml(error.message)}</p>
<p>If you followed a link, <a href="/">try again</a>.</p>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
