import type { Detection, ModelReference, Provider } from '../../shared/analysis.ts';
import type { InferenceStatus } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { InferenceSettings } from '../../shared/settings.ts';
import type { Log } from '../log.ts';
import {
  type ChildLink,
  createChildLink,
  type ForkInference,
  type Line,
  type Pending,
} from './inference-link.ts';
import {
  type AnalyzeInput,
  type AnalyzeOutput,
  type DrawPictureInput,
  type LoadedModel,
  lineOf,
  type OverlayJob,
  type Request,
  type RequestKind,
  type Requests,
} from './inference-protocol.ts';
import type { ModelDescription } from './model-layout.ts';
import { createRestarts } from './restarts.ts';

export type { ForkInference, InferenceChild } from './inference-link.ts';
export type { LoadedModel } from './inference-protocol.ts';

/** The parent's side of the one process that runs models and touches pixels. All calls throw AppError. */
export interface Inference {
  /** Resolves when the models are warm. Throws `model.missing`, `model.damaged` or `inference.unavailable`. */
  start(): Promise<void>;
  /** Ends the child; whatever is asked from then on is refused until the next `start`. */
  stop(): Promise<void>;
  status(): InferenceStatus;
  analyze(job: AnalyzeInput & { signal?: AbortSignal }): Promise<AnalyzeOutput>;
  /** Detects with this model from now on. Throws `model.*` and keeps the one before. */
  use(model: LoadedModel): Promise<void>;
  inspect(path: string): Promise<ModelDescription>;
  /** What this model finds in a photo, without putting it to use. */
  tryModel(model: LoadedModel, photoPath: string): Promise<Detection[]>;
  /** Writes a photo as JPEG or PNG, reduced if wanted; the file appears whole or not at all. */
  drawPicture(job: DrawPictureInput): Promise<{ width: number; height: number }>;
  /** Writes the photo with its analysis drawn on it as PNG; the file appears whole or not at all. */
  drawOverlay(job: OverlayJob): Promise<void>;
  /** What the models run on; null while they don't. */
  provider(): Provider | null;
}

export interface InferenceOptions {
  fork: ForkInference;
  detector: LoadedModel;
  poseModel: { path: string; reference: ModelReference };
  /** Path of models/handle/head.json. */
  headPath: string;
  settings: () => InferenceSettings;
  onStatus: (status: InferenceStatus) => void;
  log: Log;
  now?: () => number;
  random?: () => number;
}

/** One request in hand and one being prepared: enough to keep the child busy, little to lose with it. */
const maxInFlight = 2;
/** Some providers compile the models when they load them. */
const loadTimeoutMs = 300_000;

