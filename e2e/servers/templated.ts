import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RenderProcess } from '../../electron/render/render-protocol.ts';
import {
  jsonAnswer,
  type LocalAnswer,
  type LocalServer,
  type RecordedRequest,
  startLocalServer,
} from './local-server.ts';
import { createDrawing, type Upload } from './templated-drawing.ts';
import { createFileRoutes, type StoredUpload } from './templated-files.ts';
import { createTemplateRoutes } from './templated-library.ts';
import { createRenderRoutes, type ServedRender, type StoredRender } from './templated-renders.ts';
import { no, parsedOf } from './templated-request.ts';
import { accountTemplates, type WireTemplate } from './templated-templates.ts';

export interface TemplatedServerOptions {
  port?: number;
  /** The account's key. */
  key?: string;
  /** How it writes: as the documentation of today, or as older versions and clients do. */
  dialect?: 'new' | 'old';
  /** Draws for real; null or left out: plain sheets of the right size and format, which is quicker. */
  process?: Pick<RenderProcess, 'ask'> | null;
  /** Credits of the month. */
  quota?: number;
  /** Requests that it takes in a window, and whether it says when to come again. */
  rate?: { limit: number; windowMs: number; retryAfter: boolean };
  /** Times that an asynchronous render is still PENDING when it is asked for. */
  polls?: number;
  /** How long the link to a file is good for. */
  linkLifeMs?: number;
  /** Milliseconds; the computer's when left out. */
  now?: () => number;
}

export interface TemplatedServer extends LocalServer {
  /** What TEMPLATED_BASE_URL is to be. */
  baseUrl: string;
  key: string;
  templates: readonly WireTemplate[];
  renders: readonly ServedRender[];
  /** Credits that were paid, and those there are. */
  credits: { readonly spent: number; quota: number };
  /** Pictures that were handed over. */
  uploads: readonly Upload[];
  /** Properties of layers that nobody at Templated knows, by which requests they came. */
  unknownProperties: ReadonlySet<string>;
  /** Every link given out so far leads nowhere. */
  expireLinks(): void;
  /** The account is blocked, or not any more. */
  block(blocked: boolean): void;
  /** The next renders fail, with this as the reason; null: they work. */
  failRenders(reason: string | null): void;
}

/** Stands in for Templated.io, with the dialects, statuses and words of its documentation, help and clients. */
export async function startTemplatedServer(options: TemplatedServerOptions = {}): Promise<TemplatedServer> {
  const { key = 'tmpl_s3cretKeyOfThisAccount', dialect = 'new', polls = 2, now = Date.now } = options;
  const folder = mkdtempSync(join(tmpdir(), 'h200-templated-'));
  const templates = accountTemplates();
  const renders: StoredRender[] = [];
  const uploads: StoredUpload[] = [];
  const credits = { spent: 0, quota: options.quota ?? 50 };
  const unknownProperties = new Set<string>();
  const seen: number[] = [];
  let generation = 1;
  let blocked = false;
  let failure: string | null = null;

  const urlOfUpload = (id: string) => `${server.url}/uploads/${id}`;
  const linkOf = (render: StoredRender) => {
    const until = options.linkLifeMs === undefined ? '' : `&until=${now() + options.linkLifeMs}`;
    return `${server.url}/files/${render.id}.${render.format}?generation=${generation}${until}`;
  };
  const drawing = createDrawing({
    process: options.process ?? null,
    folder,
    uploadAt: (url) => uploads.find(({ id }) => url === urlOfUpload(id)) ?? null,
  });
  const answerRenders = createRenderRoutes({
    dialect,
    polls,
    templates,
    renders,
    credits,
    unknownProperties,
    drawing,
    trouble: () => ({ blocked, failure }),
    linkOf,
    now,
  });
  const answerTemplates = createTemplateRoutes({
    dialect,
    templates,
    thumbnailOf: ({ id }) => `${server.url}/thumbnails/${id}.png`,
    now,
  });
  const { upload, fileAt } = createFileRoutes({
    templates,
    renders,
    uploads,
    drawing,
    urlOfUpload,
    isGood: (query) =>
      Number(query.get('generation')) >= generation && Number(query.get('until') ?? now()) >= now(),
    now,
  });

  function tooMany(): LocalAnswer | null {
    if (options.rate === undefined) return null;
    const { limit, windowMs, retryAfter } = options.rate;
    const at = now();
    const recent = seen.filter((time) => time > at - windowMs);
    seen.splice(0, seen.length, ...recent);
    const [first] = recent;
    if (recent.length < limit || first === undefined) {
      seen.push(at);
      return null;
    }
    const waitMs = first + windowMs - at;
    return jsonAnswer(
      429,
      { error: 'Too many requests' },
      retryAfter ? { 'retry-after': String(Math.ceil(waitMs / 1_000)) } : {},
    );
  }

  async function answer(request: RecordedRequest): Promise<LocalAnswer> {
    const outside = parsedOf(request, '');
    const file = await fileAt(outside);
    if (file !== null) return file;
    if (!request.path.startsWith('/v1/')) return no(404, 'Not found');
    const given = request.headers.authorization ?? '';
    if (!given.startsWith('Bearer ')) return no(401, 'Not authorized');
    if (given !== `Bearer ${key}`) return no(401, `API key not valid: ${given.slice('Bearer '.length)}`);
    const refusal = tooMany();
    if (refusal !== null) return refusal;
    const parsed = parsedOf(request, '/v1');
    if (parsed.path === '/account') {
      return jsonAnswer(200, {
        email: 'mark@example.com',
        name: 'Mark Doe',
        apiUsage: credits.spent,
        apiQuota: credits.quota,
        usagePercentage: (100 * credits.spent) / Math.max(1, credits.quota),
        plan: 'Starter',
      });
    }
    if (parsed.path === '/folders')
      return jsonAnswer(200, [{ id: 'f0000000-0000-4000-8000-000000000001', name: 'Cards' }]);
    if (parsed.path === '/upload' && request.method === 'POST') return await upload(parsed);
    return /^\/renders?(\/|$)/.test(parsed.path) ? await answerRenders(parsed) : answerTemplates(parsed);
  }

  const server = await startLocalServer(answer, options.port === undefined ? {} : { port: options.port });
  return {
    ...server,
    baseUrl: `${server.url}/v1`,
    key,
    templates,
    renders,
    credits,
    uploads,
    unknownProperties,
    expireLinks: () => {
      generation += 1;
    },
    block: (now) => {
      blocked = now;
    },
    failRenders: (reason) => {
      failure = reason;
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
