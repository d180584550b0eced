import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { DeliveryReason } from '../../../shared/delivery.ts';
import type { LayerOverrides, RenderFormat, Template } from '../../../shared/template.ts';
import { createBreaker, type Health } from '../../delivery/breaker.ts';
import type { Clock } from '../../delivery/clock.ts';
import type { Log } from '../../log.ts';
import { toStorageError } from '../../store/storage-error.ts';
import type { RenderProcess } from '../render-protocol.ts';
import type { TemplatedClient } from './client.ts';
import type { Downloaded } from './download.ts';
import { createPictureUploads, type KnownUploads, type PictureJob } from './picture-uploads.ts';
import type { RenderOrder } from './render-calls.ts';
import { isAway, TemplatedError, troubleOf } from './templated-error.ts';
import type { RemoteRender } from './wire.ts';
import { overridesToWire } from './wire-layers.ts';

/** One picture that Templated is to make. */
export interface TemplatedJob extends PictureJob {
  /** Its name at Templated: what is paid under it is not paid again. */
  renderId: string;
  template: Template;
  format: RenderFormat;
}

/** A picture that Templated made, in its place. */
export interface TemplatedDrawn {
  /** What Templated calls it. */
  receipt: string;
  warnings: string[];
  width: number;
  height: number;
  bytes: number;
}

/** Whether Templated is spoken to at the moment. */
export interface BreakerState {
  state: 'closed' | 'open' | 'halfOpen';
  /** When it is tried again; null unless open. */
  retryAt: string | null;
  /** What it failed of last; null when closed. */
  reason: string | null;
}

export interface TemplatedRenderer {
  /**
   * Writes the file, whole or not at all. From the second attempt on a render that was paid before is looked for first.
   * `beforeOrder` is asked before anything is paid for, and ends the try with what it throws. Throws TemplatedError,
   * NetworkError, or what drawing a picture for it throws.
   */
  draw(
    job: TemplatedJob,
    options: { signal: AbortSignal; attempt: number; beforeOrder?: () => Promise<void> },
  ): Promise<TemplatedDrawn>;
  /** The key or the address is another one: it is tried at once. */
  probeNow(): void;
  breaker(): BreakerState;
}

export interface TemplatedRendererOptions {
  client: TemplatedClient;
  process: Pick<RenderProcess, 'ask'>;
  uploads: KnownUploads;
  /** Called by Templated when a picture is done; empty for none. We poll all the same. */
  webhookUrl(): string;
  clock: Clock;
  log: Pick<Log, 'warn' | 'info'>;
}

/** While another job probes whether it is back. */
const probeWaitMs = 5_000;
/** Templated may have taken the order all the same. */
const unclear: readonly DeliveryReason[] = ['connection', 'timeout', 'serverError', 'badAnswer'];

