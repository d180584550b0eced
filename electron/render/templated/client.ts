import { AppError } from '../../../shared/errors.ts';
import type { RenderFormat, Template } from '../../../shared/template.ts';
import { jsonOf } from '../../http/answer.ts';
import type { HttpAnswer } from '../../http.ts';
import { type Call, type ConnectionOptions, createConnection, type Question } from './connection.ts';
import { type Downloaded, download, maxDownloadBytes } from './download.ts';
import { pause } from './pause.ts';
import { TemplatedError } from './templated-error.ts';
import {
  type Account,
  accountFromWire,
  badAnswer,
  folderFromWire,
  formatToWire,
  listFromWire,
  type ReadTemplate,
  type RemoteFolder,
  type RemoteRender,
  renderFromWire,
  templateFromWire,
  templateToWire,
  urlFromWire,
} from './wire.ts';
import type { WireLayer } from './wire-layers.ts';

/** What is to be rendered: overrides by layer, or per page; several templates make several renders. */
export interface RenderOrder {
  template: string | readonly string[];
  layers?: Readonly<Record<string, WireLayer>>;
  pages?: readonly { page: string; layers: Readonly<Record<string, WireLayer>> }[];
  format: RenderFormat;
  /** Held to 0.1–2, which every version of the service takes. */
  scale?: number;
  width?: number;
  height?: number;
  background?: string;
  /** PNG only. */
  transparent?: boolean;
  name?: string;
  /** Ours, to find it again. */
  externalId?: string;
  /** Answered at once, and polled for. */
  async?: boolean;
  /** Called by Templated when it is done; unsigned, so that it is polled all the same. */
  webhookUrl?: string;
}

export interface TemplatedClient {
  /** A page of the account's templates, from page 0; `skipped` says in sentences what is left out of it. */
  list(
    options?: Call & {
      query?: string;
      tags?: readonly string[];
      folderId?: string;
      page?: number;
      limit?: number;
    },
  ): Promise<{ templates: ReadTemplate[]; skipped: string[] }>;
  /** With its layers, those of its first page where it has several. Throws template.unknown. */
  get(id: string, options?: Call): Promise<ReadTemplate>;
  create(
    template: Pick<Template, 'name' | 'description' | 'width' | 'height' | 'background' | 'layers'>,
    options?: Call,
  ): Promise<ReadTemplate>;
  /** Replaces the fields given, `layers` all together. */
  update(
    id: string,
    template: Partial<Parameters<TemplatedClient['create']>[0]>,
    options?: Call,
  ): Promise<ReadTemplate>;
  clone(id: string, name?: string, options?: Call): Promise<ReadTemplate>;
  remove(id: string, options?: Call): Promise<void>;
  folders(options?: Call): Promise<RemoteFolder[]>;
  /** Renders that have ended, one per template or page. Costs a credit each. Throws render.failed. */
  createRenders(order: RenderOrder, options?: Call): Promise<RemoteRender[]>;
  /** The one render of an order of one template. */
  createRender(order: RenderOrder, options?: Call): Promise<RemoteRender>;
  /** Throws notFound. */
  getRender(id: string, options?: Call): Promise<RemoteRender>;
  /** Polls, in growing pauses, until it has ended. Throws render.failed, render.timedOut or notFound. */
  waitFor(render: RemoteRender, options?: Call): Promise<RemoteRender>;
  listRenders(
    options?: Call & { page?: number; limit?: number; externalId?: string },
  ): Promise<RemoteRender[]>;
  /** The render that we called so, of several one that did not fail; null when there is none. */
  findRender(externalId: string, options?: Call): Promise<RemoteRender | null>;
  /** One that is gone already is no error. */
  deleteRender(id: string, options?: Call): Promise<void>;
  /** Several renders as one PDF. Costs a credit. */
  mergeRenders(ids: readonly string[], options?: Call): Promise<Uint8Array>;
  /** What of the plan is used up: the gauge, and a health check that costs nothing. */
  account(options?: Call): Promise<Account>;
  /** Hands over a picture (JPEG, PNG or WebP of 2 MB at most) and gives its address. */
  upload(file: { name: string; bytes: Uint8Array; mediaType: string }, options?: Call): Promise<string>;
  /** The file at the address that Templated gave for a render. */
  download(url: string, options?: Call): Promise<Downloaded>;
}

/** https://templated.io/docs/ */
export const maxUploadBytes = 2 * 1024 * 1024;
const mostPerPage = 100;
/** A synchronous render is answered when it is drawn. */
const renderTimeoutMs = 30_000;
const [firstPollMs, longestPollMs, pollGrowth, pollLimitMs] = [400, 5_000, 1.6, 300_000];