/** Keeps one inference child alive: starts, warms, times and restarts it, and passes requests through. */
export function createInference(options: InferenceOptions): Inference {
  const { log, settings } = options;
  const restarts = createRestarts({ now: options.now ?? Date.now, random: options.random ?? Math.random });
  const waiting: Record<Line, Pending[]> = { photos: [], errands: [] };
  let { detector } = options;
  let status: InferenceStatus = {
    state: 'stopped',
    provider: null,
    model: { id: detector.id, name: detector.name },
    restarts: 0,
    reason: 'The inference has not been started.',
  };
  let link: ChildLink | null = null;
  let loadedWith = settings();
  let restartTimer: NodeJS.Timeout | undefined;
  /** Resolves or rejects when the start under way is over. */
  let started = nextStart();
  let failure = unavailable('The inference is stopped. Start the program again.');
  let stopped = false;

  function setStatus(change: Partial<InferenceStatus>): void {
    status = { ...status, ...change };
    options.onStatus(status);
  }

  function launch(): void {
    clearTimeout(restartTimer);
    if (status.state !== 'restarting') {
      started = nextStart();
      setStatus({ state: 'starting', provider: null, reason: 'The models are being loaded.' });
    }
    loadedWith = settings();
    const current = createChildLink({
      child: options.fork(),
      timeoutMs: (kind) => (kind === 'load' ? loadTimeoutMs : settings().timeoutMs),
      onAnswer: (kind) => {
        if (kind !== 'load') restarts.succeeded();
        // After the answer was passed on, so that its receiver's next request is in the line already.
        queueMicrotask(pump);
      },
      onDeath,
    });
    link = current;
    const input: Requests['load']['input'] = {
      detector,
      poseModel: { path: options.poseModel.path, sha256: options.poseModel.reference.sha256 },
      headPath: options.headPath,
      settings: loadedWith,
    };
    current.send({
      request: { kind: 'load', input },
      resolve: (provider) => onLoaded(provider as Provider),
      // A death is told by onDeath; here only an error that the child reports counts.
      reject: (error) => link === current && isModelError(error) && giveUp(error),
    });
  }

  function onLoaded(provider: Provider): void {
    log.info({ provider, model: detector.name }, 'The models are ready');
    setStatus({ state: 'ready', provider, reason: null });
    started.resolve();
    pump();
  }

  function onDeath({ reason, unanswered }: { reason: string; unanswered: Pending[] }): void {
    link = null;
    log.warn({ reason, toSendAgain: unanswered.length }, 'The inference process died');
    // No endless round: each death has cost at least the request in hand.
    for (const pending of unanswered.toReversed()) {
      waiting[lineOf(pending.request.kind)].unshift(pending);
    }
    setStatus({ restarts: status.restarts + 1, provider: null });
    const delayMs = restarts.died({ whileLoading: status.state !== 'ready' });
    if (delayMs === null) {
      const sentence =
        'The inference process keeps dying and is left alone for a while. Try again in a minute.';
      giveUp(unavailable(`${reason} ${sentence}`));
    } else {
      if (status.state === 'ready') started = nextStart();
      setStatus({ state: 'restarting', reason });
      restartTimer = setTimeout(launch, delayMs);
    }
  }

  function giveUp(error: AppError): void {
    log.error({ err: error }, 'The inference is not available');
    failure = error;
    if (error.code !== 'inference.unavailable') restarts.refused();
    const inChild = link?.end().unanswered ?? [];
    link = null;
    setStatus({ state: 'failed', provider: null, reason: error.message });
    started.reject(error);
    refuse([...inChild, ...waiting.photos.splice(0), ...waiting.errands.splice(0)], error);
  }

  /** Sends on what waits, unless the settings changed: then the child is replaced once it has nothing in hand. */
  function pump(): void {
    if (link === null || status.state !== 'ready') return;
    const { provider, intraOpThreads } = settings();
    if (provider !== loadedWith.provider || intraOpThreads !== loadedWith.intraOpThreads) {
      if (link.count('photos') + link.count('errands') > 0) return;
      link.end();
      launch();
      return;
    }
    for (const line of ['photos', 'errands'] as const) {
      while (link.count(line) < maxInFlight) {
        const next = waiting[line].shift();
        if (next === undefined) break;
        link.send(next);
      }
    }
  }

  function ask<K extends RequestKind>(
    request: Extract<Request, { kind: K }>,
    { signal, first = false }: { signal?: AbortSignal | undefined; first?: boolean } = {},
  ): Promise<Requests[K]['output']> {
    if (signal?.aborted) return Promise.reject(cancelled());
    if (stopped) return Promise.reject(failure);
    if (status.state === 'failed' && !restarts.mayTry()) return Promise.reject(failure);
    if (status.state === 'failed' || status.state === 'stopped') launch();
    const line = waiting[lineOf(request.kind)];
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        const at = line.findIndex((other) => other.request === request);
        if (at !== -1) line.splice(at, 1);
        // In flight it can't be called back; its answer finds nobody waiting.
        reject(cancelled());
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const pending: Pending = {
        request,
        resolve: (value) => {
          signal?.removeEventListener('abort', onAbort);
          resolve(value as Requests[K]['output']);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      if (first) line.unshift(pending);
      else line.push(pending);
      pump();
    });
  }

  async function start(): Promise<void> {
    stopped = false;
    if (status.state === 'stopped' || status.state === 'failed') launch();
    return started.promise;
  }

  return {
    start,
    async stop() {
      stopped = true;
      clearTimeout(restartTimer);
      failure = unavailable('The program is closing.');
      const ending = link?.end();
      link = null;
      setStatus({ state: 'stopped', provider: null, reason: 'The inference is stopped.' });
      started.reject(failure);
      refuse(
        [...(ending?.unanswered ?? []), ...waiting.photos.splice(0), ...waiting.errands.splice(0)],
        failure,
      );
      await ending?.gone;
    },
    status: () => status,
    provider: () => status.provider,
    analyze: ({ signal, ...input }) => ask({ kind: 'analyze', input }, { signal }),
    async use(model) {
      const before = detector;
      try {
        if (status.state === 'failed' || status.state === 'stopped') {
          detector = model;
          await start();
        } else await ask({ kind: 'use', input: { model } }, { first: true });
      } catch (error) {
        detector = before;
        throw error;
      }
      detector = model;
      setStatus({ model: { id: model.id, name: model.name } });
    },
    inspect: (path) => ask({ kind: 'inspect', input: { path } }),
    tryModel: (model, photoPath) => ask({ kind: 'tryModel', input: { model, photoPath } }, { first: true }),
    drawPicture: (input) => ask({ kind: 'drawPicture', input }),
    async drawOverlay(input) {
      await ask({ kind: 'drawOverlay', input });
    },
  };
}

/** Whoever waits for the start hears of a failure; when nobody does, the status tells. */
function nextStart(): PromiseWithResolvers<void> {
  const next = Promise.withResolvers<void>();
  next.promise.catch(() => {});
  return next;
}

function refuse(pending: readonly Pending[], error: AppError): void {
  for (const { reject } of pending) reject(error);
}

function isModelError(error: unknown): error is AppError {
  return error instanceof AppError && !error.code.startsWith('inference.');
}

function unavailable(message: string): AppError {
  return new AppError('inference.unavailable', message);
}

function cancelled(): AppError {
  return new AppError('cancelled', 'This was cancelled.');
}
