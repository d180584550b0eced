import { AppError, fromWireError } from '../../shared/errors.ts';
import { lineOf, type ReplyMessage, type Request, type RequestKind } from './inference-protocol.ts';

/** A process that runs inference-child.ts, however the host starts one. */
export interface InferenceChild {
  pid: number | undefined;
  send(message: unknown): void;
  onMessage(hear: (message: unknown) => void): void;
  onExit(hear: (reason: { code: number | null; signal: string | null }) => void): void;
  kill(): void;
}

/** Starts the child: utilityProcess on the desktop, child_process.fork elsewhere. */
export type ForkInference = () => InferenceChild;

/** A request whose answer somebody waits for. */
export interface Pending {
  request: Request;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export type Line = ReturnType<typeof lineOf>;

/** The conversation with one child process, from its start to its end. */
export interface ChildLink {
  send(pending: Pending): void;
  /** Requests sent and not yet answered. */
  count(line: Line): number;
  /** Ends the child and hands back what it had not answered; resolves when the process is gone. */
  end(): { unanswered: Pending[]; gone: Promise<void> };
}

export interface ChildLinkOptions {
  child: InferenceChild;
  timeoutMs: (kind: RequestKind) => number;
  onAnswer: (kind: RequestKind) => void;
  /** It died by itself or was killed for not answering. What it had in hand is rejected, the rest is given. */
  onDeath: (death: { reason: string; unanswered: Pending[] }) => void;
}

/**
 * The child works off each line in order, so the oldest request of a line is the one in hand: the time-out
 * counts from when it became that, and a death is blamed on it.
 */
export function createChildLink({ child, timeoutMs, onAnswer, onDeath }: ChildLinkOptions): ChildLink {
  const lines: Record<Line, Map<number, Pending>> = { photos: new Map(), errands: new Map() };
  const timers: Partial<Record<Line, NodeJS.Timeout>> = {};
  let lastId = 0;
  let ended = false;
  let timedOut: Pending | undefined;
  const { promise: gone, resolve: markGone } = Promise.withResolvers<void>();

  function inHand(line: Line): Pending | undefined {
    return lines[line].values().next().value;
  }

  function watch(line: Line): void {
    clearTimeout(timers[line]);
    const head = inHand(line);
    if (head === undefined) return;
    timers[line] = setTimeout(() => {
      timedOut = head;
      child.kill();
    }, timeoutMs(head.request.kind));
  }

  function takeAll(): Pending[] {
    const all = [...lines.photos.values(), ...lines.errands.values()];
    for (const line of ['photos', 'errands'] as const) {
      lines[line].clear();
      clearTimeout(timers[line]);
    }
    return all;
  }

  child.onMessage((message) => {
    const reply = message as ReplyMessage;
    for (const line of ['photos', 'errands'] as const) {
      const pending = lines[line].get(reply.id);
      if (pending === undefined) continue;
      lines[line].delete(reply.id);
      watch(line);
      onAnswer(pending.request.kind);
      if ('error' in reply) pending.reject(fromWireError(reply.error));
      else pending.resolve(reply.value);
    }
  });

  child.onExit(({ code, signal }) => {
    markGone();
    if (ended) return;
    ended = true;
    const suspects = timedOut === undefined ? [inHand('photos'), inHand('errands')] : [timedOut];
    const unanswered = takeAll().filter((pending) => !suspects.includes(pending));
    const reason = reasonOf(timedOut !== undefined, code, signal);
    for (const suspect of suspects) suspect?.reject(timedOut === undefined ? crashed() : tookTooLong());
    onDeath({ reason, unanswered });
  });

  return {
    send(pending) {
      const { kind } = pending.request;
      const line = lineOf(kind);
      lastId += 1;
      lines[line].set(lastId, pending);
      if (lines[line].size === 1) watch(line);
      child.send({ id: lastId, ...pending.request });
    },
    count: (line) => lines[line].size,
    end() {
      ended = true;
      child.kill();
      return { unanswered: takeAll(), gone };
    },
  };
}

function crashed(): AppError {
  const message =
    'The inference process ended while it looked at this photo, and was started again. Try another photo, or a smaller copy of this one.';
  return new AppError('inference.crashed', message);
}

function tookTooLong(): AppError {
  const message =
    'Looking at this photo took longer than the settings allow. Try a smaller copy or raise the limit.';
  return new AppError('inference.timedOut', message);
}

function reasonOf(tooLong: boolean, code: number | null, signal: string | null): string {
  if (tooLong) return 'The inference process did not answer in time and was stopped.';
  if (signal !== null) return `The inference process was ended by ${signal}.`;
  return `The inference process ended with status ${code ?? 'unknown'}.`;
}