/** Speaks to Templated.io. Throws TemplatedError or NetworkError; the key goes only to the base URL. */
export function createTemplatedClient(options: ConnectionOptions): TemplatedClient {
  const { http, clock } = options;
  const { ask, askJson } = createConnection(options);

  /** Two addresses for one thing: the second where the first is not there. */
  async function eitherPath<T>(paths: readonly [string, string], run: (path: string) => Promise<T>) {
    try {
      return await run(paths[0]);
    } catch (error) {
      if (!(error instanceof TemplatedError) || !(error.status === 404 || error.status === 405)) throw error;
      return await run(paths[1]);
    }
  }

  async function getRender(id: string, call: Call = {}): Promise<RemoteRender> {
    const rest = encodeURIComponent(id);
    const value = await eitherPath([`/render/${rest}`, `/renders/${rest}`], (path) =>
      askJson({ method: 'GET', path, notFound: unknownRender(id), ...call }),
    );
    return renderFromWire(value);
  }

  async function waitFor(render: RemoteRender, call: Call = {}): Promise<RemoteRender> {
    const until = clock.monotonic() + pollLimitMs;
    let pauseMs = firstPollMs;
    let now = render;
    while (now.state === 'pending') {
      if (clock.monotonic() >= until) throw neverEnding(render.id);
      await pause(clock, pauseMs, call.signal);
      pauseMs = Math.min(longestPollMs, pauseMs * pollGrowth);
      now = await getRender(render.id, call);
    }
    if (now.state === 'failed') throw failed(now);
    return now;
  }

  async function createRenders(order: RenderOrder, call: Call = {}): Promise<RemoteRender[]> {
    const first = typeof order.template === 'string' ? order.template : (order.template[0] ?? '');
    const value = await askJson({
      method: 'POST',
      path: '/render',
      body: orderToWire(order),
      timeoutMs: renderTimeoutMs,
      notFound: unknownTemplate(first),
      ...call,
    });
    const renders = (Array.isArray(value) ? value : [value]).map(renderFromWire);
    return await Promise.all(renders.map((render) => waitFor(render, call)));
  }

  async function listRenders({
    page = 0,
    limit = mostPerPage,
    externalId,
    signal,
  }: Parameters<TemplatedClient['listRenders']>[0] = {}) {
    const query = { page: String(page), limit: String(limit), externalId };
    const value = await askJson({ method: 'GET', path: '/renders', query, signal });
    return listFromWire(value, 'a list of renders').map(renderFromWire);
  }

  async function templateOf(question: Question): Promise<ReadTemplate> {
    return templateFromWire(await askJson(question));
  }

  return {
    async list({ query, tags, folderId, page = 0, limit = mostPerPage, signal } = {}) {
      const value = await askJson({
        method: 'GET',
        path: folderId === undefined ? '/templates' : `/folder/${encodeURIComponent(folderId)}/templates`,
        query: {
          query: query || undefined,
          tags: tags?.length ? tags.join(',') : undefined,
          page: String(page),
          limit: String(Math.min(limit, mostPerPage)),
        },
        signal,
      });
      return readAll(listFromWire(value, 'a list of templates'));
    },
    async get(id, call = {}) {
      const path = `/template/${encodeURIComponent(id)}`;
      const notFound = unknownTemplate(id);
      const query = { includeLayers: 'true', includePages: 'true' };
      const value = await askJson({ method: 'GET', path, query, notFound, ...call });
      const read = templateFromWire(value);
      if (read.drawable || read.template.layers.length > 0) return read;
      // Versions that leave the layers out tell their names by themselves.
      const layers = await askJson({
        method: 'GET',
        path: `${path}/layers`,
        query: { includeLockedLayers: 'true' },
        notFound,
        ...call,
      });
      return templateFromWire(value, listFromWire(layers, 'a list of layers'));
    },
    create: (template, call) =>
      templateOf({ method: 'POST', path: '/template', body: templateToWire(template), ...call }),
    update: (id, template, call) =>
      templateOf({
        method: 'PUT',
        path: `/template/${encodeURIComponent(id)}`,
        query: { replaceLayers: template.layers === undefined ? undefined : 'true' },
        body: templateToWire(template),
        notFound: unknownTemplate(id),
        ...call,
      }),
    clone: (id, name, call) =>
      templateOf({
        method: 'POST',
        path: `/template/${encodeURIComponent(id)}/clone`,
        body: name === undefined ? {} : { name },
        notFound: unknownTemplate(id),
        ...call,
      }),
    async remove(id, call) {
      const path = `/template/${encodeURIComponent(id)}`;
      await ask({ method: 'DELETE', path, notFound: unknownTemplate(id), ...call });
    },
    async folders(call) {
      const value = await askJson({ method: 'GET', path: '/folders', ...call });
      return listFromWire(value, 'a list of folders').map(folderFromWire);
    },
    createRenders,
    async createRender(order, call) {
      const [render] = await createRenders(order, call);
      if (render === undefined) throw badAnswer('an empty list where a render was to be');
      return render;
    },
    getRender,
    waitFor,
    listRenders,
    async findRender(externalId, call) {
      // Also where the filter is not known: ours is among the newest then.
      const ours = (await listRenders({ ...call, externalId })).filter(
        (render) => render.externalId === externalId,
      );
      return (
        ours.find(({ state }) => state === 'completed') ??
        ours.find(({ state }) => state === 'pending') ??
        ours[0] ??
        null
      );
    },
    async deleteRender(id, call) {
      const notFound = unknownRender(id);
      try {
        await ask({ method: 'DELETE', path: `/render/${encodeURIComponent(id)}`, notFound, ...call });
      } catch (error) {
        if (error !== notFound) throw error;
      }
    },
    async mergeRenders(ids, call) {
      const answer = await eitherPath(['/render/merge', '/renders/merge'], (path) =>
        ask({
          method: 'POST',
          path,
          body: { ids, host: true },
          timeoutMs: renderTimeoutMs,
          binary: { maxBytes: maxDownloadBytes },
          notFound: unknownRender(ids.join(', ')),
          ...call,
        }),
      );
      return await mergedOf(answer, (url) => download(url, { http, baseUrl: options.baseUrl(), ...call }));
    },
    account: async (call) => accountFromWire(await askJson({ method: 'GET', path: '/account', ...call })),
    async upload({ name, bytes, mediaType }, call) {
      if (bytes.byteLength > maxUploadBytes) {
        const message = `The picture “${name}” is too large for Templated: it takes 2 MB. Use a smaller one.`;
        throw new TemplatedError('templated.refused', message, { reason: 'tooLarge', retryable: false });
      }
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(bytes)], { type: mediaType }), name);
      const value = await askJson({
        method: 'POST',
        path: '/upload',
        form,
        timeoutMs: renderTimeoutMs,
        ...call,
      });
      return urlFromWire(value, 'an upload');
    },
    download: (url, call) => download(url, { http, baseUrl: options.baseUrl(), ...call }),
  };
}

