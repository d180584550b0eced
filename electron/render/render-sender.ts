import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Render, type RenderRequest, type RenderResult, rendererLanes } from '../../shared/render.ts';
import type { RenderSettings } from '../../shared/settings.ts';
import type { RenderProvider } from '../../shared/template.ts';
import type { RecordedEvent } from '../delivery/outbox.ts';
import { retryDelaysOf } from '../delivery/schedule.ts';
import {
  DeliveryError,
  type Lane,
  type OutgoingMessage,
  type Receipt,
  type Sender,
} from '../delivery/sender.ts';
import type { Database } from '../store/database.ts';
import type { RenderStore } from '../store/render-store.ts';
import type { Gallery } from './gallery.ts';
import type { LocalRenderer } from './local-renderer.ts';
import { toLocalDeliveryError } from './local-trouble.ts';
import { cacheKeyOf, type Prepare, type PreparedRender } from './prepare-render.ts';
import type { Quota } from './quota.ts';
import { mayFallBack } from './render-lane.ts';
import type { TemplatedRenderer } from './templated/renderer.ts';
import { isAway, toDeliveryError } from './templated/templated-error.ts';

export interface RenderSenderParts {
  renders: Pick<RenderStore, 'findByDelivery' | 'setResult' | 'findEqual' | 'pathOf'>;
  templates: Pick<Gallery, 'get'>;
  prepare: Prepare;
  local: LocalRenderer;
  templated: Pick<TemplatedRenderer, 'draw'>;
  quota: Quota;
  /** Tells of a finished picture, inside the transaction that keeps it. */
  completed: {
    record(render: Render, result: RenderResult): RecordedEvent[];
    recorded(events: readonly RecordedEvent[]): void;
  };
  database: Pick<Database, 'write'>;
  settings(): RenderSettings;
  /** Whether there is a key for Templated. */
  hasKey(): boolean;
  /** Of the program: another one may draw otherwise. */
  version: string;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Who drew a picture, and how. */
interface Made {
  usedProvider: RenderProvider;
  fallbackReason: string | null;
  receipt: string | null;
  reused: boolean;
  width: number;
  height: number;
  pages: number;
  bytes: number;
  warnings: string[];
}

/** A picture on its way. */
interface Work {
  render: Render;
  prepared: PreparedRender;
  outPath: string;
  attempt: number;
  signal: AbortSignal;
}

const longestOrderMs = 120_000;
/** The process that draws knows better how long a picture may take: a contact sheet of thousands of photos takes long. */
const longestDrawMs = 6 * 3_600_000;

/** Draws the pictures that were asked for: the courier's sender for the lanes of the two renderers. */
export function createRenderSender(parts: RenderSenderParts): Sender {
  const { renders, templates, prepare, local, templated, quota, completed, database, settings, now } = parts;

  async function work(render: Render, { attempt }: OutgoingMessage, signal: AbortSignal): Promise<Work> {
    const { request } = render;
    const found = await templates.get(request.templateId);
    const prepared = prepare({ request, found, now: new Date(render.createdAt) });
    const outPath = renders.pathOf(render.id, request.format);
    await mkdir(dirname(outPath), { recursive: true });
    return { render, prepared, outPath, attempt, signal };
  }

  const keyOf = ({ render, prepared }: Work, provider: RenderProvider) =>
    cacheKeyOf(prepared, render.request.designId, provider === 'local' ? parts.version : provider);

  async function reuse(one: Work, provider: RenderProvider): Promise<Made | null> {
    const equal = await renders.findEqual(keyOf(one, provider));
    if (equal === null || equal.render.result === null) return null;
    const temporaryPath = `${one.outPath}.${process.pid}.copy`;
    try {
      await copyFile(equal.path, temporaryPath);
      await rename(temporaryPath, one.outPath);
    } finally {
      await rm(temporaryPath, { force: true });
    }
    return { ...equal.render.result, fallbackReason: null, reused: true };
  }

  async function drawHere(one: Work, fallbackReason: string | null): Promise<Made> {
    const { prepared, outPath, signal } = one;
    const reused = await reuse(one, 'local');
    if (reused !== null) return { ...reused, fallbackReason };
    const drawn = await local.draw(prepared, outPath, { signal });
    return { ...drawn, usedProvider: 'local', fallbackReason, receipt: null, reused: false };
  }

  async function drawByTemplated(one: Work): Promise<Made> {
    const { render, prepared, outPath, attempt, signal } = one;
    const { template, subjects, assets, format, scale, pages, warnings } = prepared;
    // Before anything else: an equal picture costs nothing, whatever is left of the quota.
    const reused = await reuse(one, 'templated');
    if (reused !== null) return reused;
    const [page] = pages;
    const layers = (page?.layers ?? []).map(({ layer, subject }) => ({ layer, cell: subject }));
    const overrides = page?.overrides ?? {};
    const job = {
      renderId: render.id,
      template,
      overrides,
      layers,
      subjects,
      assets,
      format,
      scale,
      outPath,
    };
    const drawn = await templated.draw(job, {
      signal,
      attempt,
      beforeOrder: () => quota.checkRoom(signal),
    });
    return {
      ...drawn,
      pages: 1,
      warnings: [...new Set([...warnings, ...drawn.warnings])],
      usedProvider: 'templated',
      fallbackReason: null,
      reused: false,
    };
  }

  /** By Templated; where that cannot be had and the settings allow it, here, and the result says why. */
  async function drawByTemplatedOrHere(one: Work): Promise<Made> {
    try {
      return await drawByTemplated(one);
    } catch (error) {
      quota.note(error);
      const { render, prepared, signal } = one;
      const isAllowed = mayFallBack(render.request, prepared, settings());
      if (!isAllowed || !isAway(error) || signal.aborted) throw toDeliveryError(error);
      return drawHere(one, error instanceof Error ? error.message : String(error));
    }
  }

  async function keep(one: Work, made: Made, tookMs: number): Promise<void> {
    const { render, outPath } = one;
    await makeDurable(outPath);
    const result: RenderResult = {
      completedAt: new Date(now()).toISOString(),
      usedProvider: made.usedProvider,
      fallbackReason: made.fallbackReason,
      warnings: made.warnings,
      format: render.request.format,
      width: made.width,
      height: made.height,
      pages: made.pages,
      bytes: made.bytes,
      tookMs,
      reused: made.reused,
      receipt: made.receipt,
    };
    const recorded = await database.write(() =>
      renders.setResult(render.id, result, keyOf(one, made.usedProvider))
        ? completed.record(render, result)
        : null,
    );
    if (recorded === null) {
      await rm(outPath, { force: true });
      throw deleted();
    }
    completed.recorded(recorded);
  }

  async function send(message: OutgoingMessage, { signal }: { signal: AbortSignal }): Promise<Receipt> {
    const render = renders.findByDelivery(message.parts[0]?.deliveryId ?? '');
    if (render === null) throw deleted();
    // Kept, but the program ended before that could be told.
    if (render.result !== null && (await isThere(renders.pathOf(render.id, render.result.format)))) {
      return receiptOf(render.result);
    }
    const startedAt = performance.now();
    try {
      const one = await work(render, message, signal);
      const isForTemplated = message.channelId === rendererLanes.templated.id;
      const made =
        isForTemplated && !isUnwanted(render.request, settings())
          ? await drawByTemplatedOrHere(one)
          : await drawHere(one, missedTemplated(one, settings(), isForTemplated));
      await keep(one, made, performance.now() - startedAt);
      return receiptOf(made);
    } catch (error) {
      throw toLocalDeliveryError(toDeliveryError(error));
    }
  }

  return {
    lanes: () => [templatedLaneFor(settings(), parts.hasKey()), localLane],
    send,
    // Neither answers that it is gone for good.
    disable: async () => undefined,
  };
}

/** Asked at every look at a delivery: none is made anew. */
function templatedLaneFor({ order }: RenderSettings, hasKey: boolean): Lane {
  return hasKey || order === 'localOnly' ? templatedLane : keylessLane;
}

/** Whether the settings keep Templated out of it by now. Who asked for it by name gets it. */
function isUnwanted({ provider }: RenderRequest, { order }: RenderSettings): boolean {
  return order === 'localOnly' && provider !== 'templated';
}

const templatedLane: Lane = {
  ...laneOf('templated', longestOrderMs),
  closed: null,
  concurrency: 4,
  // Its limits depend on the plan and are not published: it says so with 429 when this is too much.
  rate: { perSecond: 10, burst: 10 },
  retryDelaysMs: retryDelaysOf({ quickRetries: 3, patient: true }),
};

const keylessLane: Lane = {
  ...templatedLane,
  closed: {
    condition: 'incomplete',
    reason: 'There is no key for Templated. Give one in the settings.',
  },
};

const localLane: Lane = {
  ...laneOf('local', longestDrawMs),
  closed: null,
  // One is drawn while the other is written and recorded.
  concurrency: 2,
  rate: { perSecond: 100, burst: 100 },
  retryDelaysMs: retryDelaysOf({ quickRetries: 3, patient: false }),
};

function laneOf(provider: RenderProvider, timeoutMs: number) {
  const { id } = rendererLanes[provider];
  return {
    channelId: id,
    ordered: false,
    // What is claimed shows as being drawn, and cannot be cancelled any more.
    ahead: 0,
    rateKey: id,
    service: provider,
    timeoutMs,
    batch: { upTo: 1, windowMs: 0 },
  };
}

/** Why this machine draws what Templated was to draw; null where that was wanted from the start. */
function missedTemplated(
  { render, prepared }: Work,
  { order }: RenderSettings,
  waitedForTemplated: boolean,
): string | null {
  if (waitedForTemplated) return 'By now the settings let only this machine draw.';
  const isFallback =
    render.request.provider === 'auto' && prepared.template.source === 'templated' && order !== 'localOnly';
  return isFallback ? 'There was no key for Templated.' : null;
}

function receiptOf({
  usedProvider,
  fallbackReason,
  receipt,
  reused,
}: Omit<Made, 'width'> | RenderResult): Receipt {
  const drawn = usedProvider === 'templated' ? 'Drawn by Templated.' : 'Drawn on this machine.';
  const how = reused ? 'An equal picture was there already.' : drawn;
  const detail = fallbackReason === null ? how : `${how} ${fallbackReason}`;
  return { status: null, receipt, detail };
}

function deleted(): DeliveryError {
  return new DeliveryError('gone', 'The picture was deleted before it was drawn.', { retryable: false });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** What is recorded as done must outlive a power cut. */
async function makeDurable(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
