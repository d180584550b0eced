import { AppError, fromWireError } from '../../shared/errors.ts';
import type { Log } from '../log.ts';
import type { ForkInference, InferenceChild } from '../pipeline/inference-link.ts';
import type { RenderKind, RenderProcess, RenderReply, RenderRequests } from './render-protocol.ts';

export interface RenderProcessOptions {
  /** Starts render-child.ts, as the host does it. */
  fork: ForkInference;
  log: Pick<Log, 'warn'>;
  /** For one page of up to ten photos; as much again for each further page or ten photos. */
  timeoutMs?: number;
}

interface Asked {
  kind: RenderKind;
  input: unknown;
  urgent: boolean;
  /** How many times the time-out it may take. */
  patience: number;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** The child at work and what it was given last. */
interface Working {
  child: InferenceChild;
  inHand: { id: number; asked: Asked; timer: NodeJS.Timeout } | null;
  gone: Promise<void>;
}

const defaultTimeoutMs = 30_000;

/**
 * Keeps one render child: started at the first request, given one at a time, those first that somebody looks at. One
 * that takes too long is killed; a death costs the request in hand, and the next goes to a new child.
 */
export function createRenderProcess({
  fork,
  log,
  timeoutMs = defaultTimeoutMs,
}: RenderProcessOptions): RenderProcess {
  const waiting: Asked[] = [];
  let working: Working | null = null;
  let lastId = 0;
  let stopped = false;

  function start(): Working {
    const child = fork();
    const { promise: gone, resolve: markGone } = Promise.withResolvers<void>();
    const started: Working = { child, inHand: null, gone };
    child.onMessage((message) => onReply(started, message as RenderReply));
    child.onExit(({ code, signal }) => {
      markGone();
      if (working === started) working = null;
      const how = signal === null ? `with status ${code ?? 'unknown'}` : `by ${signal}`;
      if (!stopped) log.warn({ code, signal }, 'The render process ended');
      settle(started)?.reject(stopped ? closing() : crashed(how));
      next();
    });
    return started;
  }

  function onReply(from: Working, reply: RenderReply): void {
    if (from.inHand?.id !== reply.id) return;
    const asked = settle(from);
    if ('error' in reply) asked?.reject(fromWireError(reply.error));
    else asked?.resolve(reply.value);
    next();
  }

  /** Takes the request in hand out of it. */
  function settle(from: Working): Asked | undefined {
    const { inHand } = from;
    from.inHand = null;
    clearTimeout(inHand?.timer);
    return inHand?.asked;
  }

  function next(): void {
    if (stopped || waiting.length === 0 || (working !== null && working.inHand !== null)) return;
    const urgent = waiting.findIndex((asked) => asked.urgent);
    const [asked] = waiting.splice(Math.max(0, urgent), 1);
    if (asked === undefined) return;
    working ??= start();
    const current = working;
    lastId += 1;
    const allowedMs = timeoutMs * asked.patience;
    const timer = setTimeout(() => {
      // The next request must not go to one that is dying.
      if (working === current) working = null;
      settle(current)?.reject(tookTooLong(allowedMs));
      current.child.kill();
      next();
    }, allowedMs);
    current.inHand = { id: lastId, asked, timer };
    current.child.send({ id: lastId, kind: asked.kind, input: asked.input });
  }

  return {
    ask(kind, input, { urgent = false, signal } = {}) {
      if (signal?.aborted) return Promise.reject(cancelled());
      if (stopped) return Promise.reject(closing());
      return new Promise<RenderRequests[typeof kind]['output']>((resolve, reject) => {
        const onAbort = () => {
          const at = waiting.indexOf(asked);
          if (at !== -1) waiting.splice(at, 1);
          // In hand it can't be called back; its answer finds nobody waiting.
          reject(cancelled());
        };
        const ended = () => signal?.removeEventListener('abort', onAbort);
        const asked: Asked = {
          kind,
          input,
          urgent,
          patience: patienceOf(input),
          resolve: (value) => {
            ended();
            resolve(value as RenderRequests[typeof kind]['output']);
          },
          reject: (error) => {
            ended();
            reject(error);
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(asked);
        next();
      });
    },
    async stop() {
      stopped = true;
      const current = working;
      const inHand = current === null ? undefined : settle(current);
      for (const asked of [inHand, ...waiting.splice(0)]) asked?.reject(closing());
      current?.child.kill();
      await current?.gone;
    },
  };
}

/** Decoding large photos takes most of the time. */
const photosPerTimeout = 10;

function patienceOf(input: RenderRequests[RenderKind]['input']): number {
  if ('paths' in input) return Math.max(1, input.paths.length);
  if (!('pages' in input)) return 1;
  return Math.max(1, input.pages.length, Math.ceil(input.subjects.length / photosPerTimeout));
}

function crashed(how: string): AppError {
  const message = `The process that draws pictures ended ${how} while it drew this one. Try again; if it happens again, leave out its largest pictures.`;
  return new AppError('render.crashed', message);
}

function tookTooLong(afterMs: number): AppError {
  const message = `Drawing this picture took longer than ${Math.round(afterMs / 1_000)} s and was stopped. Try a smaller scale or simpler layers.`;
  return new AppError('render.timedOut', message);
}

function closing(): AppError {
  return new AppError('cancelled', 'The program is closing.');
}

function cancelled(): AppError {
  return new AppError('cancelled', 'This was cancelled.');
}