function orderToWire(order: RenderOrder): Record<string, unknown> {
  const { template, layers, pages, format, scale, externalId, webhookUrl, ...rest } = order;
  return {
    ...(typeof template === 'string' ? { template } : { templates: template }),
    ...(pages ? { pages } : { layers: layers ?? {} }),
    format: formatToWire(format),
    ...(scale !== undefined && { scale: Math.min(2, Math.max(0.1, scale)) }),
    ...(externalId !== undefined && { external_id: externalId }),
    ...(webhookUrl !== undefined && { webhook_url: webhookUrl }),
    ...rest,
  };
}

/** One that cannot be used must not hide the others. */
function readAll(values: readonly unknown[]): { templates: ReadTemplate[]; skipped: string[] } {
  const templates: ReadTemplate[] = [];
  const skipped: string[] = [];
  for (const value of values) {
    try {
      templates.push(templateFromWire(value));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      skipped.push(error.message);
    }
  }
  return { templates, skipped };
}

/** Either `{url}` or the PDF itself, whatever was asked for. */
async function mergedOf(
  answer: HttpAnswer,
  fetchFile: (url: string) => Promise<Downloaded>,
): Promise<Uint8Array> {
  const bytes = answer.bytes ?? new Uint8Array();
  const text = Buffer.from(bytes.subarray(0, 65_536)).toString('utf8');
  if (text.startsWith('%PDF-')) return bytes;
  const file = await fetchFile(urlFromWire(jsonOf({ ...answer, body: text }), 'a merged PDF'));
  if (file.format !== 'pdf') throw badAnswer('a picture where a merged PDF was to be');
  return file.bytes;
}

function unknownTemplate(id: string): TemplatedError {
  const message = `Templated knows no template ${id} (404). Refresh the gallery and choose another.`;
  return new TemplatedError('template.unknown', message, {
    reason: 'notFound',
    retryable: false,
    status: 404,
  });
}

function unknownRender(id: string): TemplatedError {
  const message = `Templated knows no render ${id} (404). It may have been deleted there.`;
  return new TemplatedError('notFound', message, { reason: 'notFound', retryable: false, status: 404 });
}

function failed({ error }: RemoteRender): TemplatedError {
  const said = error === null ? 'it does not say why' : `“${error.slice(0, 300)}”`;
  const message = `Templated could not make the picture: ${said}. Correct the template or the mapping, and retry.`;
  return new TemplatedError('render.failed', message, { reason: 'refused', retryable: false });
}

function neverEnding(id: string): TemplatedError {
  const message = `Templated did not finish the render ${id} within ${pollLimitMs / 60_000} minutes. It is looked for again at the next try.`;
  return new TemplatedError('render.timedOut', message, { reason: 'timeout', retryable: true });
}
