import { AppError } from '../../../shared/errors.ts';
import type { RenderFormat } from '../../../shared/template.ts';
import type { Clock } from '../../delivery/clock.ts';
import type { HttpAnswer } from '../../http.ts';
import type { Call, Connection } from './connection.ts';
import { type Downloaded, isPdf, maxDownloadBytes } from './download.ts';
import { pause } from './pause.ts';
import { mostPerPage, unknownTemplate } from './template-calls.ts';
import { TemplatedError } from './templated-error.ts';
import {
  badAnswer,
  formatToWire,
  listFromWire,
  type RemoteRender,
  renderFromWire,
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

/** What can be asked of Templated about renders. */
export interface RenderCalls {
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
}

/** A synchronous render is answered when it is drawn. */
const renderTimeoutMs = 30_000;
/** 1,000 renders. */
const mostPagesSearched = 10;
const [firstPollMs, longestPollMs, pollGrowth, pollLimitMs] = [400, 5_000, 1.6, 300_000];

export function createRenderCalls(options: {
  connection: Connection;
  clock: Clock;
  download: (url: string, call?: Call) => Promise<Downloaded>;
}): RenderCalls {
  const { clock, download } = options;
  const { ask, askEither, askJson } = options.connection;

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

  async function pageOfRenders({
    page = 0,
    limit = mostPerPage,
    externalId,
    signal,
  }: Parameters<RenderCalls['listRenders']>[0] = {}) {
    const query = { page: String(page), limit: String(limit), externalId };
    const value = await askJson({ method: 'GET', path: '/renders', query, signal });
    return listFromWire(value, 'a list of renders');
  }

  /** Where the filter is not known, others come too, newest first: ours may be pages away after a long pause. */
  async function rendersCalled(externalId: string, call: Call): Promise<RemoteRender[]> {
    for (let page = 0; page < mostPagesSearched; page += 1) {
      const values = await pageOfRenders({ ...call, externalId, page });
      const ours = values.flatMap(usable).filter((render) => render.externalId === externalId);
      if (ours.length > 0 || values.length < mostPerPage) return ours;
    }
    return [];
  }

  return {
    createRenders,
    async createRender(order, call) {
      const [render] = await createRenders(order, call);
      if (render === undefined) throw badAnswer('an empty list where a render was to be');
      return render;
    },
    getRender,
    waitFor,
    listRenders: async (asked) => (await pageOfRenders(asked)).flatMap(usable),
    async findRender(externalId, call = {}) {
      const ours = await rendersCalled(externalId, call);
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
      const { answer, json } = await eitherPath(['/render/merge', '/renders/merge'], (path) =>
        askEither({
          method: 'POST',
          path,
          body: { ids, host: true },
          timeoutMs: renderTimeoutMs,
          binary: { maxBytes: maxDownloadBytes },
          notFound: unknownRender(ids.join(', ')),
          ...call,
        }),
      );
      return await mergedOf(answer, json, (url) => download(url, call));
    },
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

/** One that makes no sense must not hide the others. */
function usable(value: unknown): RemoteRender[] {
  try {
    return [renderFromWire(value)];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

/** Either `{url}` or the PDF itself, whatever was asked for. */
async function mergedOf(
  { bytes = new Uint8Array() }: HttpAnswer,
  json: unknown,
  fetchFile: (url: string) => Promise<Downloaded>,
): Promise<Uint8Array> {
  if (isPdf(bytes)) return bytes;
  const file = await fetchFile(urlFromWire(json, 'a merged PDF'));
  if (file.format !== 'pdf') throw badAnswer('a picture where a merged PDF was to be');
  return file.bytes;
}

function unknownRender(id: string): TemplatedError {
  const message = `Templated knows no render ${id} (404): it was deleted there, or is too new. It is looked for again at the next try.`;
  return new TemplatedError('notFound', message, { reason: 'notFound', retryable: true, status: 404 });
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