/** Has pictures made by Templated. Once it is away, jobs learn so at once instead of each waiting for it. */
export function createTemplatedRenderer(options: TemplatedRendererOptions): TemplatedRenderer {
  const { client, uploads, clock, log } = options;
  const withAddresses = createPictureUploads(options);
  const breaker = createBreaker({ monotonic: clock.monotonic });
  let lastTrouble = '';

  /** Milliseconds until it may be tried again; 0: now. */
  function waitMs(): number {
    const readyAt = breaker.readyAt();
    return readyAt === Number.POSITIVE_INFINITY ? probeWaitMs : Math.max(0, readyAt - clock.monotonic());
  }

  async function order(
    { template, format, scale, renderId }: TemplatedJob,
    overrides: LayerOverrides,
    signal: AbortSignal,
  ): Promise<RemoteRender> {
    const wanted: RenderOrder = {
      template: template.id,
      layers: overridesToWire(overrides),
      format,
      ...(scale !== 1 && { scale }),
      ...(format === 'png' && template.background === 'transparent' && { transparent: true }),
      externalId: renderId,
      ...(options.webhookUrl() !== '' && { webhookUrl: options.webhookUrl() }),
    };
    try {
      return await client.createRender(wanted, { signal });
    } catch (error) {
      if (error instanceof TemplatedError && error.code === 'render.failed') await forgetPictures(overrides);
      throw error;
    }
  }

  /** They may be what it failed of, as when somebody deleted them there: who retries hands them over anew. */
  async function forgetPictures(overrides: LayerOverrides): Promise<void> {
    for (const { picture } of Object.values(overrides)) {
      if (picture?.kind === 'url') await uploads.forget(picture.url);
    }
  }

  /** One that was paid before, as after a kill or an answer that got lost; null: it is to be ordered. */
  async function paidBefore({ renderId }: TemplatedJob, signal: AbortSignal): Promise<RemoteRender | null> {
    const found = await client.findRender(renderId, { signal });
    if (found === null || found.state === 'failed') return null;
    log.info({ renderId, receipt: found.id }, 'A render was paid before: it is fetched, not ordered again');
    return await client.waitFor(found, { signal });
  }

  /** Where nobody knows whether the order arrived, it is looked for at once: it may be paid, and on its way. */
  async function orderOrFind(job: TemplatedJob, signal: AbortSignal) {
    const { overrides, warnings } = await withAddresses(job, signal);
    try {
      return { render: await order(job, overrides, signal), warnings };
    } catch (error) {
      const reason = troubleOf(error);
      if (reason === null || !unclear.includes(reason)) throw error;
      const render = await paidBefore(job, signal).catch(() => null);
      if (render === null) throw error;
      return { render, warnings };
    }
  }

  async function make(
    job: TemplatedJob,
    { signal, attempt, beforeOrder }: Parameters<TemplatedRenderer['draw']>[1],
  ): Promise<TemplatedDrawn> {
    const paid = attempt > 1 ? await paidBefore(job, signal) : null;
    if (paid === null) await beforeOrder?.();
    const { render, warnings } =
      paid === null ? await orderOrFind(job, signal) : { render: paid, warnings: [] };
    const file = await fetchFile(client, render, signal);
    const size = sizeOf(job, file);
    await writeWhole(job.outPath, file.bytes);
    const { width, height } = size;
    return {
      receipt: render.id,
      width,
      height,
      bytes: file.bytes.byteLength,
      warnings: [...warnings, ...size.warnings],
    };
  }

  return {
    async draw(job, options) {
      const wait = waitMs();
      if (wait > 0) throw leftAlone(wait, lastTrouble, clock.now());
      const tried = await breaker.run(async () => {
        try {
          return { health: 'well' as Health, drawn: await make(job, options) };
        } catch (error) {
          if (isAway(error) && error instanceof Error) lastTrouble = error.message;
          return { health: healthOf(error, breaker.state() === 'halfOpen'), error };
        }
      });
      if ('drawn' in tried) return tried.drawn;
      if (breaker.state() === 'open') log.warn({ err: tried.error }, 'Templated is left alone for a while');
      throw tried.error;
    },
    probeNow: breaker.probeNow,
    breaker() {
      const state = breaker.state();
      if (state === 'closed') return { state, retryAt: null, reason: null };
      const retryAt = state === 'open' ? new Date(clock.now() + waitMs()).toISOString() : null;
      return { state, retryAt, reason: lastTrouble };
    },
  };
}

/** Links live for a while only: an expired one is asked for anew, once. */
async function fetchFile(
  client: TemplatedClient,
  render: RemoteRender,
  signal: AbortSignal,
): Promise<Downloaded> {
  if (render.url !== null) {
    try {
      return await client.download(render.url, { signal });
    } catch (error) {
      if (!(error instanceof TemplatedError) || error.reason !== 'notFound') throw error;
    }
  }
  const { url } = await client.getRender(render.id, { signal });
  if (url === null) {
    const message = `Templated made the render ${render.id} and gives no address for its file. Look for it there.`;
    throw new TemplatedError('templated.badAnswer', message, { reason: 'badAnswer', retryable: true });
  }
  return await client.download(url, { signal });
}

/** Of the wrong kind it is of no use, and would be again; of another size it is still what was paid. */
function sizeOf({ template, format, scale }: TemplatedJob, file: Downloaded) {
  if (file.format !== format) {
    const message = `Templated made a file of the type ${file.format} where ${format} was wanted. Choose the format ${file.format}.`;
    throw new TemplatedError('templated.badAnswer', message, { reason: 'refused', retryable: false });
  }
  const wanted = { width: Math.round(template.width * scale), height: Math.round(template.height * scale) };
  const width = file.width ?? wanted.width;
  const height = file.height ?? wanted.height;
  const isAsWanted = Math.abs(width - wanted.width) <= 1 && Math.abs(height - wanted.height) <= 1;
  const words = `Templated made it ${width} × ${height} pixels large instead of ${wanted.width} × ${wanted.height}.`;
  return { width, height, warnings: isAsWanted ? [] : [words] };
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw toStorageError(error);
  }
}

/**
 * A refusal or a rate limit comes from a service that lives. Trouble of our own, and what was given up, says nothing:
 * as a probe that is not enough.
 */
function healthOf(error: unknown, isProbe: boolean): Health {
  const reason = troubleOf(error);
  if (reason === null || reason === 'interrupted') return isProbe ? 'failing' : 'well';
  if (reason === 'offline' || reason === 'connection' || reason === 'timeout' || reason === 'tls')
    return 'unreachable';
  return reason === 'serverError' || reason === 'badAnswer' ? 'failing' : 'well';
}

function leftAlone(waitMs: number, trouble: string, now: number): TemplatedError {
  const at = new Date(now + waitMs).toISOString().slice(11, 19);
  const message =
    `Templated is left alone until ${at} UTC, because it could not be reached several times. ${trouble}`.trim();
  const limit = { waitMs, scope: 'target' as const };
  return new TemplatedError('network.unreachable', message, { reason: 'connection', retryable: true, limit });
}
