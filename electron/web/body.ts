import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../shared/errors.ts';
import { maxDesignBytes } from '../../shared/render.ts';
import type { WebCore } from '../web.ts';

const megabyte = 1_000_000;
/** Calls that may name 100,000 photos or analyses, by ids of up to 64 characters. */
const idListCalls = new Set([
  'photos.analyzeBatch',
  'analyses.delete',
  'analyses.restore',
  'analyses.export',
]);

interface Limit {
  maxBytes: number;
  error: AppError;
}

/** Reads the two kinds of body there are into a call's input; any other kind is refused. */
export function parseBodies(server: FastifyInstance, core: WebCore): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', async (request: FastifyRequest, payload: Readable) => {
    const limit = hostLimit(idListCalls.has(callName(request)) ? 8 : 1);
    const body = await readBody(payload, limit);
    return parseJson(body.toString('utf8'), 'The body is not valid JSON.');
  });
  server.addContentTypeParser(
    'application/octet-stream',
    async (request: FastifyRequest, payload: Readable) => {
      const fields = parseJson(decodeFields(request), 'The header x-call-input is not URI-encoded JSON.');
      const bytes = await readBody(payload, byteLimit(callName(request), core));
      return { ...(isRecord(fields) ? fields : {}), bytes };
    },
  );
}

/** The call a request names in its path. */
export function callName(request: FastifyRequest): string {
  const parameters = request.params;
  return isRecord(parameters) && typeof parameters.name === 'string' ? parameters.name : '';
}

/** The most bytes a call may carry, and the error when it carries more. */
function byteLimit(name: string, core: WebCore): Limit {
  if (name === 'models.add') return hostLimit(512);
  if (name === 'designs.add') return designLimit;
  if (name !== 'photos.add') return hostLimit(1);
  const { maxMegabytes } = core.settings().photos;
  const advice = 'Make it smaller, or raise the limit in the settings.';
  const message = `The photo is larger than the ${maxMegabytes} MB allowed. ${advice}`;
  return { maxBytes: maxMegabytes * megabyte, error: new AppError('photo.tooLarge', message) };
}

const designLimit: Limit = {
  maxBytes: maxDesignBytes,
  error: new AppError(
    'design.tooLarge',
    `The design is larger than ${maxDesignBytes / megabyte} MB. Save it smaller, or as JPEG.`,
  ),
};

function hostLimit(megabytes: number): Limit {
  const message = `The request is larger than the ${megabytes} MB allowed here. Send less at once.`;
  return { maxBytes: megabytes * megabyte, error: new AppError('host.tooLarge', message) };
}

/** A body that is too large is still read to its end, and thrown away, so that the sender hears the answer. */
async function readBody(payload: Readable, limit: Limit): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload) {
    length += chunk.length;
    if (length <= limit.maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (length > limit.maxBytes) throw limit.error;
  return Buffer.concat(chunks, length);
}

function decodeFields(request: FastifyRequest): string {
  const header = request.headers['x-call-input'];
  if (typeof header !== 'string') return '{}';
  try {
    return decodeURIComponent(header);
  } catch {
    return '';
  }
}

function parseJson(text: string, complaint: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('call.invalid', complaint, { cause });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
